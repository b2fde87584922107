import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backupDirectory, backupsIn } from '../../backup/backup-name.ts';
import { startBackups } from '../../backup/backups.ts';
import { copyToSecond } from '../../backup/second-place.ts';
import { realClock } from '../../real-clock.ts';
import { ledgerFile } from '../hut-store.ts';
import type { Ledger } from '../ledger.ts';
import { openOrRecover } from '../open-or-recover.ts';
import { hutTime } from '../reason-text.ts';
import { type ExitCode, hutRuns, type LedgerCommand, type Told } from './command.ts';
import { openOptions, placesOf, told } from './opening.ts';

/** Makes one backup of an open ledger, and says what came of it. */
export async function backUp(what: Told, ledger: Ledger): Promise<ExitCode> {
  const { dir, config, print, note } = what;
  const backups = startBackups({
    dir,
    name: ledgerFile,
    clock: realClock,
    log: told(note),
    config: config.backup,
    ledger: () => ledger,
    busy: () => true,
    // Nobody knows here whether the clock is right: nothing is thrown away by it.
    clockRight: () => false,
    checked: true,
    damaged: () => {},
  });
  const made = await backups.make();
  await backups.close();
  if (!made.ok) {
    note(`No backup was made: ${made.refusal.message}\n没有备份成功。`);
    return 1;
  }
  const { backup, events, bytes } = made.value;
  print(join(dir, backupDirectory, backup));
  note(`${events} events, ${bytes} bytes, checked whole · 已备份并核对，共 ${events} 条记录`);
  return 0;
}

export const backup: LedgerCommand = {
  usage: 'backup [--to DIR] --data DIR',
  does: {
    zh: '做一份备份并核对；--to 再抄一份到别处，如 U 盘',
    en: 'makes a backup and checks it whole; --to copies it to another place too, such as a stick',
  },
  words: 0,
  options: ['to'],
  async run(what) {
    const { dir, note, print, config } = what;
    const { to } = what.options;
    const opened = openOrRecover(openOptions(what));
    if (!opened.ok) {
      const held = opened.refusal.code === 'in-use';
      note(
        held
          ? `${hutRuns}\nA running hut backs itself up every hour. 运行中的小屋每小时自己备份。`
          : opened.refusal.message,
      );
      return held ? 3 : 1;
    }
    const code = await backUp(what, opened.value);
    opened.value.close();
    const [newest] = backupsIn([join(dir, backupDirectory)]);
    if (code !== 0 || typeof to !== 'string' || newest === undefined) return code;
    const { hours, days, megabytes } = config.backup;
    const second = copyToSecond(
      newest.path,
      {
        dir,
        name: ledgerFile,
        at: realClock.wall(),
        head: newest,
        thorough: false,
        second: resolve(to),
        retention: { hours, days, bytes: megabytes * 1024 * 1024 },
        clockRight: false,
      },
      (place) =>
        statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
          ? null
          : { state: 'missing', message: `${place} is not there` },
    );
    if (second.state !== 'good') {
      note(`It was not copied: ${second.message}\n没有抄成功。`);
      return 1;
    }
    print(join(resolve(to), newest.name));
    return 0;
  },
};

export const list: LedgerCommand = {
  usage: 'list --data DIR',
  does: { zh: '列出所有备份', en: 'lists the backups, newest first' },
  words: 0,
  run(what) {
    const all = backupsIn(placesOf(what));
    for (const { path, at, epoch, seq } of all) {
      what.print([hutTime(at), `${epoch}/${seq}`, `${statSync(path).size}`, path].join('\t'));
    }
    what.note(`${all.length} backups · 共 ${all.length} 份`);
    return all.length > 0 ? 0 : 1;
  },
};
