import type { Config } from '../../../domain/config/config.ts';

/** What a command was told. */
export interface Told {
  /** The hut's data directory. */
  dir: string;
  config: Config;
  /** The words after the command. */
  words: readonly string[];
  /** The options, as given. */
  options: Readonly<Record<string, string | boolean | undefined>>;
  /** A line on standard output: what was asked for. */
  print: (line: string) => void;
  /** A line on standard error: what to know about it. */
  note: (line: string) => void;
}

/** How a command ends. 0: done. 1: not done, or something is wrong. 2: wrong use. 3: the hut is running. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One command of `npm run ledger`. A new one is a line in `commands.ts`. */
export interface LedgerCommand {
  /** How it is written, after `npm run ledger -- `. */
  usage: string;
  /** What it does, Chinese and English. */
  does: { zh: string; en: string };
  /** How many words it takes at most. */
  words: number;
  /** Its own options besides `--data` and `--config`, by name. */
  options?: readonly string[];
  /** Its own options that take no value. */
  flags?: readonly string[];
  run(told: Told): Promise<ExitCode> | ExitCode;
}

export const hutRuns =
  'The hut is running and holds its ledger. Stop it, then try again.\n小屋程序正在运行，请先停止再操作。';
