import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { NewEvent } from '../../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../../domain/result.ts';
import { type AuditNames, actOf, whoOf } from '../../keeper/audit.ts';
import type { StoredEvent } from '../chain.ts';
import { faultOf, systemFaultOf } from '../fault.ts';
import { ledgerFile } from '../hut-store.ts';
import { readBack } from '../rebuild.ts';
import { migrations } from '../schema.ts';
import { eventsInOrder } from '../verify.ts';
import type { LedgerCommand } from './command.ts';
import { refusedWhileRunning } from './opening.ts';

/** Suzhou's calendar: UTC+8 all year. */
const offsetMs = 8 * 3_600_000;

/** Where to begin: a day of the hut's calendar, as milliseconds since 1970, or a sequence number. */
function sinceOf(text: string): Result<{ at: number } | { seq: number }, string> {
  if (/^#?\d{1,12}$/.test(text)) return done({ seq: Number(text.replace('#', '')) });
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) - offsetMs : Number.NaN;
  return Number.isNaN(at)
    ? refused(`--since takes a day such as 2026-11-24, or a number such as #120; not ${text}.`)
    : done({ at });
}

const wallOf = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 19).replace('T', ' ');

function namesOf(db: Database.Database): AuditNames {
  const thing = db
    .prepare<[string], string>("SELECT name_zh || ' ' || barcode FROM item WHERE item = ?")
    .pluck();
  const ofLoan = db.prepare<[string], string>('SELECT item FROM loan WHERE loan = ?').pluck();
  const keeper = db.prepare<[string], number>('SELECT number FROM keeper WHERE keeper = ?').pluck();
  const door = db.prepare<[string], number>('SELECT door FROM keeper_opening WHERE opening = ?').pluck();
  const named = (item: string): string => thing.get(item) ?? item;
  return {
    thing: named,
    thingOfLoan: (loan) => named(ofLoan.get(loan) ?? loan),
    keeper: (ref) => keeper.get(ref) ?? 0,
    doorOf: (opening) => door.get(opening) ?? 0,
  };
}

/** What was done; null for what is no act of anybody. An event that this release cannot read is named by its type. */
function actIn({ type, body }: StoredEvent, names: AuditNames): ReturnType<typeof actOf> {
  let read: NewEvent;
  try {
    read = readBack(type, body);
  } catch {
    return { zh: `这一版读不懂的记录（${type}）`, en: `something that this release cannot read (${type})` };
  }
  return actOf(read, names);
}

/** Who did what, when: by wall time as the hut had it, and by sequence, which is the order that counts. */
export const audit: LedgerCommand = {
  usage: 'audit [--since 2026-11-24|#SEQ] [--json] --data DIR',
  does: {
    zh: '谁、什么时候、做了什么；主理人按号，居民只有编号的末尾',
    en: 'who did what, when; keepers by number, residents by the end of their reference',
  },
  words: 0,
  options: ['since'],
  flags: ['json'],
  run(what) {
    const { since: from, json } = what.options;
    const since = typeof from === 'string' ? sinceOf(from) : done({ seq: 0 });
    if (!since.ok) {
      what.note(since.refusal);
      return 2;
    }
    if (refusedWhileRunning(what)) return 3;
    const file = join(what.dir, ledgerFile);
    if (!existsSync(file)) {
      what.note(`There is no hut in ${what.dir}.\n${what.dir} 里没有小屋数据。`);
      return 1;
    }
    let db: Database.Database | null = null;
    try {
      db = new Database(file, { readonly: true, fileMustExist: true });
      if (Number(db.pragma('user_version', { simple: true })) < migrations.length) {
        what.note(
          'This ledger is of an earlier release: start the hut once, then try again.\n请先启动一次小屋再试。',
        );
        return 1;
      }
      const names = namesOf(db);
      const begin = since.value;
      let acts = 0;
      for (const row of eventsInOrder(db)) {
        if ('seq' in begin ? row.seq < begin.seq : row.wall_at < begin.at) continue;
        const act = actIn(row, names);
        if (act === null) continue;
        acts++;
        const who = whoOf(row.actor, names);
        if (json === true) {
          const { epoch, seq, type, actor } = row;
          const at = new Date(row.wall_at).toISOString();
          what.print(
            JSON.stringify({ epoch, seq, at, actor, who, type, act, body: JSON.parse(row.body) as unknown }),
          );
        } else {
          const when = `${wallOf(row.wall_at)}  #${row.seq}`;
          what.print(`${when}  ${who.zh}  ${act.zh}  |  ${who.en}: ${act.en}`);
        }
      }
      what.note(`${acts} acts · 共 ${acts} 条`);
      return 0;
    } catch (error) {
      const fault = faultOf(error) ?? systemFaultOf(error);
      if (fault === null) throw error;
      what.note(fault.message);
      return 1;
    } finally {
      db?.close();
    }
  },
};
