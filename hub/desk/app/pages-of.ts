import { useCallback, useEffect, useState } from 'react';
import type { DeskAnswer, DeskInput } from '../../../domain/desk/contract.ts';
import { ask, type Trouble } from './ask.ts';

type Paged = 'stock' | 'loans' | 'overdue' | 'audit' | 'cases' | 'erasures' | 'replies';
type RowOf<N extends Paged> = DeskAnswer<N>['rows'][number];
interface Shown<N extends Paged> {
  /** The arguments whose list it is. */
  of: string;
  rows: RowOf<N>[] | null;
  next: string | null;
  trouble: Trouble | null;
}

/**
 * Asks for one page; gives what it does to the rows shown. One that does not go on from where they end is of another
 * list, or there already.
 */
async function fetchPage<N extends Paged>(
  call: N,
  key: string,
  after: string | null,
): Promise<(before: Shown<N>) => Shown<N>> {
  const answer = await ask(call, { ...(JSON.parse(key) as DeskInput<N>), after });
  if (!answer.ok) return (before) => ({ ...before, trouble: answer.refusal });
  const { rows, next } = answer.value;
  return (before) => {
    if (after === null) return { of: key, rows, next, trouble: null };
    if (before.of !== key || before.next !== after) return before;
    return { of: key, rows: [...(before.rows ?? []), ...rows], next, trouble: null };
  };
}

/** A long list page by page: the rows so far, and a way to more. Other arguments begin anew. */
export function usePages<N extends Paged>(call: N, args: DeskInput<N>) {
  const key = JSON.stringify(args);
  const [shown, setShown] = useState<Shown<N>>({ of: key, rows: null, next: null, trouble: null });
  const again = useCallback(() => {
    let wanted = true;
    void fetchPage(call, key, null).then((change) => {
      if (wanted) setShown(change);
    });
    return () => {
      wanted = false;
    };
  }, [call, key]);
  useEffect(again, [again]);
  const { next } = shown;
  const more = next === null ? null : () => void fetchPage(call, key, next).then(setShown);
  return { rows: shown.rows, trouble: shown.trouble, more, again };
}
