import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { backupsIn } from '../../backup/backup-name.ts';
import { personKeyFile } from '../../people/person-key.ts';
import { farthestOf, openOrRecover } from '../open-or-recover.ts';
import { type Rebuilt, rebuild as rebuildProjections } from '../rebuild.ts';
import { restore as restoreBackup } from '../restore.ts';
import { backUp } from './backing-up.ts';
import { type ExitCode, hutRuns, type LedgerCommand, type Told } from './command.ts';
import { findBackup, openOptions, placesOf, refusedWhileRunning } from './opening.ts';
import { fromHub } from './restoring-from-hub.ts';

/** People registered with their phone are in the ledger; what their numbers are is in nobody's hands without the key. */
function noteKey({ dir, note }: Told, file: string): void {
  if (existsSync(join(dir, personKeyFile))) return;
  const db = new Database(file, { readonly: true });
  const people = db.prepare<[], number>('SELECT count(*) FROM person').pluck().get() ?? 0;
  db.close();
  if (people === 0) return;
  note(`${personKeyFile} is not in ${dir}. It is in no backup: put your copy of it there before the hut starts. Without it the phone
numbers of ${people} people cannot be read, and nobody can sign in by phone; cards and returns go on working.
${dir} 里没有 ${personKeyFile}。备份里也没有它：请在小屋启动前放回您收着的那一份。没有它，${people} 位居民的手机号读不出来，
不能再按手机号登录；刷卡和还东西照常。`);
}

export const restore: LedgerCommand = {
  usage: 'restore BACKUP|--from-hub --data DIR [--code CODE --hub URL]',
  does: {
    zh: '回到这份备份（文件名或路径），或用街道平台上的记录重建；现在的账本移到 quarantine，不会删掉。新机器加 --code 和 --hub',
    en: 'goes back to this backup (a name or a path), or builds the ledger from what the hub has; the present one is kept in quarantine. A new machine needs a code of the office: --code, --hub',
  },
  words: 1,
  options: ['code', 'hub'],
  flags: ['from-hub'],
  async run(what) {
    const [named = ''] = what.words;
    if (what.options['from-hub'] === true && named === '') {
      const code = await fromHub(what);
      return code === 0 ? backUpNow(what) : code;
    }
    if (named === '') {
      what.note('Say which backup: npm run ledger -- list shows them.\n请说明用哪一份备份。');
      return 2;
    }
    const file = findBackup(what, named);
    if (file === null) {
      what.note(`There is no backup ${named}.\n没有这份备份。`);
      return 1;
    }
    mkdirSync(what.dir, { recursive: true, mode: 0o700 });
    if (refusedWhileRunning(what)) return 3;
    const options = openOptions(what);
    const { dir, name, clock, boot } = options;
    const recorded = farthestOf(dir, name, backupsIn(placesOf(what).slice(0, 1)));
    const restored = restoreBackup(file, {
      dir,
      name,
      clock,
      boot,
      log: options.log ?? (() => {}),
      found: 'restored by command',
      recorded,
    });
    if (!restored.ok) {
      const { code, message } = restored.refusal;
      what.note(`Nothing was restored: ${message}\n没有恢复，原来的没有动。`);
      return code === 'in-use' ? 3 : 1;
    }
    noteKey(what, join(dir, name));
    return backUpNow(what);
  },
};

/** A backup of the new epoch at once: the newest one must not be of the history that was left. */
async function backUpNow(what: Told): Promise<ExitCode> {
  const opened = openOrRecover(openOptions(what));
  if (!opened.ok) {
    what.note(opened.refusal.message);
    return 1;
  }
  const code = await backUp(what, opened.value);
  opened.value.close();
  return code;
}

export const rebuild: LedgerCommand = {
  usage: 'rebuild --data DIR',
  does: {
    zh: '按记录重算各表；账本坏了就先从最新的好备份和它自己的记录恢复',
    en: 'computes the projections anew from the log; a damaged ledger is first restored from the newest good backup and its own log',
  },
  words: 0,
  run(what) {
    const opened = openOrRecover(openOptions(what));
    if (!opened.ok) {
      const held = opened.refusal.code === 'in-use';
      what.note(held ? hutRuns : `${opened.refusal.message}\n没有重算。`);
      return held ? 3 : 1;
    }
    let rebuilt: Rebuilt;
    try {
      rebuilt = rebuildProjections(opened.value);
    } catch (error) {
      // Nothing was changed: it is one transaction.
      what.note(
        `This release cannot read all of the log: ${error instanceof Error ? error.message : String(error)}\n没有重算。`,
      );
      return 1;
    } finally {
      opened.value.close();
    }
    const { events, same } = rebuilt;
    what.print(
      same
        ? `${events} events; the projections were what the log says · 与记录一致`
        : `${events} events; the projections were put right · 已按记录改正`,
    );
    return 0;
  },
};
