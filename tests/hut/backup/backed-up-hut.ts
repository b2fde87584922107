import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BackupConfig } from '../../../domain/config/backup-config.ts';
import { listBackups } from '../../../hut/backup/backup-name.ts';
import { type Backups, startBackups } from '../../../hut/backup/backups.ts';
import type { StartCopying } from '../../../hut/backup/copying.ts';
import type { LogEntry } from '../../../hut/log.ts';
import { type StockedHut, stockedHut } from '../ledger/stocked-hut.ts';

export interface BackedUp {
  hut: StockedHut;
  backups: Backups;
  log: LogEntry[];
  damage: string[];
  /** Somebody stands at the screen. */
  busy: boolean;
  names(): string[];
}

/** A stocked hut with backups, on a clock that the test moves. */
export function backedUpHut(
  options: { start?: StartCopying; config?: object; checked?: boolean } = {},
): BackedUp {
  const hut = stockedHut();
  const log: LogEntry[] = [];
  const damage: string[] = [];
  const it: BackedUp = {
    hut,
    log,
    damage,
    // The test alone says when.
    busy: true,
    names: () => listBackups(join(hut.dir, 'backups')).map(({ name }) => name),
    backups: startBackups({
      dir: hut.dir,
      name: 'ledger.db',
      clock: hut.clock,
      log: (entry) => log.push(entry),
      config: BackupConfig.parse(options.config ?? {}),
      ledger: () => hut.ledger,
      busy: () => it.busy,
      clockRight: () => true,
      checked: options.checked ?? true,
      damaged: (message) => damage.push(message),
      ...(options.start === undefined ? {} : { start: options.start }),
    }),
  };
  onTestFinished(async () => {
    await it.backups.close();
    hut[Symbol.dispose]();
  });
  return it;
}
