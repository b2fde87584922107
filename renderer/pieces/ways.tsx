import type { Way } from '../../domain/contract/screen.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import type { WordKey } from '../words/words.ts';
import { Button } from './button.tsx';
import { type Drawing, Icon, Med } from './icon.tsx';
import {
  Barcode,
  CallBell,
  CaretRight,
  DoorOpen,
  GiveBack,
  IdCard,
  Lockers,
  MapPin,
  Notepad,
  Phone,
  Renew,
} from './icons.ts';

const icons: Record<Way, Drawing> = {
  'return-one': GiveBack,
  'renew-loan': Renew,
  'other-door': DoorOpen,
  'other-thing': Lockers,
  'scan-again': Barcode,
  'use-phone': Phone,
  'use-card': IdCard,
  'my-loans': Notepad,
  'put-on-shelf': MapPin,
  'call-keeper': CallBell,
};

/** What works instead, best first; the first wears the colour of the flow. */
export function Ways({ ways, hint }: { ways: readonly Way[]; hint: (way: Way) => WordKey }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <div className="ways" data-count={ways.length}>
      {ways.map((way, i) => (
        <Button
          key={way}
          className={i === 0 ? 'btn btn--go way' : 'btn way'}
          onAct={() => press({ do: 'way', way })}
        >
          {i === 0 ? <Med of={icons[way]} weight="bold" /> : <Med of={icons[way]} tone="people" />}
          <span>
            {say(`ways.${way}`)}
            <small>{say(hint(way))}</small>
          </span>
          <Icon of={CaretRight} weight="bold" />
        </Button>
      ))}
    </div>
  );
}
