import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { ScannerConfig } from '../../domain/config/config.ts';
import type { Action } from '../../domain/contract/action.ts';
import type { Health } from '../../domain/contract/health.ts';
import type { PracticeAct } from '../../domain/contract/practice.ts';
import type { View } from '../../domain/contract/screen.ts';
import { Config } from '../../hut/config/config.ts';
import { openHutStore } from '../../hut/ledger/hut-store.ts';
import type { Item } from '../../hut/lending/lending-types.ts';
import { type SimulatedDevices, simulateDevices } from '../../hut/practice/simulated-devices.ts';
import { realClock } from '../../hut/real-clock.ts';
import { seedPractice } from '../../hut/stock/practice-stock.ts';
import { type Client, createClient } from '../../renderer/wire/client.ts';
import { socketLine } from '../../renderer/wire/socket-channel.ts';

/** What `npm start` and `npm run hut` run: one file, which starts in half the time of its sources. */
const main = fileURLToPath(new URL('../../dist/run/main.js', import.meta.url));

export interface StartOptions {
  prefix?: readonly string[];
  user?: { uid?: number; gid?: number };
}

/** A hut process of its own, as it runs in a hut; its devices are at the far ends of ports that the test holds. */
export class HutProcess {
  readonly dir: string;
  readonly devices: SimulatedDevices;
  readonly stderr: string[] = [];
  #child: ChildProcess | null = null;
  #client: Client | null = null;
  #view: View | null = null;
  #waiting: (() => void)[] = [];
  readonly #kind: 'devices' | 'practice';
  readonly #items: Item[];
  url = '';

  private constructor(dir: string, devices: SimulatedDevices, kind: 'devices' | 'practice', items: Item[]) {
    this.dir = dir;
    this.devices = devices;
    this.#kind = kind;
    this.#items = items;
  }

  /** The barcode of a thing of this kind that can be lent. */
  barcodeOf(kind: string, at: 'door' | 'shelf' = 'shelf'): string {
    const found = this.#items.find(
      (item) => item.kind === kind && item.home.at === at && item.condition === 'in-service',
    );
    if (found === undefined) throw new Error(`the practice stock has no ${kind} at a ${at}`);
    return found.barcode;
  }

  /**
   * Makes devices and the practice stock, and starts the process. 'practice': without a config, so that the hut
   * simulates its devices itself and those of the test hang on nothing.
   */
  static async open(
    kind: 'devices' | 'practice' = 'devices',
    more: ScannerConfig[] = [],
  ): Promise<HutProcess> {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-process-'));
    const devices = await simulateDevices(Config.parse({ scanner: more }), { clock: realClock });
    const store = openHutStore({ dir, clock: realClock, boot: 'stock', hours: devices.config.hut.hours });
    if (!store.ok) throw new Error(store.refusal.message);
    const seeded = seedPractice(store.value);
    if (!seeded.ok) throw new Error('the practice stock could not be written');
    const items = store.value.lending.items();
    store.value.close();
    // As a keeper would write it: what a parsed configuration has filled in is no input.
    const { hut, locker, scanner } = devices.config;
    const boards = locker.boards.map(({ id, protocol, path, doors }) => ({ id, protocol, path, doors }));
    const scanners = scanner.map((each) =>
      each.kind === 'serial' ? { kind: each.kind, path: each.path } : { kind: each.kind },
    );
    const config = { hut, locker: { layout: locker.layout, boards }, scanner: scanners };
    // A hut takes the config that it finds beside its data; one that practises finds none.
    if (kind === 'devices') writeFileSync(join(dir, 'hut.json'), JSON.stringify(config));
    const process = new HutProcess(dir, devices, kind, items);
    onTestFinished(() => process.close());
    await process.start();
    return process;
  }

  /** Another process on the same data; with simulated devices of its own. */
  async second(): Promise<HutProcess> {
    const other = new HutProcess(this.dir, this.devices, 'practice', this.#items);
    onTestFinished(() => other.close());
    await other.start();
    return other;
  }

  /** The process itself, for what a test does to it from outside. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /**
   * Starts it and resolves once it serves and a screen is connected. `prefix`: a command that runs it, in the same
   * process. `user`: whom it runs as; only root may say so.
   */
  async start({ prefix = [], user = {} }: StartOptions = {}): Promise<void> {
    const args = [main, '--data', this.dir, '--listen', '127.0.0.1:0'];
    if (this.#kind === 'devices') args.push('--config', join(this.dir, 'hut.json'));
    const [command = process.execPath, ...rest] = [...prefix, process.execPath, ...args];
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], ...user });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.stderr.push(text));
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = /^ready (\S+)$/.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.once('exit', (code) => reject(new Error(`the hut ended with ${code}: ${this.stderr.join('')}`)));
    });
    const { origin, host, hash } = new URL(this.url);
    let keys = 0;
    this.#client = createClient({
      line: socketLine({
        dial: () => new WebSocket(`ws://${host}/wire`, [`xiaowu.${hash.slice(1)}`], { origin }),
        clock: realClock,
      }),
      clock: realClock,
      newKey: () => `key-${child.pid}-${++keys}`,
    });
    this.#view = null;
    this.#client.on('view', (view) => {
      this.#view = view;
      for (const wake of this.#waiting.splice(0)) wake();
    });
    await this.until(() => true);
  }

  /** The first view for which this holds, now or later. */
  async until(holds: (view: View) => boolean): Promise<View> {
    for (;;) {
      const view = this.#view;
      if (view !== null && holds(view)) return view;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async press(action: Action): Promise<void> {
    const token = this.#view?.token ?? 0;
    const answer = await this.#client?.call('press', { token, action });
    if (!answer?.ok) throw new Error(`the press was not answered: ${JSON.stringify(answer)}`);
  }

  /** How it is, as a screen may ask. */
  async health(): Promise<Health> {
    const answer = await this.#client?.call('health', {});
    if (!answer?.ok) throw new Error(`the hut did not say how it is: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  /** The hand at the devices of a practice hut. */
  async act(act: PracticeAct): Promise<void> {
    const answer = await this.#client?.call('practice', act);
    if (!answer?.ok) throw new Error(`the dock did not answer: ${JSON.stringify(answer)}`);
  }

  /** The power is cut: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to end, and gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#client?.close();
    this.#client = null;
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  async close(): Promise<void> {
    await this.#end('SIGKILL');
    await this.devices.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
