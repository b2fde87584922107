import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { backupName } from '../../../hut/backup/backup-name.ts';
import { eventHash, type StoredEvent } from '../../../hut/ledger/chain.ts';
import { ledgerFile } from '../../../hut/ledger/hut-store.ts';
import type { Ledger } from '../../../hut/ledger/ledger.ts';
import { projectionTables } from '../../../hut/ledger/schema.ts';
import { type StockedHut, stockedHut, TemporaryDirectory, value } from './stocked-hut.ts';

/** Tables that the log proves, and those that it does not. */
export const proved: readonly string[] = ['event', ...projectionTables];
export const unproved: readonly string[] = ['person', 'card_code', 'unknown_scan', 'keeper_pass', 'cursor'];

/** Every row of these tables, as text. */
export function contentOf(db: Database.Database, tables: readonly string[]): Map<string, string> {
  return new Map(
    tables.map((table) => [table, JSON.stringify(db.prepare(`SELECT * FROM ${table}`).raw().all())]),
  );
}

/** A backup as it lies in `backups/`, made in the plainest way: what is tested here is what is done with it. */
export function backUp(ledger: Ledger, dir: string, at: number): string {
  const { epoch, seq } = ledger.head();
  const name = backupName({ at, epoch, seq });
  mkdirSync(join(dir, 'backups'), { recursive: true });
  ledger.db.exec(`VACUUM INTO '${join(dir, 'backups', name)}'`);
  return name;
}

/** Some acts of a day: lent, brought back, a code nobody knew. */
export function live(hut: StockedHut, days: number): void {
  const { lending, clock } = hut;
  for (let day = 0; day < days; day++) {
    value(lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: `v${day}` }));
    value(lending.borrowFromHand({ item: 'book-1', person: hut.wang, visit: `w${day}` }));
    lending.noteUnknownScan(`code-${day}`);
    clock.advance(5 * 3_600_000);
    value(lending.returnByHand({ item: 'wrench-1', problem: null, visit: `x${day}` }));
    value(lending.returnByHand({ item: 'book-1', problem: null, visit: `y${day}` }));
    clock.advance(19 * 3_600_000);
  }
}

/** The data of a hut that was stopped, to be damaged as often as one likes. */
export interface Remains {
  /** A copy of it in a directory of its own, that goes with it. */
  copy(): TemporaryDirectory;
  /** What was in the tables. */
  content: Map<string, string>;
  /** Last event of the ledger, and of its backup. */
  seq: number;
  backupSeq: number;
  backup: string;
  wall: number;
}

/**
 * A hut that lived, was backed up, and lived on. `hot`: the power was cut, so that the last acts lie in the
 * write-ahead log alone.
 */
export async function remainsOf({ hot = false, backup = true } = {}): Promise<Remains & Disposable> {
  using hut = stockedHut();
  const kept = new TemporaryDirectory();
  value(
    await hut.people.register({
      phone: '13800000001',
      dwelling: { building: '31', unit: '2', room: '4711' },
      pin: '4829',
    }),
  );
  live(hut, 12);
  const backupSeq = hut.ledger.head().seq;
  const name = backup ? backUp(hut.ledger, hut.dir, hut.clock.wall()) : '';
  hut.ledger.tidy();
  if (hot) hut.ledger.db.pragma('wal_checkpoint(TRUNCATE)');
  live(hut, 3);
  const content = contentOf(hut.ledger.db, [...proved, ...unproved]);
  const seq = hut.ledger.head().seq;
  if (!hot) hut.ledger.db.pragma('wal_checkpoint(TRUNCATE)');
  // The witness is told at the end of the turn.
  await Promise.resolve();
  cpSync(hut.dir, kept.path, { recursive: true });
  return {
    copy() {
      const directory = new TemporaryDirectory();
      for (const file of [ledgerFile, `${ledgerFile}-wal`, 'ledger.head', 'person.key']) {
        if (existsSync(join(kept.path, file)))
          copyFileSync(join(kept.path, file), join(directory.path, file));
      }
      if (backup) cpSync(join(kept.path, 'backups'), join(directory.path, 'backups'), { recursive: true });
      return directory;
    },
    content,
    seq,
    backupSeq,
    backup: name,
    wall: hut.clock.wall(),
    [Symbol.dispose]: () => kept[Symbol.dispose](),
  };
}

/** Appends an event as a later release may write one. */
export function recordOfTomorrow(ledger: Ledger): Omit<StoredEvent, 'prev_hash' | 'hash'> {
  const head = ledger.head();
  const row: Omit<StoredEvent, 'prev_hash' | 'hash'> = {
    epoch: head.epoch,
    seq: head.seq + 1,
    event_id: 'of-tomorrow',
    type: 'moon-landed',
    version: 1,
    wall_at: Date.UTC(2026, 2, 4),
    boot: 'b',
    mono_ms: 0,
    actor: 'hut',
    body: '{}',
  };
  ledger.db
    .prepare<unknown[]>('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), unhex(?))')
    .run(...Object.values(row), head.hash, eventHash(row, head.hash));
  return row;
}

/** Turns one bit of a file around. */
export function flip(path: string, bit: number): void {
  const bytes = readFileSync(path);
  const at = bit >> 3;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  writeFileSync(path, bytes);
}

export const gone = (path: string): void => rmSync(path, { recursive: true, force: true });
