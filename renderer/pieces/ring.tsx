import { useSecondsLeft, useTongue } from '../app/seen.ts';

const petal =
  'M22.54 22.54A28 28 0 0 1 77.46 22.54A28 28 0 0 1 77.46 77.46A28 28 0 0 1 22.54 77.46A28 28 0 0 1 22.54 22.54Z';
const round =
  'M50 0A28 28 0 0 1 77.46 22.54A28 28 0 0 1 77.46 77.46A28 28 0 0 1 22.54 77.46A28 28 0 0 1 22.54 22.54A28 28 0 0 1 50 0Z';

/** A countdown: the haitang ring empties from the top, the seconds stand inside. `full` is the whole ring. */
export function Ring({ endsIn, full }: { endsIn: number; full: number }) {
  const { say } = useTongue();
  const left = useSecondsLeft(endsIn);
  const share = Math.round((100 * left) / Math.max(full, endsIn, 1));
  return (
    <div className="ring" data-unspoken="">
      <svg viewBox="-8 -8 116 116" aria-hidden="true">
        <path d={petal} fill="var(--c-paper)" stroke="var(--c-line)" strokeWidth="7" />
        <path
          d={round}
          fill="none"
          stroke="var(--c-haitang)"
          strokeWidth="7"
          pathLength="100"
          strokeDasharray={`${share} 100`}
          strokeLinecap="round"
        />
      </svg>
      <b role="timer" aria-label={say('stillThere.left', { count: left })}>
        {left}
        <small>{say('stillThere.seconds')}</small>
      </b>
    </div>
  );
}
