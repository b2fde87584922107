import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { faultOf } from '../fault.ts';
import { headFileOf, readHeadFile } from '../head-file.ts';
import { ledgerFile } from '../hut-store.ts';
import { hutTime, restoredInWords } from '../reason-text.ts';
import { restoredReport } from '../restored-report.ts';
import { migrations } from '../schema.ts';
import { checkWhole, type Whole } from '../whole-check.ts';
import type { ExitCode, LedgerCommand, Told } from './command.ts';
import { findBackup, refusedWhileRunning } from './opening.ts';

/** Checks a file whole without changing it, and says the first thing that is wrong. */
export function verifyFile(file: string, { print, note }: Pick<Told, 'print' | 'note'>): ExitCode {
  const work = mkdtempSync(join(tmpdir(), 'xiaowu-verify-'));
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: 1_000 });
    const checked = checkWhole(db, { scratch: join(work, 'scratch.db') });
    if (!checked.ok) {
      const { check, message } = checked.refusal;
      print(`${basename(file)}: DAMAGED · 坏了\n${check}: ${message}`);
      return 1;
    }
    tell(file, checked.value, db, print);
    const { unreadable } = checked.value;
    if (unreadable !== null) {
      print(`This release cannot read all of it; a later one can: ${unreadable}`);
      return 1;
    }
    return seen(file, checked.value, note);
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    if (fault.code === 'corrupt' || fault.code === 'not-a-ledger') {
      print(`${basename(file)}: DAMAGED · 坏了\nfile: ${fault.message}`);
    } else {
      // No word of it is about the ledger.
      note(
        `${basename(file)} could not be checked: ${fault.message}\n` +
          `It needs room for a copy in ${tmpdir()}; TMPDIR names another folder.\n` +
          `没能核对：临时文件夹要放得下一份账本，可用 TMPDIR 另指一个。`,
      );
    }
    return 1;
  } finally {
    db?.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function tell(
  file: string,
  { version, events, end, projections, unreadable }: Whole,
  db: Database.Database,
  print: Told['print'],
): void {
  const last = end === null ? 'no event' : `last event ${end.epoch}/${end.seq} of ${hutTime(end.at)}`;
  print(`${basename(file)}: fine · 完好`);
  print(`version ${version}, ${events} events, ${last}`);
  print('pages and indexes: fine; keys: fine; chain: fine');
  if (unreadable !== null) return;
  print(
    projections
      ? 'projections: what the log says'
      : `projections: not compared, since version ${version} is older than this release's ${migrations.length}; a restore compares them`,
  );
  const report = version === migrations.length ? restoredReport({ db }) : null;
  if (report === null) return;
  const { why, from, backTo, lostUntil, lostEvents } = report;
  const { zh, en } = restoredInWords({
    why,
    from,
    backTo,
    lost: lostUntil === null ? null : { until: lostUntil, events: lostEvents },
  });
  print(`restored ${hutTime(report.restoredAt)}: ${en}\n${zh}`);
}

/** A whole ledger may still be an old one: the witness beside it knows how far it had come. */
function seen(file: string, { end }: Whole, note: Told['note']): ExitCode {
  const known = readHeadFile(headFileOf(file));
  const { epoch, seq } = end ?? { epoch: 1, seq: 0 };
  if (known === null || epoch > known.epoch || (epoch === known.epoch && seq >= known.seq)) return 0;
  note(
    `It ends at event ${epoch}/${seq}, and ${known.epoch}/${known.seq} had been recorded: its end is missing.\n账本的末尾少了。`,
  );
  return 1;
}

export const verify: LedgerCommand = {
  usage: 'verify [BACKUP] --data DIR',
  does: {
    zh: '核对账本，或一份备份：页、索引、链、各表；第一处不同会说明。不改任何内容',
    en: 'checks the ledger, or a backup: pages, indexes, the whole chain, every projection; names the first difference and changes nothing',
  },
  words: 1,
  run(what) {
    const [named] = what.words;
    const file = named === undefined ? join(what.dir, ledgerFile) : findBackup(what, named);
    if (file === null || !existsSync(file)) {
      what.note(`There is no ${named ?? file}.\n没有这个文件。`);
      return 1;
    }
    if (named === undefined && refusedWhileRunning(what)) return 3;
    return verifyFile(file, what);
  },
};
