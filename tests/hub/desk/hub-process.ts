import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../../hub/main.ts', import.meta.url));

/** A hub as it runs in an office: a process of its own, on a directory or a database of its own. */
export class HubProcess {
  readonly dir = mkdtempSync(join(tmpdir(), 'xiaowu-hub-'));
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;
  #said = '';
  url = '';
  /** Called when it ends by itself. */
  onEnd = (): void => {};

  readonly #partitions: number;

  private constructor(databaseUrl: string | null, partitions: number) {
    const { DATABASE_URL: _, ...env } = process.env;
    this.#env = databaseUrl === null ? env : { ...env, DATABASE_URL: databaseUrl };
    this.#partitions = partitions;
  }

  /** One that is not started yet, and that whoever made it closes. `databaseUrl` null: SQLite. */
  static on(databaseUrl: string | null, partitions = 0): HubProcess {
    return new HubProcess(databaseUrl, partitions);
  }

  /** Started, and closed when the test ends. */
  static async open(databaseUrl: string | null): Promise<HubProcess> {
    const hub = HubProcess.on(databaseUrl);
    onTestFinished(() => hub.close());
    await hub.start();
    return hub;
  }

  /** On a free port; a new one each time. */
  async start(): Promise<void> {
    const parts = this.#partitions === 0 ? [] : ['--partitions', String(this.#partitions)];
    const args = [main, '--data', this.dir, '--listen', '127.0.0.1:0', ...parts];
    const child = spawn(process.execPath, args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = /^ready (\S+)$/.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.once('exit', (code) => {
        reject(new Error(`the hub ended with ${code}: ${this.#said}`));
        if (child === this.#child) this.onEnd();
      });
    });
  }

  /** What it has written to its log. */
  get log(): string {
    return this.#said;
  }

  /** A command on its data, as somebody at its machine types it. */
  command(...words: string[]): string {
    const args = [main, ...words, '--data', this.dir];
    return execFileSync(process.execPath, args, { env: this.#env, encoding: 'utf8' });
  }

  /** As by `kill -9`; `start` brings it back on the same data. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
