import { useEffect, useState } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';

/** Busy is shown only after 300 ms, so that a quick answer does not flicker; after 8 s the words say why. */
export function useBusyFor(busy: boolean): 'no' | 'yes' | 'long' {
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

/** A dot for each digit typed, a line for each that lacks. */
export function PinDots({ filled, length }: { filled: number; length: number }) {
  const { say } = useTongue();
  return (
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
  );
}
