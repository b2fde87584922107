import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Warning } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { PinDots, useBusyFor } from '../pieces/pin-dots.tsx';
import { borrowSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import type { Say } from '../words/words.ts';

function problemWords(say: Say, { problem, triesLeft }: ScreenOf<'pin'>): string | null {
  if (!problem) return null;
  if (problem === 'differs') return say('pin.differs');
  if (problem === 'too-simple') return say('pin.tooSimple');
  return triesLeft === undefined ? say('pin.wrongPlain') : say('pin.wrong', { count: triesLeft });
}

export function Pin({ screen }: { screen: ScreenOf<'pin'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { step, filled, length, busy } = screen;
  const shownBusy = useBusyFor(busy);
  const lacking = length - filled;
  const problem = problemWords(say, screen);
  return (
    <main className="wall flow flow--typed">
      <Steps at={2} names={borrowSteps} />
      <Ask title={say(`pin.${step}`)}>
        {problem ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {problem}
          </p>
        ) : (
          <p>{say(`pin.${step}How`, { count: length })}</p>
        )}
      </Ask>
      <PinDots filled={filled} length={length} />
      <Keypad busy={busy} />
      <div className="acts">
        <Back />
        {shownBusy === 'no' ? (
          <Button
            className="btn btn--go"
            disabled={lacking > 0 || busy}
            onAct={() => press({ do: 'submit' })}
          >
            {lacking > 0 ? say('common.lacking', { count: lacking }) : say('pin.go')}
          </Button>
        ) : (
          <Button className="btn btn--go" busy onAct={() => undefined}>
            <span className="spin" />
            {say(shownBusy === 'long' ? 'common.busyLong' : 'common.busy')}
          </Button>
        )}
      </div>
    </main>
  );
}
