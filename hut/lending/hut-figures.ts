import type { Screen } from '../../domain/contract/screen.ts';
import { lentCount } from '../ledger/kind-counts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { monthOf, type Tally } from './tally.ts';

/** Figures of the hut, of nobody in it. */
export type HutFigures = Omit<Extract<Screen, { at: 'figures' }>, 'at' | 'given' | 'proceeds'>;

const months = 6;
const mostKinds = 4;

/** The last months, oldest first: 2026-03. */
function lastMonths(now: number): string[] {
  const [year = 0, month = 0] = monthOf(now).split('-').map(Number);
  return Array.from({ length: months }, (_, back) => {
    const at = new Date(Date.UTC(year, month - 1 - (months - 1 - back), 1));
    return at.toISOString().slice(0, 7);
  });
}

/** Reads the figures of the public panel: counts that the ledger keeps by month and kind, never its loans. */
export function createHutFigures({ db, read }: Ledger, tally: Tally): (now: number) => HutFigures {
  const lentIn = db
    .prepare<[string], number>(`SELECT total(loans) FROM ${lentCount} WHERE month = ?`)
    .pluck();
  const kindsOf = db.prepare<[string, number], { kind: string; loans: number }>(
    `SELECT kind, loans FROM ${lentCount} WHERE month = ? AND loans > 0 ORDER BY loans DESC, kind LIMIT ?`,
  );
  return (now) => {
    const { outNow, things } = read.stockFigures();
    return {
      lentThisMonth: tally.lentThisMonth(now),
      // Had everybody bought what they borrowed: one each time, in place of the ones that are here.
      saved: Math.max(0, tally.lentEver() - things),
      outNow,
      things,
      months: lastMonths(now).map((month) => ({ month, lent: lentIn.get(month) ?? 0 })),
      kinds: kindsOf.all(monthOf(now), mostKinds).flatMap(({ kind, loans }) => {
        const name = read.kind(kind)?.name;
        return name === undefined ? [] : [{ name, lent: loans }];
      }),
    };
  };
}
