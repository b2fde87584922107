import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { SimClock } from '../sim-clock.ts';
import { actsOf } from './acts.ts';
import { factsIn, findBroken } from './invariants.ts';
import { type Seeded, seeded } from './seeded.ts';
import { SimHub } from './sim-hub.ts';
import { type Sabotage, SimHut } from './sim-hut.ts';
import { SimNetwork } from './sim-network.ts';

const minute = 60_000;
const day = 86_400_000;

/** How large a simulation is. Left out, the seed decides. */
export interface Size {
  huts?: number;
  steps?: number;
  /** Broken on purpose, to see that it is found: see `Sabotage`. */
  sabotage?: Sabotage;
}

/** What came of one seed. */
export interface Simulated {
  seed: number;
  /** What does not hold; empty when all does. */
  broken: string[];
  /** What happened, in order: to read a failure by. */
  story: string[];
  /** Kinds of lines that the huts logged, and of cases that the hub opened: whether what is tested was met at all. */
  met: string[];
}

/** Memory where the system has some for files: a simulated disk need not be a real one. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A hub and its huts, from one number: what happens to them, and whether all of it came right in the end. */
export async function simulate(seed: number, size: Size = {}): Promise<Simulated> {
  const dir = mkdtempSync(join(root, 'xiaowu-simulation-'));
  const world = new World(dir, seeded(seed), size);
  try {
    await world.setUp();
    await world.live();
    await world.heal();
    const broken = [...world.broken, ...(await world.check())];
    return { seed, broken, story: world.story, met: await world.met() };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, broken: [...world.broken, said], story: world.story, met: [] };
  } finally {
    await world.end();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Everything of one simulation. */
export class World {
  readonly clock = new SimClock();
  readonly huts: SimHut[] = [];
  readonly hub: SimHub;
  readonly story: string[] = [];
  readonly broken: string[] = [];
  readonly seed: Seeded;
  /** Codes of cards that were given out, wherever. */
  readonly cards: string[] = [];
  /** Facts that no disk has any more, neither a hut's nor the hub's: nobody can bring them back. */
  readonly gone = new Set<string>();
  /** Every fact that was ever recorded. */
  readonly facts = new Map<string, string>();
  readonly #network: SimNetwork;
  readonly #steps: number;
  readonly #images = new Map<SimHut, string[]>();
  #hubImages: string[] = [];
  #ids = 0;

  constructor(dir: string, seed: Seeded, { huts, steps, sabotage }: Size) {
    this.seed = seed;
    const { clock } = this;
    const hubDir = join(dir, 'hub');
    mkdirSync(hubDir);
    this.hub = new SimHub(hubDir, { clock, seed, broken: (what) => this.#say(`hub: ${what}`) });
    this.#network = new SimNetwork(clock, seed, this.hub);
    this.#steps = steps ?? seed.between(20, 60);
    const many = huts ?? (seed.happens(0.03) ? seed.between(5, 12) : seed.between(1, 3));
    for (let i = 1; i <= many; i++) {
      const deps = {
        clock,
        seed,
        network: this.#network,
        hub: this.hub,
        newId: () => this.newId(),
        ...(sabotage === undefined ? {} : { sabotage }),
      };
      this.huts.push(new SimHut(`hut-${i}`, dir, deps));
    }
  }

  newId = (): string => `id-${String(++this.#ids).padStart(8, '0')}`;

  async setUp(): Promise<void> {
    await this.hub.start();
    const kinds = ['wrench', 'power-bank', 'ladder', 'book'];
    for (const [h, hut] of this.huts.entries()) {
      const things = Array.from({ length: 6 }, (_, i) => ({
        item: `${hut.id}-thing-${i}`,
        barcode: `XWI${h}${i}LABEL`,
        kind: kinds[i % kinds.length] ?? 'wrench',
      }));
      await hut.setUp(things);
      // More than ten codes from one address in half a minute each are too many tries.
      this.clock.advance(30_000);
    }
    await this.pass(5_000);
    const { seed } = this;
    this.#network.weather = {
      lost: seed.oneOf([0, 0.02, 0.15]),
      twice: seed.oneOf([0, 0.05, 0.2]),
      slow: seed.oneOf([0, 0.05, 0.3]),
    };
  }

  async live(): Promise<void> {
    for (let step = 0; step < this.#steps; step++) {
      await this.#step();
      await this.#network.settle();
    }
  }

  /** Everything works again, and stays so until all have told all. */
  async heal(): Promise<void> {
    this.#tell('all heals');
    this.#network.heal();
    if (!this.hub.isUp) await this.hub.start();
    // What one tells the next must hear, and may answer: done is who is done three times in a row.
    for (let round = 0, done = 0; round < 20 && done < 3; round++) {
      for (const hut of this.huts) hut.sync.hurry();
      await this.pass(20_000);
      done = this.huts.every(({ sync }) => isDone(sync.status())) ? done + 1 : 0;
    }
    for (const hut of this.huts) {
      const { state, queue } = hut.sync.status();
      if (state !== 'fine' || queue !== 0)
        this.broken.push(`${hut.id} is ${state} with ${queue} events left`);
    }
  }

  /** What is broken in the same way is said once. */
  #say(what: string): void {
    if (!this.broken.includes(what)) this.broken.push(what);
  }

  check(): Promise<string[]> {
    for (const hut of this.huts) this.collect(hut);
    return findBroken(this);
  }

  async met(): Promise<string[]> {
    const cases = await this.hub.store.read.all<{ kind: string }>('SELECT kind FROM exception_case', []);
    const lines = this.huts.flatMap(({ log }) => log.map(({ what }) => what));
    return [...new Set([...cases.map(({ kind }) => `case ${kind}`), ...lines])];
  }

  async end(): Promise<void> {
    for (const hut of this.huts) hut.stop();
    await this.hub.stop();
  }

  /** Lets time pass, with everything that falls due in it. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.mono() + ms;
    for (;;) {
      await this.#network.settle();
      const next = this.clock.untilNext();
      if (next === null || this.clock.mono() + next > end) break;
      this.clock.advance(next);
    }
    this.clock.advance(end - this.clock.mono());
    await this.#network.settle();
  }

  /** Takes down what a hut has recorded up to now. */
  collect(hut: SimHut): Set<string> {
    const now = factsIn(hut.store.ledger.db);
    for (const fact of now) this.facts.set(fact, hut.id);
    return now;
  }

  #tell(what: string): void {
    this.story.push(`${Math.round(this.clock.mono() / 1000)} s: ${what}`);
  }

  async #step(): Promise<void> {
    const { seed } = this;
    const dice = seed.between(1, 100);
    const hut = seed.oneOf(this.huts);
    if (dice <= 46) {
      const act = seed.oneOf(actsOf(this));
      this.#tell(`${hut.id} ${act.name}`);
      act.run(hut);
    } else if (dice <= 51) await this.#office();
    else if (dice <= 65) await this.pass(seed.between(1_000, 45_000));
    else if (dice <= 69) {
      const ms = seed.between(1, 10) * minute;
      this.#tell(`${hut.id} is cut off for ${ms / minute} min`);
      this.#network.cut(hut.id, ms);
    } else if (dice <= 74) {
      this.#tell(`${hut.id} crashes`);
      hut.crash();
    } else if (dice <= 77) await this.#hubCrashes();
    else if (dice <= 83) {
      this.#tell(`an image of ${hut.id} is taken`);
      this.#images.set(hut, [...(this.#images.get(hut) ?? []), hut.image()]);
    } else if (dice <= 89) await this.#hutBack(hut);
    else if (dice <= 92) {
      this.#tell('an image of the hub is taken');
      if (this.hub.isUp) this.#hubImages.push(await this.hub.image());
    } else if (dice <= 95) await this.#hubBack();
    else if (dice <= 98) {
      const ms = seed.oneOf([-400 * day, -day, -10 * minute, 10 * minute, day, 400 * day]);
      this.#tell(`the clock of ${hut.id} jumps by ${ms / minute} min`);
      hut.jump(ms);
    } else if (dice <= 99) await this.#weeks();
    else {
      this.#tell(`${hut.id} runs a later release for a while`);
      this.#later(hut);
    }
  }

  async #office(): Promise<void> {
    if (!this.hub.isUp) return;
    const { seed, hub } = this;
    const why = { zh: '街道说的', en: 'The office says so' };
    const kind = seed.oneOf(kindCatalogue);
    const what = seed.between(1, 3);
    this.#tell(`the office says ${['', 'terms', 'a recall', 'that a recall is over'][what]}`);
    if (what === 1) await hub.say('policy', kind.kind, { ...kind, termDays: seed.between(1, 30) });
    const recall = `recall-${seed.between(1, 3)}`;
    if (what === 2) {
      await hub.say('recalls', recall, {
        kind: kind.kind,
        model: null,
        barcodes: [],
        why,
        at: this.clock.wall(),
      });
    } else if (what === 3) await hub.say('recalls', recall, null);
  }

  async #hubCrashes(): Promise<void> {
    const down = this.seed.between(1_000, 2 * minute);
    this.#tell(`the hub is down for ${Math.round(down / 1000)} s`);
    await this.hub.stop();
    await this.pass(down);
    await this.hub.start();
  }

  /** Of what the hut loses, what the hub does not have is gone for good. */
  async #hutBack(hut: SimHut): Promise<void> {
    const image = this.#images.get(hut)?.at(-1);
    if (image === undefined) return;
    this.#tell(`${hut.id} is set back to its image`);
    const had = this.collect(hut);
    hut.setBack(image);
    const has = this.collect(hut);
    const elsewhere = await this.#atHub(hut.id);
    for (const fact of had) if (!has.has(fact) && !elsewhere.has(fact)) this.gone.add(fact);
  }

  /** The same the other way round. */
  async #hubBack(): Promise<void> {
    const image = this.#hubImages.at(-1);
    if (image === undefined || !this.hub.isUp) return;
    this.#tell('the hub is set back to its image');
    for (const hut of this.huts) this.collect(hut);
    const had = new Map<string, Set<string>>();
    for (const { id } of this.huts) had.set(id, await this.#atHub(id));
    await this.hub.setBack(image);
    for (const hut of this.huts) {
      const [has, elsewhere] = [await this.#atHub(hut.id), this.collect(hut)];
      for (const fact of had.get(hut.id) ?? []) {
        if (!has.has(fact) && !elsewhere.has(fact)) this.gone.add(fact);
      }
    }
  }

  async #atHub(hut: string): Promise<Set<string>> {
    // A hub that is down has what it had: its disk is asked once it is up.
    if (!this.hub.isUp) await this.hub.start();
    const rows = await this.hub.store.read.all<{ type: string; body: string; event_id: string }>(
      'SELECT type, body, event_id FROM hut_event WHERE hut_id = $1',
      [hut],
    );
    return factsIn(rows);
  }

  async #weeks(): Promise<void> {
    // A quarter of an hour between two tries, and many huts: much time, and nothing new in it.
    const days = this.huts.length > 4 ? 1 : this.seed.between(7, 21);
    this.#tell(`nobody reaches the hub for ${days} days`);
    for (const { id } of this.huts) this.#network.cut(id, days * day);
    for (let week = 0; week < 3; week++) {
      for (let n = 0; n < 5; n++) this.seed.oneOf(actsOf(this)).run(this.seed.oneOf(this.huts));
      await this.pass((days * day) / 3);
    }
  }

  #later(hut: SimHut): void {
    actsOf(this)
      .find(({ name }) => name === 'records what today cannot read')
      ?.run(hut);
  }
}

const isDone = ({ state, queue }: { state: string; queue: number }): boolean =>
  state === 'fine' && queue === 0;
