import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../domain/clock.ts';
import { Config } from '../hut/config/config.ts';
import { type HutStore, openHutStore } from '../hut/ledger/hut-store.ts';
import { realClock } from '../hut/real-clock.ts';
import { practiceCards, seedPractice } from '../hut/stock/practice-stock.ts';
import { type Figure, figure, median } from './measure.ts';

const pairs = Number(process.env.XIAOWU_BENCH_PAIRS ?? 3_000);

/** A loan lasts this long: one that is back within ten seconds is a mistake taken back, and counted differently. */
const loanMs = 60_000;

function openStore(dir: string, clock: Clock): HutStore {
  const store = openHutStore({ dir, clock, boot: 'bench', hours: Config.parse({}).hut.hours });
  if (!store.ok) throw new Error(store.refusal.message);
  if (!seedPractice(store.value).ok) throw new Error('no practice stock');
  return store.value;
}

/** The last row of a table: what one borrow or return leaves behind, so that the peer writes the same. */
const lastOf = (db: Database.Database, table: string): unknown[] =>
  db.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY 1 DESC, 2 DESC LIMIT 1`).raw().get() ?? [];

/** A book on a shelf that can be lent. */
function bookOf({ lending }: Pick<HutStore, 'lending'>): string {
  const book = lending.pickItem('book', () => null);
  if (!book.ok) throw new Error('there is no book to lend');
  return book.value.item;
}

/**
 * Borrow and return pairs a second through the use cases, against bare better-sqlite3 inserting the same rows with
 * the same number of transactions under FULL, in turns of a hundred, by the median of each's turns: a disk that others
 * use too halts one of them now and then. The bare file is made in `dir`; `pass` moves the
 * store's clock on between a loan and its return.
 */
export function pairsAgainstBare(
  name: string,
  { ledger, lending }: HutStore,
  person: string,
  dir: string,
  pass: (ms: number) => void,
): Figure {
  const item = bookOf({ lending });
  const pair = (n: number) => {
    const visit = `visit-${n}`;
    const lent = lending.borrowFromHand({ item, person, visit });
    pass(loanMs);
    const back = lending.returnByHand({ item, problem: null, visit });
    if (!lent.ok || !back.ok) throw new Error('the bench was refused');
  };
  pair(0);

  const bareFile = join(dir, 'bare.db');
  // One of an earlier run, where the directory is kept.
  for (const ending of ['', '-wal', '-shm']) rmSync(bareFile + ending, { force: true });
  const bare = new Database(bareFile);
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  const schema = ledger.db
    .prepare<[], string>(
      "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL AND tbl_name IN ('event', 'loan', 'item_return') ORDER BY type DESC",
    )
    .pluck()
    .all();
  bare.pragma('foreign_keys = OFF');
  for (const sql of schema) bare.exec(sql);
  const insertsOf = (table: string) => {
    const row = lastOf(ledger.db, table);
    const columns = bare
      .prepare<[], { name: string }>(`PRAGMA table_info(${table})`)
      .all()
      .map((column) => column.name);
    return {
      row,
      columns,
      insert: bare.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`),
    };
  };
  const events = insertsOf('event');
  const loans = insertsOf('loan');
  const returns = insertsOf('item_return');
  // A loan is written open, as it is by a borrow; only its return closes it.
  loans.row[loans.columns.indexOf('returned_at')] = null;
  const closeLoan = bare.prepare('UPDATE loan SET returned_at = 1 WHERE loan = ?');
  let seq = 10;
  const addEvent = () => {
    const row = [...events.row];
    row[events.columns.indexOf('seq')] = ++seq;
    row[events.columns.indexOf('event_id')] = randomUUID();
    events.insert.run(row);
  };
  const fresh = ({ row }: { row: unknown[] }, id: string) => [id, ...row.slice(1)];
  const bareBorrow = bare.transaction(() => {
    const loan = randomUUID();
    addEvent();
    loans.insert.run(fresh(loans, loan));
    return loan;
  });
  const bareReturn = bare.transaction((loan: string) => {
    addEvent();
    closeLoan.run(loan);
    returns.insert.run(fresh(returns, randomUUID()));
  });

  const ours: number[] = [];
  const theirs: number[] = [];
  const turn = 100;
  for (let n = 0; n < pairs; n += turn) {
    const from = performance.now();
    for (let i = 0; i < turn; i++) pair(n + i + 1);
    // As the hut does when nobody is at the screen; the bare database does the same by itself, every 1,000 pages.
    ledger.tidy();
    const between = performance.now();
    for (let i = 0; i < turn; i++) bareReturn.immediate(bareBorrow.immediate());
    ours.push(between - from);
    theirs.push(performance.now() - between);
  }
  const perSecond = (turns: readonly number[]) => (turn / median(turns)) * 1_000;
  bare.close();
  return figure(name, 'pairs/s', perSecond(ours), perSecond(theirs), pairs, '≥ 0.75 × bare better-sqlite3');
}

export async function* run(): AsyncIterable<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  let ahead = 0;
  const store = openStore(dir, { ...realClock, wall: () => realClock.wall() + ahead });
  const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';
  const who = store.people.byCard(card);
  if (!who.ok) throw new Error('the practice stock has no card');
  yield pairsAgainstBare('borrow-commits', store, who.value.person, dir, (ms) => {
    ahead += ms;
  });
  store.close();
  rmSync(dir, { recursive: true, force: true });
}
