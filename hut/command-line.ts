import { randomUUID } from 'node:crypto';
import type { Config } from '../domain/config/config.ts';
import { type HutStore, openHutStore } from './ledger/hut-store.ts';
import { giveUp, readOptions } from './options.ts';
import { realClock } from './real-clock.ts';

/** Options that every command on a hut's data has. `data`: the directory of the ledger itself. */
export const commonOptions = {
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The same for a command on a hut's data, which names their directory. */
export function readTyped<V extends { data?: string | undefined; help: boolean }>(
  usage: string,
  parse: () => { values: V; positionals: string[] },
): { values: V; dir: string; words: string[] } {
  const { values, words } = readOptions(usage, parse);
  if (values.data === undefined) return giveUp(`--data DIR is missing.\n\n${usage}`, 2);
  return { values, dir: values.data, words };
}

/** The command that the first word names, and the words behind it; as many as it takes. */
export function commandNamed<C extends { words: number }>(
  commands: Readonly<Record<string, C>>,
  [name, ...words]: readonly string[],
  usage: string,
): { command: C; words: string[] } {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined || command.words !== words.length) {
    return giveUp(`Say what to do: ${Object.keys(commands).join(', ')}.\n\n${usage}`, 2);
  }
  return { command, words };
}

/** Opens the data of a hut that is stopped. `hours`: when it is open, for due dates. */
export function openStopped(dir: string, hours: Config['hut']['hours']): HutStore {
  const opened = openHutStore({ dir, clock: realClock, boot: randomUUID(), hours });
  if (opened.ok) return opened.value;
  if (opened.refusal.code === 'in-use') {
    return giveUp(
      'The hut is running and holds its ledger. Stop it, then try again.\n小屋程序正在运行，请先停止再操作。',
      3,
    );
  }
  return giveUp(`The hut's data cannot be opened: ${opened.refusal.message}\n无法打开小屋数据。`);
}
