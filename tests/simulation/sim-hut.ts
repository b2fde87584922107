import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import type { Clock } from '../../domain/clock.ts';
import { HutConfig } from '../../domain/config/config.ts';
import { event } from '../../domain/ledger/events.ts';
import { done } from '../../domain/result.ts';
import { type HutStore, openHutStore } from '../../hut/ledger/hut-store.ts';
import { markParted } from '../../hut/ledger/marks.ts';
import { migrations } from '../../hut/ledger/schema.ts';
import type { LogEntry } from '../../hut/log-catalogue.ts';
import { enrol } from '../../hut/sync/enrolling.ts';
import { readHubFile, writeHubFile } from '../../hut/sync/hub-file.ts';
import { ownLogFile } from '../../hut/sync/own-log.ts';
import { type Sync, startSync } from '../../hut/sync/sync.ts';
import type { SyncStore } from '../../hut/sync/sync-store.ts';
import { wellAt } from '../hut/health/well.ts';
import { hubUrl, wireTo } from '../hut/sync/hub-wire.ts';
import type { SimClock } from '../sim-clock.ts';
import { putImage, takeImage } from './image.ts';
import type { Seeded } from './seeded.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimNetwork } from './sim-network.ts';

const hours = HutConfig.parse({}).hours;

/**
 * What a simulation must find out. lying-disk: a power cut loses what was said to be written. hard-of-hearing: what
 * the office takes back is not heard. forgetful: of two histories only the hub's is kept.
 */
export const sabotages = ['lying-disk', 'hard-of-hearing', 'forgetful'] as const;
export type Sabotage = (typeof sabotages)[number];

export interface SimHutDeps {
  clock: SimClock;
  seed: Seeded;
  network: SimNetwork;
  hub: SimHub;
  /** Ids that are never given twice, whatever disk is set back. */
  newId: () => string;
  sabotage?: Sabotage;
}

/** A hut of a simulation: its real ledger, lending and sync; only its clock, its network and its disk are simulated. */
export class SimHut {
  readonly id: string;
  readonly dir: string;
  readonly log: LogEntry[] = [];
  readonly clock: Clock;
  #deps: SimHutDeps;
  #store: HutStore | null = null;
  #sync: Sync | null = null;
  #offset = 0;
  #images = 0;
  /** The image of the last power cut. */
  #earlier: string | null = null;

  constructor(id: string, root: string, deps: SimHutDeps) {
    this.id = id;
    this.dir = join(root, id);
    this.#deps = deps;
    mkdirSync(this.dir);
    const { clock } = deps;
    this.clock = {
      wall: () => clock.wall() + this.#offset,
      mono: () => clock.mono(),
      after: (ms, run) => clock.after(ms, run),
    };
  }

  get store(): HutStore {
    if (this.#store === null) throw new Error(`${this.id} is off`);
    return this.#store;
  }
  get sync(): Sync {
    if (this.#sync === null) throw new Error(`${this.id} is off`);
    return this.#sync;
  }

  /** Somebody sets the clock of the machine. */
  jump(ms: number): void {
    this.#offset += ms;
  }

  start(): void {
    const { seed, network, newId } = this.#deps;
    const opened = openHutStore({
      dir: this.dir,
      clock: this.clock,
      boot: newId(),
      hours,
      newId,
      chance: seed.chance,
      log: (entry) => void this.log.push(entry),
      onCommit: () => this.#sync?.committed(),
    });
    if (!opened.ok) throw new Error(`${this.id}: ${opened.refusal.code} ${opened.refusal.message}`);
    this.#store = opened.value;
    this.#sync = startSync({
      clock: this.clock,
      chance: seed.chance,
      random(bytes) {
        const filled = new Uint8Array(bytes);
        seed.fill(filled);
        return filled;
      },
      wire: network.wireOf(this.id),
      pack: async (text) => gzipSync(text, { level: 1 }),
      identity: () => readHubFile(this.dir),
      store: this.#hearing(opened.value.sync),
      log: (entry) => void this.log.push(entry),
      health: () => wellAt(this.clock.wall()),
      busy: () => false,
      changed: () => {},
      redraw: () => {},
      ownLogFile: join(this.dir, ownLogFile),
      parted: ({ lastSeq }) => {
        if (this.#deps.sabotage === 'forgetful') this.#forget(lastSeq);
        markParted(this.dir, lastSeq);
        const parted = this.#sync;
        // The ledger is opened anew a second later, unless the hut was switched off meanwhile.
        this.clock.after(1_000, () => this.#sync === parted && this.restart());
      },
    });
  }

  #hearing(store: SyncStore): SyncStore {
    if (this.#deps.sabotage !== 'hard-of-hearing') return store;
    return {
      ...store,
      take: (stream, { rows, ...pulled }) =>
        store.take(stream, { ...pulled, rows: rows.filter(({ value }) => value !== null) }),
    };
  }

  /** The hut's own events after that number are no longer there to be carried over. */
  #forget(after: number): void {
    this.stop();
    const db = new Database(join(this.dir, 'ledger.db'));
    db.exec('DROP TRIGGER event_is_kept');
    db.prepare('DELETE FROM event WHERE seq > ?').run(after);
    db.exec(/CREATE TRIGGER event_is_kept.*?END;/s.exec(migrations[1] ?? '')?.[0] ?? '');
    db.close();
    rmSync(join(this.dir, 'ledger.head'), { force: true });
    this.start();
  }

  stop(): void {
    void this.#sync?.close();
    this.#sync = null;
    this.#store?.close();
    this.#store = null;
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** The power goes: the disk is as it was in the middle of it all, write-ahead log included. */
  crash(): void {
    const image =
      this.#deps.sabotage === 'lying-disk' && this.#earlier !== null ? this.#earlier : this.image();
    this.#earlier = image;
    this.stop();
    putImage(image, this.dir);
    this.start();
  }

  image(): string {
    const to = join(this.dir, '..', `${this.id}-image-${++this.#images}`);
    takeImage(this.dir, to);
    return to;
  }

  setBack(image: string): void {
    this.stop();
    putImage(image, this.dir);
    this.start();
  }

  /** Things of its own, with labels that no other hut has, and its enrolment. */
  async setUp(things: readonly { item: string; barcode: string; kind: string }[]): Promise<void> {
    const { hub } = this.#deps;
    this.start();
    const shelf = event('place-defined', { place: 'shelf', at: 'shelf', name: { zh: '架', en: 'Shelf' } });
    const items = things.map((thing) =>
      event('item-added', { ...thing, name: { zh: thing.item, en: thing.item }, place: 'shelf', parts: [] }),
    );
    const stocked = this.store.ledger.commit<never>('command', () => done([shelf, ...items]));
    if (!stocked.ok) throw new Error(stocked.refusal.message);
    const made = await enrol({ url: hubUrl, code: await hub.codeFor(this.id), wire: wireTo(() => hub.hub) });
    if (!made.ok) throw new Error(made.refusal.message);
    writeHubFile(this.dir, made.value.identity);
    await hub.confirm(this.id, 1);
    this.sync.restart();
  }
}
