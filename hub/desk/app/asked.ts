import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeskAnswer, DeskCallName, DeskInput } from '../../../domain/desk/contract.ts';
import { ask, type Trouble } from './ask.ts';

export interface Asked<N extends DeskCallName> {
  answer: DeskAnswer<N> | null;
  trouble: Trouble | null;
  again(): void;
}

/**
 * What the hub answers, asked anew when the arguments change, when `again` is called, and every `everyMs` while the
 * page is looked at. An answer that was overtaken by a later one is dropped.
 */
export function useAsked<N extends DeskCallName>(call: N, args: DeskInput<N>, everyMs?: number): Asked<N> {
  const [state, setState] = useState<{ answer: DeskAnswer<N> | null; trouble: Trouble | null }>({
    answer: null,
    trouble: null,
  });
  const newest = useRef(0);
  const key = JSON.stringify(args);
  const look = useCallback(
    (by: 'hand' | 'clock') => {
      const turn = ++newest.current;
      void ask(call, JSON.parse(key) as DeskInput<N>, by).then((result) => {
        if (turn !== newest.current) return;
        setState((before) =>
          result.ok
            ? { answer: result.value, trouble: null }
            : { answer: before.answer, trouble: result.refusal },
        );
      });
    },
    [call, key],
  );
  const again = useCallback(() => look('hand'), [look]);
  useEffect(() => {
    look('hand');
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) look('clock');
    }, everyMs);
    return () => clearInterval(timer);
  }, [look, everyMs]);
  return { ...state, again };
}
