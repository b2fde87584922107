import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { done, type Result, refused } from '../../domain/result.ts';
import { Config } from './config.ts';

/** Why a configuration cannot be used. `message` names the place, what was wrong, and what is allowed. */
export interface ConfigFault {
  code: 'missing' | 'unreadable' | 'too-large' | 'not-json' | 'not-valid';
  message: string;
}

const largest = 1_000_000;

/** The configuration in `file`; without a file, that of a practice hut. */
export function loadConfig(file: string | undefined): Result<Config, ConfigFault> {
  if (file === undefined) return done(Config.parse({}));
  let text: string;
  try {
    if (statSync(file).size > largest) {
      return refused({
        code: 'too-large',
        message: `${file} is larger than 1 MB; a config has a few kilobytes.`,
      });
    }
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing
      ? refused({ code: 'missing', message: `${file} does not exist. Check the path after --config.` })
      : refused({ code: 'unreadable', message: `${file} cannot be read: ${String(error)}` });
  }
  return parseConfig(text, file);
}

/**
 * The file that holds a hut's configuration, and what stands there now: the one that was named, or `hut.json` in the
 * data directory, where 设备 keeps what a keeper has set up. While that is not there, it is a practice hut.
 */
export function loadConfigOf(
  dir: string,
  named: string | undefined,
): { file: string; config: Result<Config, ConfigFault> } {
  const file = named ?? join(dir, 'hut.json');
  return { file, config: loadConfig(named !== undefined || existsSync(file) ? file : undefined) };
}

/** Parses the text of a config; `name` is what messages call it. */
export function parseConfig(text: string, name: string): Result<Config, ConfigFault> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return refused({ code: 'not-json', message: `${name} is not JSON: ${placeOf(said, text)}` });
  }
  const read = Config.safeParse(raw);
  if (read.success) return done(read.data);
  const lines = read.error.issues.map((issue) => `  ${keyOf(issue.path)}: ${issue.message}`);
  return refused({
    code: 'not-valid',
    message: `${name} has ${lines.length === 1 ? 'a fault' : `${lines.length} faults`}:\n${lines.join('\n')}\nAll keys: npm run hut -- --print-config-schema`,
  });
}

/** `locker.boards[0].doors.5`, as one would write it. */
const keyOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (key, part) =>
      typeof part === 'number' ? `${key}[${part}]` : key === '' ? String(part) : `${key}.${String(part)}`,
    '',
  ) || '(the whole file)';

/** What the parser said, with the line and column, which it leaves out for short texts. */
function placeOf(said: string, text: string): string {
  const before = text.slice(0, brokenAt(text)).split('\n');
  return `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1}: ${said.split(', "')[0]}`;
}

/** The first character that no JSON text could have there: every shorter prefix merely ends too early. */
function brokenAt(text: string): number {
  const merelyEnds = (length: number): boolean => {
    try {
      JSON.parse(text.slice(0, length));
      return true;
    } catch (error) {
      return (
        error instanceof Error && /end of JSON input|Unterminated|no number after minus/i.test(error.message)
      );
    }
  };
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (middle <= text.length && merelyEnds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** JSON Schema of the config file, for editors and for people. */
export const configJsonSchema = (): unknown => z.toJSONSchema(Config, { io: 'input' });
