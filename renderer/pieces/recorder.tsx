import { useEffect, useState } from 'react';
import type { Clock } from '../../domain/clock.ts';
import { memoBytes, memoSeconds } from '../../domain/memo/memo.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Again, Microphone, Speaker, Stop, Warning } from './icons.ts';
import { type RecorderState, useRecorder } from './use-recorder.ts';
import './recorder.css';

addPieceWords();

/** Says something instead of writing it: record, hear, record again or delete. */
export function Recorder({ onTake }: { onTake: (file: ArrayBuffer | null) => void }) {
  const { clock, voice } = useSeen();
  const { state, record, drop } = useRecorder({ seconds: memoSeconds, bytes: memoBytes.voice }, (take) =>
    onTake(take?.file ?? null),
  );
  return <RecorderFace state={state} clock={clock} onRecord={record} onDrop={drop} onHear={voice.play} />;
}

/** The recorder as it looks in a state; the gallery draws each. */
export function RecorderFace({
  state,
  clock,
  onRecord,
  onDrop,
  onHear,
}: {
  state: RecorderState;
  clock: Clock;
  onRecord: () => void;
  onDrop: () => void;
  onHear: (samples: Float32Array) => void;
}) {
  const { say } = useTongue();
  return (
    <section className="recorder card" aria-label={say('memo.label')} data-state={state.is}>
      {state.is === 'nothing' && (
        <>
          {state.problem && (
            <p className="recorder__problem" role="alert">
              <Icon of={Warning} />
              {say(`memo.problem.${state.problem}`)}
            </p>
          )}
          <Button className="btn btn--go" onAct={onRecord}>
            <Icon of={Microphone} />
            {say('memo.start')}
          </Button>
          <p>{say('memo.how', { seconds: memoSeconds })}</p>
        </>
      )}
      {state.is === 'recording' && (
        <>
          <RecorderTime clock={clock} begun={state.begun} />
          <Button className="btn btn--go" onAct={state.stop}>
            <Icon of={Stop} weight="fill" />
            {say('memo.stop')}
          </Button>
        </>
      )}
      {state.is === 'taken' && (
        <>
          <p>{say('memo.taken')}</p>
          <Button className="btn" onAct={() => onHear(state.take.samples)}>
            <Icon of={Speaker} />
            {say('memo.hear')}
          </Button>
          <div className="acts acts--two">
            <Button className="btn btn--other" onAct={onDrop}>
              {say('memo.drop')}
            </Button>
            <Button className="btn btn--other" onAct={onRecord}>
              <Icon of={Again} />
              {say('memo.again')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

/** Seconds so far, told anew each second. */
function RecorderTime({ clock, begun }: { clock: Clock; begun: number }) {
  const { say } = useTongue();
  const [, tick] = useState(0);
  useEffect(() => {
    let cancel = () => {};
    const next = () => {
      cancel = clock.after(1_000, () => {
        tick((n) => n + 1);
        next();
      });
    };
    next();
    return () => cancel();
  }, [clock]);
  const seconds = Math.min(memoSeconds, Math.floor((clock.mono() - begun) / 1_000));
  return (
    <p className="recorder__time" role="timer" data-unspoken="">
      <Icon of={Microphone} weight="fill" />
      {say('memo.going', { seconds, of: memoSeconds })}
    </p>
  );
}
