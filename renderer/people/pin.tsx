import { useEffect, useState } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Warning } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { borrowSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import type { Say } from '../words/words.ts';

function problemWords(say: Say, { problem, triesLeft }: ScreenOf<'pin'>): string | null {
  if (!problem) return null;
  if (problem === 'differs') return say('pin.differs');
  if (problem === 'too-simple') return say('pin.tooSimple');
  return triesLeft === undefined ? say('pin.wrongPlain') : say('pin.wrong', { count: triesLeft });
}

/** Busy is shown only after 300 ms, so that a quick answer does not flicker; after 8 s the words say why. */
function useBusyFor(busy: boolean): 'no' | 'yes' | 'long' {
  const { clock } = useSeen();
  const [state, set] = useState<'no' | 'yes' | 'long'>('no');
  useEffect(() => {
    if (!busy) return set('no');
    const soon = clock.after(300, () => set('yes'));
    const late = clock.after(8000, () => set('long'));
    return () => {
      soon();
      late();
    };
  }, [busy, clock]);
  return state;
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
      <div
        className="phone phone--pin card"
        role="status"
        aria-label={say('pin.typed', { count: filled, of: length })}
        data-unspoken=""
      >
        <span aria-hidden="true">
          {Array.from({ length }, (_, i) => i).map((i) => (
            <i key={i} className={i < filled ? 'is-dot' : i === filled ? 'is-empty is-next' : 'is-empty'}>
              {i < filled ? '●' : '0'}
            </i>
          ))}
        </span>
      </div>
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
