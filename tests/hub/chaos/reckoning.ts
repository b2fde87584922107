import { hash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { chainText, genesisHash } from '../../../domain/ledger/chain.ts';
import { feedStreams, FeedStream as Streams } from '../../../domain/sync/feeds.ts';
import { snapshotFeed } from '../../../hub/feeds/feeds.ts';
import type { EventRow } from '../../../hub/intake/own-log.ts';
import { first, type Store } from '../../../hub/store/store.ts';
import { ledgerFile } from '../../../hut/ledger/hut-store.ts';

/** A hut's ledger. The hut must be closed: a running one lets nobody in. */
function reading<T>(dir: string, read: (db: Database.Database) => T): T {
  const db = new Database(join(dir, ledgerFile), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** How far a hut was told that the hub has its log. */
function ackedOf(dir: string): number {
  return reading(dir, (db) => Number(db.prepare('SELECT acked_seq FROM cursor').pluck().get() ?? 0));
}

/** How far the hub has the log of a hut, by its events themselves. */
export async function storedOf(store: Store, hut: string): Promise<number> {
  const row = first(
    await store.read.all<{ last: number | null }>(
      'SELECT MAX(seq) AS last FROM hut_event WHERE hut_id = $1',
      [hut],
    ),
  );
  return row?.last ?? 0;
}

/** What was counted in the end. */
export interface Reckoned {
  expected: number;
  stored: number;
  distinct: number;
  /** In words; empty when all is as it must be. */
  broken: string[];
}

/** Looks whether the hub has every event of every hut once, in its chain, with its loans, and every hut each row of the feeds. */
export async function reckon(root: string, huts: readonly string[], store: Store): Promise<Reckoned> {
  const all: Reckoned = { expected: 0, stored: 0, distinct: 0, broken: [] };
  for (const hut of huts) {
    const dir = join(root, hut);
    const expected = reading(dir, (db) =>
      db.prepare<[], string>('SELECT lower(hex(hash)) FROM event ORDER BY epoch, seq').pluck().all(),
    );
    const stored = await store.read.all<EventRow>(
      'SELECT * FROM hut_event WHERE hut_id = $1 ORDER BY seq, epoch',
      [hut],
    );
    const distinct = new Set(stored.map(({ event_id }) => event_id)).size;
    all.expected += expected.length;
    all.stored += stored.length;
    all.distinct += distinct;
    const say = (what: string): void => void all.broken.push(`${hut}: ${what}`);
    if (stored.length !== expected.length || distinct !== expected.length) {
      say(`${expected.length} events expected, ${stored.length} stored, ${distinct} distinct`);
    }
    let before = genesisHash;
    for (const [i, row] of stored.entries()) {
      const text = chainText({
        epoch: row.epoch,
        seq: row.seq,
        prevHash: before,
        id: row.event_id,
        type: row.type,
        version: row.version,
        wallAt: row.wall_at,
        boot: row.boot,
        monoMs: row.mono_ms,
        actor: row.actor,
        body: row.body,
      });
      before = hash('sha256', text, 'hex');
      if (before !== Buffer.from(row.hash).toString('hex') || before !== expected[i] || row.seq !== i + 1) {
        say(`event ${row.seq} is not what follows`);
        break;
      }
    }
    if (ackedOf(dir) !== expected.length) say(`acknowledged up to ${ackedOf(dir)} of ${expected.length}`);
    for (const what of await tellApart(dir, hut, store)) say(what);
  }
  return all;
}

/** What the tables of both sides have otherwise: loans, returns, and the rows of every feed. */
async function tellApart(dir: string, hut: string, store: Store): Promise<string[]> {
  const broken: string[] = [];
  const compare = (what: string, here: readonly string[], there: readonly string[]): void => {
    if (JSON.stringify([...here].sort()) === JSON.stringify([...there].sort())) return;
    broken.push(`${what}: ${here.length} at the hut, ${there.length} at the hub, or others`);
  };
  const loansThere = await store.read.all<{ loan: string }>('SELECT loan FROM loan WHERE hut_id = $1', [hut]);
  const found = await store.read.all<{ found: string }>('SELECT found FROM found WHERE hut_id = $1', [hut]);
  const feeds = await Promise.all(
    Streams.options.map(async (stream) => {
      const scope = feedStreams[stream].scope === 'all' ? '*' : hut;
      const { rows } = await snapshotFeed(store.read, scope, stream);
      return { stream, rows: rows.map(({ key, value }) => `${key} ${JSON.stringify(value)}`) };
    }),
  );
  reading(dir, (db) => {
    const bodies = (type: string, ref: string): string[] =>
      db
        .prepare<[string, string], string>('SELECT json_extract(body, ?) FROM event WHERE type = ?')
        .pluck()
        .all(`$.${ref}`, type);
    compare(
      'loans',
      bodies('loan-begun', 'loan'),
      loansThere.map(({ loan }) => loan),
    );
    compare(
      'finds',
      bodies('item-found', 'found'),
      found.map((row) => row.found),
    );
    for (const { stream, rows } of feeds) {
      const held = db
        .prepare<[string], { key: string; value: string }>('SELECT key, value FROM mirror WHERE stream = ?')
        .all(stream);
      compare(
        stream,
        held.map(({ key, value }) => `${key} ${JSON.stringify(JSON.parse(value))}`),
        rows,
      );
    }
  });
  return broken;
}
