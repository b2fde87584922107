import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Config } from '../domain/config/config.ts';
import { type HutStore, openHutStore } from '../hut/ledger/hut-store.ts';
import { realClock } from '../hut/real-clock.ts';
import { practiceCards, seedPractice } from '../hut/stock/practice-stock.ts';
import { type Figure, figure } from './measure.ts';

const pairs = Number(process.env.XIAOWU_BENCH_PAIRS ?? 3_000);

function openStore(dir: string): HutStore {
  const store = openHutStore({ dir, clock: realClock, boot: 'bench', hours: Config.parse({}).hut.hours });
  if (!store.ok) throw new Error(store.refusal.message);
  if (!seedPractice(store.value).ok) throw new Error('no practice stock');
  return store.value;
}

/** Rows that one borrow and one return leave behind, read back from the ledger so that the peer writes the same. */
function rowsOf(db: Database.Database, table: string): unknown[][] {
  return db.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all();
}

/**
 * Borrow and return pairs a second through the use cases, against bare better-sqlite3 inserting the same rows with
 * the same number of transactions under FULL, in turns of a hundred.
 */
export async function* run(): AsyncIterable<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  const { lending, people, ledger, close } = openStore(dir);
  const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';
  const who = people.byCard(card);
  const item = lending.items().find((each) => each.kind === 'book' && each.condition === 'in-service');
  if (!who.ok || item === undefined) throw new Error('the practice stock has no book or no card');
  const pair = (n: number) => {
    const visit = `visit-${n}`;
    const lent = lending.borrowFromHand({ item: item.item, person: who.value.person, visit });
    const back = lending.returnByHand({ item: item.item, problem: null, visit });
    if (!lent.ok || !back.ok) throw new Error('the bench was refused');
  };
  pair(0);

  const bare = new Database(join(dir, 'bare.db'));
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
    const row = rowsOf(ledger.db, table).at(-1) ?? [];
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

  let ours = 0;
  let theirs = 0;
  const turn = 100;
  for (let n = 0; n < pairs; n += turn) {
    const from = performance.now();
    for (let i = 0; i < turn; i++) pair(n + i + 1);
    const between = performance.now();
    for (let i = 0; i < turn; i++) bareReturn.immediate(bareBorrow.immediate());
    ours += between - from;
    theirs += performance.now() - between;
  }
  const perSecond = (ms: number) => (pairs / ms) * 1_000;
  yield figure(
    'borrow-commits',
    'pairs/s',
    perSecond(ours),
    perSecond(theirs),
    pairs,
    '≥ 0.75 × bare better-sqlite3',
  );
  bare.close();
  close();
  rmSync(dir, { recursive: true, force: true });
}
