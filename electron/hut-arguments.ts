import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HutConfig, type OpeningHours } from '../domain/config/config.ts';

export interface ShellArguments {
  data: string;
  config: string | null;
  windowed: boolean;
}

export interface Places {
  packaged: boolean;
  platform: string;
  /** Where this user's data of the app lies. */
  userData: string;
  /** Where the app was started. */
  cwd: string;
}

/**
 * Where the hut keeps its data and finds its configuration. Arguments go first (`--data`, `--config`,
 * `--windowed`); a packaged hut looks in `/etc/xiaowu` and its own data, one from source in `./data`.
 */
export function shellArguments(argv: readonly string[], places: Places): ShellArguments {
  const { values } = parseArgs({
    args: [...argv],
    // Chromium's own switches and the app's path stand among them.
    strict: false,
    options: { data: { type: 'string' }, config: { type: 'string' }, windowed: { type: 'boolean' } },
  });
  const data = places.packaged ? join(places.userData, 'hut') : join(places.cwd, 'data');
  const configs = [join(data, 'hut.json')];
  if (places.packaged && places.platform === 'linux') configs.unshift('/etc/xiaowu/hut.json');
  return {
    data: typeof values.data === 'string' ? values.data : data,
    config:
      typeof values.config === 'string' ? values.config : (configs.find((file) => existsSync(file)) ?? null),
    windowed: values.windowed === true && !places.packaged,
  };
}

/** What the hut process is started with. */
export const hutArguments = ({ data, config }: ShellArguments): string[] => [
  '--data',
  data,
  ...(config === null ? [] : ['--config', config]),
];

/**
 * Opening hours of a configuration, for the display alone. A file that cannot be read gives the usual hours: to
 * say what is wrong with it is the hut's part.
 */
export function hoursOf(config: string | null): OpeningHours {
  try {
    const read: unknown =
      config === null ? {} : JSON.parse(readFileSync(config, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof read === 'object' && read !== null && 'hut' in read) return HutConfig.parse(read.hut).hours;
  } catch {
    // Said by the hut.
  }
  return HutConfig.parse({}).hours;
}
