import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CrewAsk, Order, Said } from './crew-words.ts';

const main = fileURLToPath(new URL('./crew.ts', import.meta.url));

/** Some huts in a process of their own. */
export class CrewProcess {
  readonly #ask: CrewAsk;
  readonly #heard: (said: Said) => void;
  #child: ChildProcess | null = null;
  #lives = 0;

  /** `heard` gets every line that its huts log, and what the process says when it breaks. */
  constructor(ask: CrewAsk, heard: (said: Said) => void) {
    this.#ask = ask;
    this.#heard = heard;
  }

  start(): void {
    // What people do differs from life to life.
    const ask: CrewAsk = { ...this.#ask, seed: this.#ask.seed + 10_000 * this.#lives++ };
    const child = fork(main, [JSON.stringify(ask)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('message', (line) => this.#heard(line as Said));
    child.once('exit', (code) => {
      // Killed it has no code.
      if (code !== null && code !== 0)
        this.#heard({ hut: this.#ask.huts.join(), what: 'crew-ended', more: `${code} ${said}` });
    });
  }

  tell(order: Order): void {
    this.#child?.send(order);
  }

  /** Its huts close their ledgers. */
  close(): Promise<void> {
    return this.#end((child) => child.send('close' satisfies Order));
  }

  kill(): Promise<void> {
    return this.#end((child) => child.kill('SIGKILL'));
  }

  async #end(by: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    by(child);
    await gone;
  }
}
