import { keeperNumber } from '../../domain/keeper/keeper.ts';
import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Warning } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { PinDots, useBusyFor } from '../pieces/pin-dots.tsx';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { signInSteps } from './steps.ts';

function problemWords({ say, dates }: Tongue, screen: ScreenOf<'keeper-pin'>): string | null {
  switch (screen.problem) {
    case undefined:
      return null;
    case 'wrong':
      return say('desk.pin.wrong', { count: screen.triesLeft ?? 0 });
    case 'locked':
      return say('desk.pin.locked', { time: screen.until === undefined ? '' : dates.time(screen.until) });
    case 'too-simple':
      return say('desk.pin.tooSimple');
    default:
      return say(`desk.pin.${screen.problem}`);
  }
}

export function KeeperPin({ screen }: { screen: ScreenOf<'keeper-pin'> }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say } = tongue;
  const { step, filled, length, busy, number } = screen;
  const shownBusy = useBusyFor(busy);
  const problem = problemWords(tongue, screen);
  return (
    <main className="wall flow flow--typed is-return">
      <Steps at={2} names={signInSteps} />
      <Ask title={say(`desk.pin.${step}`)}>
        {problem ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {problem}
          </p>
        ) : (
          <p>{say(`desk.pin.${step}How`, { count: length, number: keeperNumber(number) })}</p>
        )}
      </Ask>
      <PinDots filled={filled} length={length} />
      <Keypad busy={busy} />
      <div className="acts">
        <Back />
        <Button
          className="btn btn--go"
          busy={shownBusy !== 'no'}
          disabled
          onAct={() => press({ do: 'submit' })}
        >
          {shownBusy !== 'no' && <span className="spin" />}
          {shownBusy === 'no'
            ? say('common.lacking', { count: length - filled })
            : say(shownBusy === 'long' ? 'common.busyLong' : 'common.busy')}
        </Button>
      </div>
    </main>
  );
}
