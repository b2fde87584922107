import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HutConfig } from '../../../domain/config/config.ts';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { type HutStore, type HutStoreOptions, openHutStore } from '../../../hut/ledger/hut-store.ts';
import { SimClock } from '../../sim-clock.ts';

export const hours = HutConfig.parse({}).hours;

/** A directory that is gone after the test. */
export class TemporaryDirectory implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'hut-'));
  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function openStore(dir: string, clock: SimClock, more: Partial<HutStoreOptions> = {}): HutStore {
  const opened = openHutStore({ dir, clock, boot: 'boot-1', hours, ...more });
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
  return opened.value;
}

/** Ten doors, a shelf, and things: `wrench-1`…`wrench-3` behind doors 1 to 3, and so on. */
export const things = [
  ['wrench-1', 'wrench', 'door-1'],
  ['wrench-2', 'wrench', 'door-2'],
  ['wrench-3', 'wrench', 'door-3'],
  ['drill-1', 'power-drill', 'door-5'],
  ['bank-1', 'power-bank', 'door-6'],
  ['chair-1', 'wheelchair', 'shelf'],
  ['ladder-1', 'ladder', 'shelf'],
  ['book-1', 'book', 'shelf'],
] as const;

export interface StockedHut extends HutStore, Disposable {
  dir: string;
  clock: SimClock;
  /** A verified resident. */
  li: string;
  /** Another one. */
  wang: string;
  /** Closes it and opens it again, as a restart would. */
  restart(): void;
}

/** A hut with things and two verified people. Its directory goes with it. */
export function stockedHut(): StockedHut {
  const directory = new TemporaryDirectory();
  const clock = new SimClock();
  let store = openStore(directory.path, clock);
  const events = [
    ...Array.from({ length: 10 }, (_, i) =>
      event('place-defined', {
        place: `door-${i + 1}`,
        at: 'door',
        door: i + 1,
        name: { zh: `${i + 1}号门`, en: `Door ${i + 1}` },
      }),
    ),
    event('place-defined', { place: 'shelf', at: 'shelf', name: { zh: '3号架', en: 'Shelf 3' } }),
    ...things.map(([item, kind, place]) =>
      event('item-added', {
        item,
        kind,
        name: { zh: item, en: item },
        barcode: `code-${item}`,
        place,
        parts: ['手柄'],
      }),
    ),
  ];
  const stocked = store.ledger.commit<never>('command', () => done(events));
  if (!stocked.ok) throw new Error(stocked.refusal.message);
  const person = (card: string): string => {
    const issued = store.people.issueCard(card, 'verified');
    if (!issued.ok) throw new Error(issued.refusal.why);
    return issued.value.person;
  };
  const hut: StockedHut = {
    ...store,
    dir: directory.path,
    clock,
    li: person('card-li'),
    wang: person('card-wang'),
    close: () => store.close(),
    restart() {
      store.close();
      store = openStore(directory.path, clock, { boot: 'boot-2' });
      Object.assign(hut, {
        ledger: store.ledger,
        lending: store.lending,
        people: store.people,
        residents: store.residents,
        fund: store.fund,
        donations: store.donations,
        sharing: store.sharing,
        sync: store.sync,
      });
    },
    [Symbol.dispose]() {
      store.close();
      directory[Symbol.dispose]();
    },
  };
  return hut;
}

/** The value of an outcome that the test expects to be fine. */
export function value<T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
