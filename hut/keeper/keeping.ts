import type { Clock } from '../../domain/clock.ts';
import { event } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import type { Condition, Problem } from '../../domain/stock/kinds.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import { stockCount } from '../ledger/kind-counts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Item } from '../lending/lending-types.ts';
import { createKeeperOpenings, type KeeperOpenings } from './openings.ts';
import { createOverdue } from './overdue.ts';

/** What was last said of a thing's condition. */
export interface ThingNote {
  problem: Problem | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** What a keeper does with doors and things. */
export interface Keeping extends KeeperOpenings {
  /** What waits for a keeper: things to look at, loans past due, loans at all. */
  todo(): { look: number; overdue: number; out: number };
  /**
   * Things whose condition keeps them from being lent, those to look at first, then those in repair, then the
   * missing; retired ones are left out. `from`: how many of them to pass over; `most`: how many to give.
   */
  thingsToLookAt(from: number, most: number): string[];
  /** How many there are of them. */
  countToLookAt(): number;
  /** The thing that belongs behind a door and is not retired; null when there is none. */
  behind(door: number): Item | null;
  noteOf(item: string): ThingNote | null;
  /** What a keeper found: `problem` says why it is in repair or retired. */
  setCondition(ask: {
    keeper: string;
    item: string;
    condition: Condition;
    problem: Problem | null;
  }): Result<null, LedgerFault>;
}

export interface KeepingDeps {
  ledger: Ledger;
  clock: Clock;
  newId: () => string;
}

/** Conditions in which a thing waits for a keeper, in the order in which they are shown. */
const notLent = ['needs-inspection', 'in-repair', 'missing'] as const satisfies Condition[];

/** The keeper's use cases on a ledger. */
export function createKeeping({ ledger, clock, newId }: KeepingDeps): Keeping {
  const { db } = ledger;
  // Counts and not rows: a hut of ten years has thousands of loans open and more than a million closed.
  const overdue = createOverdue(db);
  const out = db.prepare<[], number>(`SELECT total(out) FROM ${stockCount}`).pluck();
  const waiting = db
    .prepare<[Condition], number>(`SELECT total(here + out) FROM ${stockCount} WHERE condition = ?`)
    .pluck();
  // Both terms: the first names the index, the second the part of it, which is in this order already.
  const toLookAt = db
    .prepare<[Condition, number, number], string>(
      `SELECT item FROM item WHERE condition IN ('needs-inspection', 'in-repair', 'missing') AND condition = ?
       ORDER BY name_zh, barcode LIMIT ? OFFSET ?`,
    )
    .pluck();
  const note = db.prepare<[string], ThingNote>(
    'SELECT problem, noted_at AS at FROM item_note WHERE item = ?',
  );
  return {
    ...createKeeperOpenings({ ledger, newId }),
    todo: () => ({
      look: waiting.get('needs-inspection') ?? 0,
      overdue: overdue(Math.trunc(clock.wall())),
      out: out.get() ?? 0,
    }),
    thingsToLookAt(from, most) {
      const found: string[] = [];
      let before = 0;
      for (const condition of notLent) {
        const left = most - found.length;
        if (left > 0) found.push(...toLookAt.all(condition, left, Math.max(0, from - before)));
        before += waiting.get(condition) ?? 0;
      }
      return found;
    },
    countToLookAt: () => notLent.reduce((sum, condition) => sum + (waiting.get(condition) ?? 0), 0),
    behind(door) {
      const place = ledger.read.doorPlace(door);
      if (place === null) return null;
      const things = ledger.read.itemsAt(place.place).map(({ item }) => item);
      return things.find(({ condition }) => condition !== 'retired') ?? null;
    },
    noteOf: (item) => note.get(item) ?? null,
    setCondition({ keeper, item, condition, problem }) {
      const committed = ledger.commit<never>(`keeper:${keeper}`, () =>
        done([event('item-condition-set', { item, condition, why: 'keeper', problem })]),
      );
      return committed.ok ? done(null) : committed;
    },
  };
}
