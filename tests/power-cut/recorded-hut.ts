import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { Action } from '../../domain/contract/action.ts';
import type { PracticeAct } from '../../domain/contract/practice.ts';
import type { Screen, ScreenAt, View } from '../../domain/contract/screen.ts';
import { realClock } from '../../hut/real-clock.ts';
import { type Client, createClient } from '../../renderer/wire/client.ts';
import { socketLine } from '../../renderer/wire/socket-channel.ts';
import { makeFolders } from './folders.ts';
import { type Recording, readRecording } from './recording.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Milliseconds after which a screen that does not come is a failure. Only a failing run waits so long. */
const patience = 30_000;

export interface RecordedHutOptions {
  /** The folder that is recorded, which is there. */
  folder: string;
  /** The hut's data directory, below the folder. */
  data: string;
  /** Where the recording goes; without it the hut runs as it is and nothing is recorded. */
  out?: string;
  /** A module that is loaded first and breaks something. */
  broken?: string;
}

/** A module below this directory, or another program's path, and its arguments: run by the recorder, or as it is. */
function startProgram(
  { folder, out, broken }: Pick<RecordedHutOptions, 'folder' | 'out' | 'broken'>,
  command: readonly string[],
): ChildProcess {
  const [program = '', ...args] = command;
  const first = broken === undefined ? [] : ['--import', here(broken)];
  const run = program.endsWith('.ts') ? [process.execPath, ...first, here(program), ...args] : [...command];
  if (out !== undefined) run.unshift(process.execPath, here('recorder.ts'), out, realpathSync(folder));
  const [file = '', ...rest] = run;
  return spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What it says: its own words, and those of the program. */
function listen(recorder: ChildProcess, take: (word: string, value: string) => void): { complaints: string } {
  const heard = { complaints: '' };
  recorder.stderr?.setEncoding('utf8').on('data', (text: string) => {
    heard.complaints += text;
  });
  if (recorder.stdout === null) throw new Error('a recorder without an output');
  createInterface({ input: recorder.stdout }).on('line', (line) => {
    const [, word, value] = /^(recording|refused|ready) (.*)$/.exec(line) ?? [];
    if (word !== undefined) take(word, value ?? '');
  });
  return heard;
}

const closed = (recorder: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => recorder.once('close', resolve));

/** Why this machine cannot record, or null: asks ptrace(2) by following a program that does nothing. */
export async function cannotRecord(): Promise<string | null> {
  const folders = makeFolders();
  let why: string | null = null;
  const out = join(folders.recordings, 'probe');
  const recorder = startProgram({ folder: folders.disk, out }, ['/bin/true']);
  listen(recorder, (word, value) => {
    if (word === 'refused') why = value;
  });
  await closed(recorder);
  folders.remove(false);
  return why;
}

/** Records a program that ends by itself. */
export async function recordProgram(
  options: Required<Pick<RecordedHutOptions, 'folder' | 'out'>> & {
    broken?: string;
    program: readonly string[];
  },
): Promise<Recording> {
  const recorder = startProgram(options, options.program);
  const heard = listen(recorder, () => {});
  if ((await closed(recorder)) !== 0) throw new Error(heard.complaints);
  return readRecording(options.out);
}

/** A real practice hut in a process of its own, every write and sync of which is recorded from outside. */
export class RecordedHut {
  /** The recorder, or the hut itself when nothing is recorded. */
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #pid: number;
  #client: Client | null = null;
  #view: View | null = null;
  #waiting: (() => void)[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#pid = child.pid ?? 0;
    this.#ended = closed(child);
  }

  /** Starts it and resolves when its screen is there and its doors are read. */
  static async start(options: RecordedHutOptions): Promise<RecordedHut> {
    const recorder = startProgram(options, [
      '../../hut/main.ts',
      '--data',
      options.data,
      '--listen',
      '127.0.0.1:0',
    ]);
    const hut = new RecordedHut(recorder);
    const url = await new Promise<string>((resolve, reject) => {
      const heard = listen(recorder, (word, value) => {
        if (word === 'recording') hut.#pid = Number(value);
        else if (word === 'refused') reject(new Error(`nothing can be recorded here: ${value}`));
        else resolve(value);
      });
      recorder.once('close', () => reject(new Error(`the hut ended: ${heard.complaints}`)));
    });
    hut.#connect(url);
    await hut.until((view) => Object.values(view.doors).some((mark) => mark === 'shut'));
    return hut;
  }

  #connect(url: string): void {
    const { origin, host, hash } = new URL(url);
    let keys = 0;
    const dial = () => new WebSocket(`ws://${host}/wire`, [`xiaowu.${hash.slice(1)}`], { origin });
    this.#client = createClient({
      line: socketLine({ dial, clock: realClock }),
      clock: realClock,
      newKey: () => `recorded-${this.#pid}-${++keys}`,
    });
    this.#client.on('view', (view) => {
      this.#view = view;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async until(holds: (view: View) => boolean): Promise<View> {
    const late = performance.now() + patience;
    for (;;) {
      const view = this.#view;
      if (view !== null && holds(view)) return view;
      const left = late - performance.now();
      if (left <= 0) throw new Error(`the screen stayed at ${JSON.stringify(view?.screen)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** The screen of this name, now or later; a refusal that nobody expected is a failure at once. */
  async on<At extends ScreenAt>(at: At): Promise<Extract<Screen, { at: At }>> {
    const { screen } = await this.until((view) => view.screen.at === at || view.screen.at === 'refusal');
    if (screen.at !== at) throw new Error(`expected ${at}, got ${JSON.stringify(screen)}`);
    return screen as Extract<Screen, { at: At }>;
  }

  /** Presses on the screen as it is now, and waits for the next picture. */
  async press(action: Action): Promise<void> {
    const before = this.#view;
    const token = before?.token ?? 0;
    const answer = await this.#client?.call('press', { token, action });
    if (answer?.ok !== true || !answer.value.taken) {
      throw new Error(`${JSON.stringify(action)} was not taken at ${JSON.stringify(this.#view?.screen)}`);
    }
    await this.until((view) => view !== before);
  }

  async type(digits: string): Promise<void> {
    for (const key of digits) await this.press({ do: 'key', key: key as '0' });
  }

  async practice(act: PracticeAct): Promise<void> {
    const answer = await this.#client?.call('practice', act);
    if (answer?.ok !== true || !answer.value.done) throw new Error(`${JSON.stringify(act)} was not done`);
  }

  /** Ends it, by a signal that no handler sees or by one that asks. The recording is whole then. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#client?.close();
    if (this.#child.exitCode === null) process.kill(this.#pid, signal);
    const code = await this.#ended;
    // Null: the hut itself, which nobody recorded, ended by the signal.
    if (code !== null && code !== 0) throw new Error(`the hut or its recorder ended with ${code}`);
  }

  /** Whatever happened: neither the hut nor its recorder stays. */
  async close(): Promise<void> {
    this.#client?.close();
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
