import { randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHut } from '../../../hub/enrolment/enrol.ts';
import { publish } from '../../../hub/feeds/feeds.ts';
import { openStore } from '../../../hub/store/open.ts';
import type { Store } from '../../../hub/store/store.ts';
import { writeHubFile } from '../../../hut/sync/hub-file.ts';
import { fingerprintOf, makeKeyPair } from '../../../hut/sync/signing.ts';
import { putImage, takeImage } from '../../simulation/image.ts';
import { type Seeded, seeded } from '../../simulation/seeded.ts';
import { HubProcess } from '../desk/hub-process.ts';
import type { PostgresServer } from '../postgres-server.ts';
import { CrewProcess } from './crew-process.ts';
import type { Said } from './crew-words.ts';
import { type Reckoned, reckon, storedOf } from './reckoning.ts';
import { type Moment, Weather } from './weather.ts';

/** What is killed. `crew`: the process of some of the huts. */
export type Victim = 'hub' | 'database' | 'both' | 'crew';

export interface ChaosSize {
  huts: number;
  /** Processes that the huts are spread over. */
  crews: number;
  /** What is killed, one after another. */
  kills: readonly Victim[];
  /** Requests between two kills, from and to. */
  between: [number, number];
  /** Null: SQLite. The server must be `safe`. */
  server: PostgresServer | null;
  /** Hash partitions by hut, with PostgreSQL. */
  partitions?: number;
  /** Broken on purpose: with each kill of the hub its disk is as it was at the kill before. SQLite only. */
  lyingDisk?: boolean;
}

export interface Chaos extends Reckoned {
  seed: number;
  requests: number;
  /** Requests or replies that were lost. */
  lost: number;
  kills: number;
  story: string[];
}

/** How long everything may take to come right in the end; only what is broken takes it. Milliseconds. */
const patience = 90_000;
/** Between two looks, milliseconds. */
const lookEvery = 50;

/** What a hut says only when the hub has less than it had acknowledged, or something else; and what is a bug. */
const alarms = new Set(['sync-resend', 'sync-parted', 'call-failed', 'crew-ended', 'sync-refused']);

/**
 * Real huts and a real hub in processes of their own, bad weather between them, and `kill -9`. The seed decides what
 * people do, what is lost on the way and with which request something is killed; how the processes cross is theirs.
 */
