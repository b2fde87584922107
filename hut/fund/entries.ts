import { Entry, type EntryOf } from '../../domain/fund/entry.ts';
import type { NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** An entry as it was kept. `at`: when, milliseconds since 1970. `keeper`: the number of who confirmed it. */
export interface KeptEntry {
  ref: string;
  entry: Entry;
  at: number;
  keeper: number;
  takenBack: boolean;
}

/** What all entries of one way and one purpose that stand come to. */
export interface Total {
  of: EntryOf;
  what: Entry['what'];
  amount: number;
}

/** Why an entry is not taken, or not taken back. `short`: more would leave the fund than is in it. */
export interface EntryRefusal {
  why: 'gone' | 'short';
}

/** What a keeper enters in a book, and what everybody reads there. */
export interface Entries<E extends Entry> {
  enter(ask: { keeper: string; entry: E }): Result<{ ref: string }, EntryRefusal | LedgerFault>;
  /** What was entered by mistake stands no more; it stays in the book. `gone`: it was taken back before. */
  takeBack(ask: { keeper: string; ref: string }): Result<null, EntryRefusal | LedgerFault>;
  byRef(ref: string): KeptEntry | null;
  count(): number;
  /** The newest first, what was taken back among them. */
  newest(from: number, most: number): KeptEntry[];
  /** Those that stand, the newest first. */
  standing(most: number): KeptEntry[];
  totals(): Total[];
}

export interface BookOf<E extends Entry> {
  table: 'fund_entry' | 'donation';
  totals: 'fund_total' | 'donation_total';
  entered(ref: string, entry: E, keeper: string): NewEvent;
  takenBack(ref: string, keeper: string): NewEvent;
  /** Whether the totals allow it. Asked in the transaction that writes it. */
  allowed(totals: readonly Total[], entry: Entry, taken: 'in' | 'back'): boolean;
}

interface Row {
  entry: string;
  way: EntryOf;
  what: string;
  amount: number;
  words: string | null;
  number: number;
  entered_at: number;
  taken_back_at: number | null;
}

/** The use cases of one book on a ledger. */
export function createEntries<E extends Entry>(ledger: Ledger, book: BookOf<E>): Entries<E> {
  const { db } = ledger;
  const { table, totals } = book;
  const columns = `entry, way, what, amount, words, number, entered_at, taken_back_at
    FROM ${table} JOIN keeper USING (keeper)`;
  const one = db.prepare<[string], Row>(`SELECT ${columns} WHERE entry = ?`);
  // Gapless, since no row ever goes: a page is a range of numbers.
  const last = db.prepare<[], number>(`SELECT nth FROM ${table} ORDER BY nth DESC LIMIT 1`).pluck();
  const page = db.prepare<[number, number], Row>(
    `SELECT ${columns} WHERE nth > ? AND nth <= ? ORDER BY nth DESC`,
  );
  const stands = db.prepare<[number], Row>(
    `SELECT ${columns} WHERE nth > 0 AND taken_back_at IS NULL ORDER BY nth DESC LIMIT ?`,
  );
  const sums = db.prepare<[], Total>(`SELECT way AS of, what, amount FROM ${totals} ORDER BY way, what`);
  const kept = ({ entry, way, what, amount, words, number, entered_at, taken_back_at }: Row): KeptEntry => ({
    ref: entry,
    entry: Entry.parse({ of: way, what, amount, words }),
    at: entered_at,
    keeper: number,
    takenBack: taken_back_at !== null,
  });
  return {
    enter({ keeper, entry }) {
      const ref = ledger.newId();
      const committed = ledger.commit<EntryRefusal>(`keeper:${keeper}`, () =>
        book.allowed(sums.all(), entry, 'in')
          ? done([book.entered(ref, entry, keeper)])
          : refused({ why: 'short' }),
      );
      return committed.ok ? done({ ref }) : committed;
    },
    takeBack({ keeper, ref }) {
      const committed = ledger.commit<EntryRefusal>(`keeper:${keeper}`, () => {
        const row = one.get(ref);
        if (row === undefined || row.taken_back_at !== null) return refused({ why: 'gone' });
        return book.allowed(sums.all(), kept(row).entry, 'back')
          ? done([book.takenBack(ref, keeper)])
          : refused({ why: 'short' });
      });
      return committed.ok ? done(null) : committed;
    },
    byRef(ref) {
      const row = one.get(ref);
      return row === undefined ? null : kept(row);
    },
    count: () => last.get() ?? 0,
    newest(from, most) {
      const top = (last.get() ?? 0) - from;
      return page.all(top - most, top).map(kept);
    },
    standing: (most) => stands.all(most).map(kept),
    totals: () => sums.all(),
  };
}
