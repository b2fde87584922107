import type { DoorReason } from '../../domain/keeper/keeper.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Choice } from '../pieces/choice.tsx';
import type { Drawing } from '../pieces/icon.tsx';
import { Dots, HandGrabbing, Lockers, ShieldCheck } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameInside } from '../words/words.ts';
import { doorSteps } from './steps.ts';
import './keeper.css';

const icons: Record<DoorReason, Drawing> = {
  restock: Lockers,
  inspect: ShieldCheck,
  'take-out': HandGrabbing,
  other: Dots,
};

/** The reason opens the door. */
export function KeeperReason({ screen }: { screen: ScreenOf<'keeper-reason'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { door, item } = screen;
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={doorSteps} />
      <Ask title={say('desk.reason.ask', { door })}>
        <p className="ask__what">
          {item === null
            ? say('desk.reason.holdsNothing')
            : say('desk.reason.holds', { name: nameInside(language, item.name) })}
        </p>
        <p>{say('desk.reason.how')}</p>
      </Ask>
      <div className="choices choices--four">
        {(['restock', 'inspect', 'take-out', 'other'] as const).map((reason) => (
          <Choice
            key={reason}
            tone="bad"
            icon={icons[reason]}
            title={say(`desk.reason.${reason}`)}
            how={say(`desk.reason.${reason}How`)}
            onAct={() => press({ do: 'reason', reason })}
          />
        ))}
      </div>
      <div className="acts acts--one">
        <Back words={say('desk.reason.back')} />
      </div>
    </main>
  );
}
