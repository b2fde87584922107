import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { FeedStream } from '../../domain/sync/feeds.ts';
import { addHut, confirmKey, makeCode, openCode } from '../../hub/enrolment/enrol.ts';
import { publish } from '../../hub/feeds/feeds.ts';
import { createHub, type Hub } from '../../hub/hub.ts';
import { readHere } from '../../hub/intake/reading.ts';
import { openStore } from '../../hub/store/open.ts';
import type { Store } from '../../hub/store/store.ts';
import { putImage, takeImage } from './image.ts';
import type { Seeded } from './seeded.ts';

/** The hub of a simulation: its real handlers on a real store, which may stop, start, and be set back in time. */
export class SimHub {
  readonly dir: string;
  #deps: { clock: Clock; seed: Seeded; broken: (what: string) => void };
  #hub: Hub | null = null;
  #store: Store | null = null;
  #images = 0;

  constructor(dir: string, deps: { clock: Clock; seed: Seeded; broken: (what: string) => void }) {
    this.dir = dir;
    this.#deps = deps;
  }

  get isUp(): boolean {
    return this.#hub !== null;
  }
  get hub(): Hub {
    if (this.#hub === null) throw new Error('the hub is down');
    return this.#hub;
  }
  get store(): Store {
    if (this.#store === null) throw new Error('the hub is down');
    return this.#store;
  }

  async start(): Promise<void> {
    const { clock, seed, broken } = this.#deps;
    const opened = await openStore({ dir: this.dir });
    if (!opened.ok) throw new Error(opened.refusal.message);
    this.#store = opened.value;
    this.#hub = createHub({
      store: opened.value,
      clock,
      random: (bytes) => seed.fill(bytes),
      // A bug of the hub is no weather.
      log: (entry) => void (entry.what === 'broken' && broken(JSON.stringify(entry))),
      readBatch: readHere,
      memberKey: Buffer.alloc(32, 7),
      patience: 0,
    });
    await this.#hub.begin();
  }

  async stop(): Promise<void> {
    this.#hub = null;
    await this.#store?.close();
    this.#store = null;
  }

  /** Stops it, copies its disk, and starts it again. */
  async image(): Promise<string> {
    await this.stop();
    const to = join(this.dir, '..', `hub-image-${++this.#images}`);
    takeImage(this.dir, to);
    await this.start();
    return to;
  }

  async setBack(image: string): Promise<void> {
    await this.stop();
    putImage(image, this.dir);
    await this.start();
  }

  async codeFor(hut: string): Promise<string> {
    const random = (bytes: Uint8Array) => this.#deps.seed.fill(bytes);
    for (;;) {
      const made = await makeCode(random);
      const now = this.#deps.clock.wall();
      const given = await this.store.transaction(async (sql) => {
        await addHut(sql, hut, hut, now);
        return openCode(sql, hut, made, now);
      });
      if (given.ok) return made.code;
    }
  }

  async confirm(hut: string, nth: number): Promise<void> {
    await this.store.transaction((sql) => confirmKey(sql, hut, nth, this.#deps.clock.wall()));
  }

  /** The office publishes something for all huts. */
  async say(stream: FeedStream, key: string, value: unknown): Promise<void> {
    const { clock, seed } = this.#deps;
    const random = (bytes: Uint8Array) => seed.fill(bytes);
    await this.store.transaction((sql) =>
      publish(sql, { now: clock.wall(), random }, stream, '*', key, value as never),
    );
  }
}
