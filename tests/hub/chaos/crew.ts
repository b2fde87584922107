// A process of several huts: `crew.ts JSON`. It lives until it is killed; what it is told, see `Order`.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../../domain/clock.ts';
import { HutConfig } from '../../../domain/config/config.ts';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { FeedStream } from '../../../domain/sync/feeds.ts';
import { type HutStore, openHutStore } from '../../../hut/ledger/hut-store.ts';
import { readHubFile } from '../../../hut/sync/hub-file.ts';
import { ownLogFile } from '../../../hut/sync/own-log.ts';
import { type Sync, startSync } from '../../../hut/sync/sync.ts';
import { httpWire } from '../../../hut/sync/wire.ts';
import { wellAt } from '../../hut/health/well.ts';
import { type Seeded, seeded } from '../../simulation/seeded.ts';
import type { CrewAsk, Order, Said } from './crew-words.ts';

/** So many times faster than in a hut everything is waited for; signatures go by the true time of day. */
const haste = 15;
const clock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now() * haste,
  after(ms, run) {
    const timer = setTimeout(run, ms / haste);
    return () => clearTimeout(timer);
  },
};
const hours = HutConfig.parse({}).hours;
const things = 60;
/** Between two acts at a hut, milliseconds of its clock. */
const pace = { from: 200, to: 1_500 };
/** Between two rounds in the end, milliseconds of a hut's clock. */
const hurryEvery = 4_000;
/** Where the last feed of a round is asked for. */
const lastOfRound = `/feeds/${FeedStream.options.at(-1)}?`;

const say = (said: Said): void => void process.send?.(said);

/** One hut: real ledger, lending and sync on a real disk, over real HTTP. */
class CrewHut {
  readonly id: string;
  readonly #seed: Seeded;
  readonly #store: HutStore;
  readonly sync: Sync;
  readonly #cards: string[] = [];
  readonly #others: readonly string[];
  /** Whole rounds that came to their end. */
  #rounds = 0;

  constructor(id: string, dir: string, seed: Seeded, others: readonly string[]) {
    this.id = id;
    this.#seed = seed;
    this.#others = others;
    let sync: Sync | null = null;
    const opened = openHutStore({
      dir,
      clock,
      boot: randomUUID(),
      hours,
      chance: seed.chance,
      onCommit: () => sync?.committed(),
    });
    if (!opened.ok) throw new Error(`${id}: ${opened.refusal.code} ${opened.refusal.message}`);
    this.#store = opened.value;
    if (this.#store.lending.items().length === 0) this.#stock();
    this.sync = startSync({
      clock,
      chance: seed.chance,
      random: (bytes) => randomBytes(bytes),
      wire: async (request) => {
        const answer = await httpWire(request);
        if (answer.status === 200 && request.url.includes(lastOfRound)) this.#rounds++;
        return answer;
      },
      identity: () => readHubFile(dir),
      store: {
        ...opened.value.sync,
        acknowledge(seq, ...more) {
          say({ hut: id, what: 'acknowledged', more: String(seq) });
          opened.value.sync.acknowledge(seq, ...more);
        },
      },
      log: ({ what, ...more }) => say({ hut: id, what, more: JSON.stringify(more) }),
      health: () => wellAt(clock.wall()),
      busy: () => false,
      changed: () => {},
      redraw: () => {},
      ownLogFile: join(dir, ownLogFile),
      parted: () => {},
    });
    sync = this.sync;
  }

  #stock(): void {
    const shelf = event('place-defined', { place: 'shelf', at: 'shelf', name: { zh: '架', en: 'Shelf' } });
    const items = Array.from({ length: things }, (_, i) => {
      const item = `${this.id}-thing-${i}`;
      const name = { zh: item, en: item };
      return event('item-added', {
        item,
        barcode: labelOf(this.id, i),
        kind: 'wrench',
        name,
        place: 'shelf',
        parts: [],
      });
    });
    const stocked = this.#store.ledger.commit<never>('command', () => done([shelf, ...items]));
    if (!stocked.ok) throw new Error(stocked.refusal.message);
  }

  /** Says `word` once the hub has everything of this hut, and this hut has asked after all that the hub has to say. */
  tellWhenEven(word: 'rested' | 'heard'): void {
    // One that is under way may have begun before.
    const enough = this.#rounds + 2;
    const look = (): void => {
      const { state, queue } = this.sync.status();
      if (state === 'fine' && queue === 0 && this.#rounds >= enough) {
        say({ hut: this.id, what: word, more: '' });
        return;
      }
      this.sync.hurry();
      clock.after(hurryEvery, look);
    };
    look();
  }

  async close(): Promise<void> {
    await this.sync.close();
    this.#store.close();
  }

  /** What somebody does here now. Refusals are answers like any other. */
  act(): void {
    const { lending, people } = this.#store;
    const seed = this.#seed;
    const drawn = seed.chance();
    const visit = randomUUID();
    if (this.#cards.length === 0 || drawn < 0.12) {
      // The same codes are given out at several huts: two persons with one card are a case at the hub.
      const code = `XWC${String(seed.between(1, 400)).padStart(7, '0')}`;
      const known = people.byCard(code);
      if (!known.ok && known.refusal.why === 'card-unknown') people.issueCard(code, 'verified');
      this.#cards.push(code);
    } else if (drawn < 0.55) {
      const known = people.byCard(seed.oneOf(this.#cards));
      const { item } = seed.oneOf(lending.items());
      if (known.ok) lending.borrowFromHand({ item, person: known.value.person, visit });
    } else if (drawn < 0.9) {
      const out = lending.items().filter(({ item }) => lending.isOut(item));
      if (out.length > 0) lending.returnByHand({ item: seed.oneOf(out).item, problem: null, visit });
    } else lending.takeIn({ barcode: labelOf(seed.oneOf(this.#others), seed.between(0, things - 1)), visit });
  }
}

const labelOf = (hut: string, thing: number): string => `XWI${hut}N${thing}`;

const { root, huts: ids, all, seed } = JSON.parse(process.argv[2] ?? '{}') as CrewAsk;
let living = true;
const huts = ids.map((id, i) => {
  const others = all.filter((other) => other !== id);
  return new CrewHut(id, join(root, id), seeded(seed + i), others);
});
const waits = seeded(seed + 1_000);
for (const hut of huts) {
  const next = (): void => {
    if (!living) return;
    hut.act();
    clock.after(waits.between(pace.from, pace.to), next);
  };
  next();
}
process.on('message', (order: Order) => {
  if (order === 'hurry') {
    for (const { sync } of huts) sync.hurry();
    return;
  }
  living = false;
  if (order === 'close') void Promise.all(huts.map((hut) => hut.close())).then(() => process.disconnect());
  else for (const hut of huts) hut.tellWhenEven(order === 'rest' ? 'rested' : 'heard');
});
// Closed, or whoever started it is gone.
process.on('disconnect', () => process.exit(0));
