import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backupDirectory } from '../../backup/backup-name.ts';
import type { Log } from '../../log.ts';
import { soundRows } from '../../people/sound-row.ts';
import { realClock } from '../../real-clock.ts';
import { hubLogIn, ownLogFile } from '../../sync/own-log.ts';
import { ledgerFile } from '../hut-store.ts';
import { isHeld } from '../is-held.ts';
import type { OpenOptions } from '../open-or-recover.ts';
import { restoredInWords } from '../reason-text.ts';
import { hutRuns, type Told } from './command.ts';

/** True, and said, when the hut runs. */
export function refusedWhileRunning({ dir, note }: Told): boolean {
  const held = isHeld(join(dir, ledgerFile));
  if (held) note(hutRuns);
  return held;
}

/** Directories where backups may lie: the hut's own, and the second place. */
export const placesOf = ({ dir, config }: Told): string[] => [
  join(dir, backupDirectory),
  ...(config.backup.second === undefined ? [] : [config.backup.second]),
];

/** The path of a backup that was named: a path, or the name of one in its places. Null where there is none. */
export function findBackup(told: Told, named: string): string | null {
  const paths = [
    named,
    ...(basename(named) === named ? placesOf(told).map((place) => join(place, named)) : []),
  ];
  return paths.find((path) => existsSync(path)) ?? null;
}

/** What of the log a person at a terminal should read. */
export function told(note: (line: string) => void): Log {
  return (entry) => {
    if (entry.what === 'ledger-restored') {
      const { zh, en } = restoredInWords(entry);
      note(
        `${zh}\n${en}\nThe old files are in quarantine/${entry.quarantine}. 原来的文件在 quarantine/${entry.quarantine}。`,
      );
    } else if (entry.what === 'ledger-migrated') note(`The ledger was brought to version ${entry.version}.`);
    else if (entry.what === 'backup-unusable') note(`${entry.backup} is not good: ${entry.message}`);
    else if (entry.what === 'second-place') note(`The second place: ${entry.message}\n第二处备份没有成功。`);
  };
}

/** How the commands open a ledger: as the hut does at its start. */
export function openOptions(what: Told): OpenOptions {
  return {
    dir: what.dir,
    name: ledgerFile,
    clock: realClock,
    boot: randomUUID(),
    log: told(what.note),
    places: placesOf(what),
    sound: soundRows(what.dir),
    hubLog: hubLogIn(join(what.dir, ownLogFile)),
  };
}
