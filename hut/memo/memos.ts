import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { type Actor, type EventBody, event, type NewEvent } from '../../domain/ledger/events.ts';
import { isMemo, MemoWhat, memoKeptForMs } from '../../domain/memo/memo.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { makeDirectory } from '../ledger/make-directory.ts';
import { syncDirectory, syncFile } from '../ledger/sync-directory.ts';

/** Where memos lie, below the directory of the ledger. */
export const memoDirectory = 'memos';

/** A memo that is kept. `at`: when it was told, milliseconds since 1970. */
export interface Memo {
  memo: string;
  what: MemoWhat;
  at: number;
}

type WhyErased = EventBody<'memo-erased'>['why'];

/**
 * What people said, showed or wrote of things: a file each, below a folder of the thing. The files are the truth of what
 * there is; the ledger says that it was told and when it went.
 */
export interface Memos {
  /** Durable when this answers. Refused: it is not what it is said to be, or the disk took none, or has no room to spare. */
  keep(ask: {
    item: string;
    visit: string;
    what: MemoWhat;
    bytes: Buffer;
  }): Result<Memo, 'not-that' | 'disk'>;
  /** What was told of a thing, the newest first. */
  of(item: string): Memo[];
  /** Its file; null where there is none, or it is not the one that was told. */
  read(item: string, memo: string): Buffer | null;
  /** False when there is none, or the disk did not let it go. */
  erase(ask: { item: string; memo: string; why: WhyErased; actor: Actor }): boolean;
  /** All of a thing. */
  eraseAll(ask: { item: string; why: WhyErased; actor: Actor }): void;
  /** Those that were kept long enough, and what a power cut left unfinished. To be called while nobody waits, and only while the clock is right. */
  tidy(): void;
}

export interface MemoDeps {
  /** The folder of all of them. */
  dir: string;
  clock: Clock;
  newId: () => string;
  /** So many random bytes. */
  random: (bytes: number) => Buffer;
  /** The disk has its reserve. What is left of it without is for returns. */
  roomy: () => boolean;
  /** Commits an event; false when it could not be recorded. */
  commit: (actor: Actor, event: NewEvent) => boolean;
}

interface MemoFile extends Memo {
  name: string;
  salt: string;
  sum: string;
}

/** `TIME.MEMO.WHAT.SALT.SUM`, all that must be known of a file before it is read. */
const fileName = /^(\d{1,15})\.([\w-]{1,64})\.(\w+)\.([0-9a-f]{32})\.([0-9a-f]{64})$/;

/**
 * The sum that the log keeps. The salt is in the name of the file and nowhere else: when the file is gone, nobody can
 * try out which few words made the sum.
 */
const sumOf = (salt: string, bytes: Buffer): string => createHmac('sha256', salt).update(bytes).digest('hex');

/** Names in a folder; none where it is not there, or cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Dots are written out too: no reference of a thing leads to another folder. */
const folderOf = (dir: string, item: string): string =>
  join(dir, encodeURIComponent(item).replaceAll('.', '%2E'));

/** The thing that a folder is of; null where the folder is none of ours. */
function itemOf(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

/** Takes away what was told of a thing, whatever the ledger says: its teller is forgotten. Throws what the disk says. */
export function forgetMemos(dir: string, item: string): void {
  if (!existsSync(folderOf(dir, item))) return;
  rmSync(folderOf(dir, item), { recursive: true });
  syncDirectory(dir);
}

export function openMemos({ dir, clock, newId, random, roomy, commit }: MemoDeps): Memos {
  const filesOf = (item: string): MemoFile[] =>
    namesIn(folderOf(dir, item))
      .flatMap((name): MemoFile[] => {
        const [, at = '', memo = '', kind, salt = '', sum = ''] = fileName.exec(name) ?? [];
        const what = MemoWhat.safeParse(kind);
        return what.success ? [{ name, at: Number(at), memo, what: what.data, salt, sum }] : [];
      })
      .sort((a, b) => b.at - a.at);

  const eraseFile = (item: string, file: MemoFile, why: WhyErased, actor: Actor): boolean => {
    const folder = folderOf(dir, item);
    try {
      rmSync(join(folder, file.name), { force: true });
      syncDirectory(folder);
    } catch {
      return false;
    }
    // Gone in any case; only the note of it may be missing.
    commit(actor, event('memo-erased', { memo: file.memo, item, why }));
    return true;
  };

  return {
    keep({ item, visit, what, bytes }) {
      if (!isMemo(what, bytes)) return refused('not-that');
      if (!roomy()) return refused('disk');
      const kept: Memo = { memo: newId(), what, at: Math.max(0, Math.trunc(clock.wall())) };
      const folder = folderOf(dir, item);
      const salt = random(16).toString('hex');
      const sum = sumOf(salt, bytes);
      const file = join(folder, `${kept.at}.${kept.memo}.${what}.${salt}.${sum}`);
      const beside = join(folder, `.${kept.memo}.new`);
      try {
        makeDirectory(folder);
        writeFileSync(beside, bytes, { mode: 0o600 });
        syncFile(beside);
        renameSync(beside, file);
        syncDirectory(folder);
      } catch {
        if (existsSync(beside)) rmSync(beside, { force: true });
        return refused('disk');
      }
      const body = { memo: kept.memo, item, what, sum, bytes: bytes.length, visit };
      if (commit(`visit:${visit}`, event('memo-kept', body))) return done(kept);
      rmSync(file, { force: true });
      return refused('disk');
    },
    of: (item) => filesOf(item).map(({ memo, what, at }) => ({ memo, what, at })),
    read(item, memo) {
      const file = filesOf(item).find((each) => each.memo === memo);
      if (file === undefined) return null;
      try {
        const bytes = readFileSync(join(folderOf(dir, item), file.name));
        return sumOf(file.salt, bytes) === file.sum && isMemo(file.what, bytes) ? bytes : null;
      } catch {
        // Taken away meanwhile.
        return null;
      }
    },
    erase({ item, memo, why, actor }) {
      const file = filesOf(item).find((each) => each.memo === memo);
      return file !== undefined && eraseFile(item, file, why, actor);
    },
    eraseAll({ item, why, actor }) {
      for (const file of filesOf(item)) eraseFile(item, file, why, actor);
    },
    tidy() {
      const now = clock.wall();
      for (const name of namesIn(dir)) {
        const item = itemOf(name);
        if (item === null) continue;
        for (const file of filesOf(item)) {
          // Told while the clock was far ahead: it would be kept for years.
          if (Math.abs(now - file.at) > memoKeptForMs) eraseFile(item, file, 'time', 'hut');
        }
        // Begun when the power went, so that nobody was told that it is kept, or never ours.
        for (const other of namesIn(join(dir, name)).filter((each) => !fileName.test(each))) {
          rmSync(join(dir, name, other), { recursive: true, force: true });
        }
      }
    },
  };
}