export async function chaos(seed: number, size: ChaosSize): Promise<Chaos> {
  const run = new Run(seed, size);
  try {
    await run.setUp();
    await run.live();
    return await run.end();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #size: ChaosSize;
  readonly #seed: Seeded;
  readonly #number: number;
  readonly #root = mkdtempSync(join(tmpdir(), 'xiaowu-chaos-'));
  readonly #huts: string[];
  readonly #crews: CrewProcess[] = [];
  readonly #story: string[] = [];
  readonly #broken: string[] = [];
  readonly #recalls: string[] = [];
  /** How far each hut was told that the hub has its log. */
  readonly #acked = new Map<string, number>();
  /** Huts that have done what all were last told. */
  readonly #even = new Set<string>();
  #weather: Weather | null = null;
  #hub: HubProcess | null = null;
  #database: string | null = null;
  #images = 0;
  readonly #began = performance.now();

  constructor(seed: number, size: ChaosSize) {
    this.#number = seed;
    this.#size = size;
    this.#seed = seeded(seed);
    this.#huts = Array.from({ length: size.huts }, (_, i) => `hut-${i + 1}`);
  }

  get #there(): { weather: Weather; hub: HubProcess } {
    if (this.#weather === null || this.#hub === null) throw new Error('nothing was set up');
    return { weather: this.#weather, hub: this.#hub };
  }

  async setUp(): Promise<void> {
    const { server, crews, partitions = 0 } = this.#size;
    this.#weather = await Weather.begin(seeded(this.#number + 1));
    this.#database = server === null ? null : await server.newDatabase();
    const hub = HubProcess.on(this.#database, partitions);
    this.#hub = hub;
    await this.#atStore((store) => this.#enrolAll(store));
    await this.#startHub();
    for (let i = 0; i < crews; i++) {
      const huts = this.#huts.filter((_, nth) => nth % crews === i);
      const ask = { root: this.#root, huts, all: this.#huts, seed: this.#seed.between(0, 1e9) };
      const crew = new CrewProcess(ask, (said) => this.#hear(said));
      this.#crews.push(crew);
      crew.start();
    }
  }

  #note(what: string): void {
    this.#story.push(`${Math.trunc(performance.now() - this.#began)} ms ${what}`);
  }

  #hear({ hut, what, more }: Said): void {
    if (what === 'acknowledged') {
      this.#acked.set(hut, Math.max(Number(more), this.#acked.get(hut) ?? 0));
      return;
    }
    if (what === 'rested' || what === 'heard') {
      this.#even.add(hut);
      return;
    }
    this.#note(`${hut} ${what} ${more}`);
    if (alarms.has(what)) this.#broken.push(`${hut}: ${what} ${more}`);
  }

  /** Keys as the office would have confirmed them. */
  async #enrolAll(store: Store): Promise<void> {
    for (const hut of this.#huts) {
      const pair = makeKeyPair();
      mkdirSync(join(this.#root, hut));
      writeHubFile(join(this.#root, hut), {
        ...pair,
        url: this.#there.weather.url,
        hutId: hut,
        keyId: `${hut}/1`,
      });
      await store.transaction(async (sql) => {
        const now = Date.now();
        await addHut(sql, hut, hut, now);
        await sql.run(`INSERT INTO hut_key VALUES ($1, 1, $2, $3, 'active', $4, $4, NULL)`, [
          hut,
          pair.publicKey,
          fingerprintOf(pair.publicKey),
          now,
        ]);
      });
    }
  }

  async #atStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const { partitions = 0 } = this.#size;
    const place =
      this.#database === null ? { dir: this.#there.hub.dir } : { url: this.#database, partitions };
    const opened = await openStore(place);
    if (!opened.ok) throw new Error(opened.refusal.message);
    try {
      return await work(opened.value);
    } finally {
      await opened.value.close();
    }
  }

  async #startHub(): Promise<void> {
    const { weather, hub } = this.#there;
    await hub.start();
    weather.hub = Number(new URL(hub.url).port);
  }

  async live(): Promise<void> {
    const { kills, between } = this.#size;
    for (const victim of kills) {
      const moment: Moment = {
        request: this.#there.weather.requests + this.#seed.between(...between),
        at: this.#seed.happens(0.5) ? 'asked' : 'answered',
      };
      await this.#strike(victim, moment);
    }
  }

  /** Kills at that moment, looks what is left, and starts again. */
  async #strike(victim: Victim, moment: Moment): Promise<void> {
    const { weather, hub } = this.#there;
    const crew = this.#seed.oneOf(this.#crews);
    const { server } = this.#size;
    const killed = await new Promise<Promise<unknown>>((resolve, reject) => {
      hub.onEnd = () => reject(new Error(`the hub ended by itself: ${hub.log.slice(-2_000)}`));
      weather.waitFor(moment, () => {
        if (victim === 'crew') resolve(crew.kill());
        else {
          if (victim !== 'database') weather.hub = null;
          const hubGone = victim === 'database' ? null : hub.kill();
          resolve(Promise.all([hubGone, victim === 'hub' ? null : server?.kill()]));
        }
      });
    });
    await killed;
    this.#note(`kill -9 ${victim}, request ${moment.request} ${moment.at}`);
    if (victim === 'database' || victim === 'both') await server?.start();
    if (this.#size.lyingDisk === true && victim === 'hub') this.#setBack();
    await this.#look();
    if (victim === 'crew') crew.start();
    else if (victim !== 'database') await this.#startHub();
    for (const each of this.#crews) each.tell('hurry');
  }

  #setBack(): void {
    const { dir } = this.#there.hub;
    const image = (nth: number): string => join(this.#root, `hub-image-${nth}`);
    takeImage(dir, image(++this.#images));
    putImage(image(Math.max(1, this.#images - 1)), dir);
  }

  /** What a hut was told is there; and the office says something more. */
  async #look(): Promise<void> {
    const acked = [...this.#acked];
    await this.#atStore(async (store) => {
      for (const [hut, told] of acked) {
        const stored = await storedOf(store, hut);
        if (stored < told) this.#broken.push(`${hut}: acknowledged up to ${told}, stored up to ${stored}`);
      }
      const key = `recall-${this.#recalls.length + 1}`;
      const why = { zh: '召回', en: 'Recalled' };
      const recall = { kind: null, model: key, barcodes: [], why, at: Date.now() };
      await store.transaction((sql) =>
        publish(sql, { now: Date.now(), random: randomFillSync }, 'recalls', '*', key, recall),
      );
      this.#recalls.push(key);
    });
  }

  /** The weather clears, nobody does anything, and all comes right, or does not in time. */
  async end(): Promise<Chaos> {
    const { weather, hub } = this.#there;
    weather.calm = true;
    for (const order of ['rest', 'hear'] as const) await this.#allDo(order);
    await Promise.all(this.#crews.map((crew) => crew.close()));
    const reckoned = await this.#atStore((store) => reckon(this.#root, this.#huts, store));
    const said = hub.log.split('\n').filter((line) => line.includes('"broken"'));
    const kept = await this.#atStore((store) =>
      store.read.all<{ key: string }>(`SELECT DISTINCT key FROM feed WHERE stream = 'recalls'`),
    );
    const lost = this.#recalls.filter((key) => !kept.some((row) => row.key === key));
    const broken = [
      ...this.#broken,
      ...reckoned.broken,
      ...said.map((line) => `hub: ${line}`),
      ...lost.map((key) => `${key} was published and is gone`),
    ];
    const { befell, requests } = weather;
    return {
      ...reckoned,
      broken,
      seed: this.#number,
      requests,
      lost: befell.cut + befell.unheard,
      kills: this.#size.kills.length,
      story: this.#story,
    };
  }

  /** Resolves when all have, something is broken, or it takes too long. */
  async #allDo(order: 'rest' | 'hear'): Promise<void> {
    this.#even.clear();
    for (const crew of this.#crews) crew.tell(order);
    const deadline = performance.now() + patience;
    while (this.#even.size < this.#huts.length && this.#broken.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      if (performance.now() < deadline) continue;
      const late = this.#huts.filter((hut) => !this.#even.has(hut));
      this.#broken.push(`${late.join()}: not of one mind with the hub in time`);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew.kill()));
    await this.#weather?.close();
    await this.#hub?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
