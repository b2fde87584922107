import { hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { syncDirectory } from './sync-directory.ts';

/**
 * How far the log had come, told by somebody other than the log. A write-ahead log that was deleted or cut off
 * leaves a ledger that looks whole and is merely older; only a witness outside can tell.
 */
export const RecordedHead = z.strictObject({
  /** Version of the schema. */
  version: z.number().int().min(1),
  epoch: z.number().int().min(1),
  seq: z.number().int().min(0),
  /** Hash of the last event, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Wall time when it was written, milliseconds since 1970. */
  at: z.number().int(),
  /** Hash of the first event, hexadecimal: no other hut has it, so it tells whose log this is. */
  first: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RecordedHead = z.infer<typeof RecordedHead>;

/** One sector: written in place, whole or not at all. Padded, so that a shorter text leaves nothing behind. */
const size = 512;

/** The witness of the ledger in `file`: `ledger.db` → `ledger.head`. */
export const headFileOf = (file: string): string => `${file.replace(/\.db$/, '')}.head`;

const sumOf = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);

/** Hash of the first event of a log, hexadecimal; null while it is empty. */
export function firstHash(db: Database): string | null {
  // With a bound, so that it is a search and not a scan.
  const sql = 'SELECT hash FROM event WHERE epoch >= 0 ORDER BY epoch, seq LIMIT 1';
  return db.prepare<[], Buffer>(sql).pluck().get()?.toString('hex') ?? null;
}

/** What the witness says, or null where there is none or it is damaged: then nobody knows. */
export function readHeadFile(path: string): RecordedHead | null {
  if (!existsSync(path)) return null;
  try {
    const [text = '', sum = ''] = readFileSync(path, 'latin1').trimEnd().split('\n');
    if (sum !== sumOf(text)) return null;
    return RecordedHead.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Writes how far the log has come. A disk that refuses it loses the witness, never the ledger. */
export interface HeadFile {
  /**
   * In place and without a sync: to be called after COMMIT, so that it never says more than what is on disk.
   * The system writes it within some seconds; a power cut leaves an older one, which says less.
   */
  note(head: RecordedHead): void;
  /** Makes it durable; to be called when nobody waits. */
  sync(): void;
  close(): void;
}

/** Opens the witness, or makes it. */
export function openHeadFile(path: string): HeadFile {
  let fd: number | null = null;
  const tolerant = (act: () => void): void => {
    try {
      act();
    } catch {
      // See `HeadFile`. What is wrong with the disk is found by the ledger itself.
    }
  };
  tolerant(() => {
    const isNew = !existsSync(path);
    fd = openSync(path, isNew ? 'wx+' : 'r+', 0o600);
    if (isNew) syncDirectory(dirname(path));
  });
  return {
    note(head) {
      const text = JSON.stringify(head);
      tolerant(() => {
        if (fd !== null) writeSync(fd, `${text}\n${sumOf(text)}\n`.padEnd(size), 0, 'latin1');
      });
    },
    sync: () => tolerant(() => fd !== null && fsyncSync(fd)),
    close() {
      tolerant(() => {
        if (fd !== null) closeSync(fd);
        fd = null;
      });
    },
  };
}
