import { useSeen, useTongue } from '../app/seen.ts';
import { CardScene } from '../drawings/scanner-scene.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Phone } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { PhoneDigits } from '../pieces/phone-digits.tsx';
import { Steps } from '../pieces/steps.tsx';
import { ScanScene } from '../scanner/scan-scene.tsx';
import type { ScreenOf } from '../screens.tsx';
import { residentSteps } from './steps.ts';

/** Whose? A card, or a phone number. */
export function KeeperResidents(_: { screen: ScreenOf<'keeper-residents'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={1} names={residentSteps} />
      <Ask title={say('desk.residents.ask')}>
        <p>{say('desk.residents.how')}</p>
      </Ask>
      <ScanScene>
        <CardScene
          label={say('desk.residents.scene')}
          title={say('identify.card')}
          place={say('identify.place')}
        />
      </ScanScene>
      <div className="acts">
        <Back />
        <Button className="btn" onAct={() => press({ do: 'by-phone' })}>
          <Icon of={Phone} weight="bold" />
          {say('desk.residents.phone')}
        </Button>
      </div>
    </main>
  );
}

export function KeeperPhone({ screen }: { screen: ScreenOf<'keeper-phone'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const lacking = 11 - screen.digits.length;
  return (
    <main className="wall flow flow--typed is-return">
      <Steps at={1} names={residentSteps} />
      <Ask title={say('desk.phone.ask')}>
        <p>{say('desk.phone.how')}</p>
      </Ask>
      <PhoneDigits digits={screen.digits} />
      <Keypad />
      <div className="acts">
        <Back />
        <Button className="btn btn--go" disabled={lacking > 0} onAct={() => press({ do: 'submit' })}>
          {lacking > 0 ? say('common.lacking', { count: lacking }) : say('desk.phone.go')}
        </Button>
      </div>
    </main>
  );
}
