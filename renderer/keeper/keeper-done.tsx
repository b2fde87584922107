import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { ArrowLeft } from '../pieces/icons.ts';
import { Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import './keeper.css';

type Done = ScreenOf<'keeper-done'>;

function lineOf({ say, language }: Tongue, { what, item, condition, file }: Done): string {
  if (what !== 'condition') return say(`desk.done.${what}Line`, { file: file ?? '' });
  return say('desk.done.conditionLine', {
    name: item === undefined ? '' : nameIn(language, item.name),
    condition: condition === undefined ? '' : say(`desk.condition.${condition}`),
  });
}

/** The verdict of what was done at the desk. */
export function KeeperDone({ screen }: { screen: Done }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say } = tongue;
  const { item, what, book } = screen;
  const again =
    what === 'condition'
      ? 'desk.done.again'
      : book === undefined
        ? 'desk.done.againResident'
        : ('desk.done.againEntry' as const);
  return (
    <Verdict
      title={say(`desk.done.${what}`)}
      line={lineOf(tongue, screen)}
      foot={
        <div className="acts acts--two">
          <Button className="btn" onAct={() => press({ do: 'to-desk' })}>
            <Icon of={ArrowLeft} weight="bold" />
            {say('desk.back')}
          </Button>
          <Button className="btn btn--done" onAct={() => press({ do: 'again' })}>
            {say(again)}
          </Button>
        </div>
      }
    >
      {item !== undefined && (
        <div className="desk-done card">
          <Thing picture={item.picture} />
        </div>
      )}
      {what === 'exported' && (
        <p className="desk-gone card">
          <Words of={say('desk.done.exportedHow')} />
        </p>
      )}
    </Verdict>
  );
}
