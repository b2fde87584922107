import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { BoardConfig } from '../../domain/config/config.ts';
import { ownSettings } from '../../domain/config/lock-protocols.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { Config } from './config.ts';

/** Makes what was written to a file or directory durable. */
function sync(path: string, flags: string): void {
  const fd = openSync(path, flags);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A name that nothing has yet: a clock may stand still or jump back, and no config that was kept is overwritten. */
function keptName(directory: string, wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(join(directory, name)); n++) name = `${wanted}-${n}`;
  return name;
}

/** A board as one writes it: without the settings that its protocol does not have. */
function boardAsWritten(board: BoardConfig): Partial<BoardConfig> {
  const { own = [] } = protocolOf(board.protocol).facts;
  return Object.fromEntries(
    Object.entries(board).filter(
      ([key, value]) =>
        value !== null && !ownSettings.some((setting) => setting === key && !own.includes(setting)),
    ),
  );
}

/**
 * Writes the config of a hut, whole or not at all, and keeps the one of before beside it with the time in its name.
 * `kept`: its name, or null when there was none. Refused, with everything as before, when the disk does not take it, or
 * when the next start could not read it.
 */
export function saveConfig(
  file: string,
  config: Config,
  wall: number,
): Result<{ kept: string | null }, { code: 'not-written'; message: string }> {
  const directory = dirname(file);
  const stamp = new Date(wall).toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const next = join(directory, `.${basename(file)}.next`);
  const { boards, ...locker } = config.locker;
  const written = { ...config, locker: { ...locker, boards: boards.map(boardAsWritten) } };
  const read = Config.safeParse(written);
  if (!read.success) {
    return refused({
      code: 'not-written',
      message: `no hut would start with it: ${z.prettifyError(read.error)}`,
    });
  }
  try {
    const fd = openSync(next, 'w', 0o600);
    try {
      writeFileSync(fd, `${JSON.stringify(written, null, 2)}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const kept = existsSync(file) ? keptName(directory, `${basename(file)}.${stamp}`) : null;
    if (kept !== null) {
      copyFileSync(file, join(directory, kept), constants.COPYFILE_EXCL);
      sync(join(directory, kept), 'r+');
    }
    renameSync(next, file);
    if (process.platform !== 'win32') sync(directory, 'r');
    return done({ kept });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return refused({ code: 'not-written', message: `${file} could not be written: ${said}` });
  }
}
