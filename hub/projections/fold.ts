import { canonicalJson } from '../../domain/ledger/chain.ts';
import { type EventBody, type EventType, eventBodies } from '../../domain/ledger/events.ts';
import type { SyncEvent } from '../../domain/sync/batch.ts';
import { isStorable, mayBeUnstorable } from '../store/storable.ts';
import type { Sql } from '../store/store.ts';
import { type Fields, Rows, type TableName, tables } from './tables.ts';

/** What events touched that other huts may touch too. */
export interface Touched {
  loans: Set<string>;
  /** Of them, those that a find at another hut ended, by this hut's word. */
  endedElsewhere: Set<string>;
  items: Set<string>;
  /** Of things that were found. */
  barcodes: Set<string>;
  /** Persons of whom something other than a loan changed. */
  persons: Set<string>;
  cards: Set<string>;
}

/** A case that an event asks for by itself. */
export interface AskedCase {
  kind: 'fact-set-aside';
  facts: Fields;
}

/** What a run of one hut's events comes to, before it is put into the store. */
export interface Fold {
  /** Takes the next event of the log. False: this release cannot read it, and it is to be parked. */
  take(event: Pick<SyncEvent, 'type' | 'wallAt' | 'body'>): boolean;
  readonly touched: Touched;
  /** Persons of whom nothing may be left. */
  readonly erased: ReadonlySet<string>;
  /** By id. */
  readonly cases: ReadonlyMap<string, AskedCase>;
  /** Puts it all. */
  put(sql: Sql): Promise<void>;
}

const isEventType = (type: string): type is EventType => Object.hasOwn(eventBodies, type);

/** A fold over events of one hut, in the order of its log. */
export function createFold(hutId: string): Fold {
  const rows: Partial<Record<TableName, Rows>> = {};
  const set = (name: TableName, key: string | number, fields: Fields): void => {
    rows[name] ??= new Rows(tables[name], hutId);
    rows[name].set(key, fields);
  };
  const touched: Touched = {
    loans: new Set(),
    endedElsewhere: new Set(),
    items: new Set(),
    barcodes: new Set(),
    persons: new Set(),
    cards: new Set(),
  };
  const erased = new Set<string>();
  const cases = new Map<string, AskedCase>();
  let lastAt: number | null = null;
  const nothing = (): void => {};

  const closeLoan = (loan: string, at: number, returned: string, hut: string): void => {
    touched.loans.add(loan);
    set('loan', loan, { returned_at: at, returned, returned_hut: hut });
  };

  const byType: { [T in EventType]: (body: EventBody<T>, at: number) => void } = {
    'hut-started': (_, at) => set('hut_health', '', { started_at: at, boots: 1 }),
    'kind-defined': (b) => set('kind', b.kind, { definition: canonicalJson(b) }),
    'place-defined': (b) =>
      set('place', b.place, {
        door: b.at === 'door' ? b.door : null,
        name_zh: b.name.zh,
        name_en: b.name.en,
      }),
    'item-added': (b) => {
      touched.items.add(b.item);
      set('item', b.item, {
        kind: b.kind,
        name_zh: b.name.zh,
        name_en: b.name.en,
        barcode: b.barcode,
        home: b.place,
        place: b.place,
        condition: 'in-service',
        problem: '',
      });
    },
    'item-condition-set': (b, at) =>
      set('item', b.item, { condition: b.condition, problem: b.problem ?? '', noted_at: at }),
    'person-registered': (b, at) => set('person', b.person, { trust: b.trust, registered_at: at }),
    'person-arrived': (b, at) => set('person', b.person, { trust: b.trust, registered_at: at }),
    'person-verified': (b) => {
      touched.persons.add(b.person);
      set('person', b.person, { trust: 'verified' });
    },
    'person-erased': (b, at) => {
      erased.add(b.person);
      set('person', b.person, { erased_at: at });
    },
    'person-exported': nothing,
    'card-issued': (b) => set('card', b.card, { person: b.person }),
    'card-blocked': (b) => {
      touched.cards.add(b.card);
      set('card', b.card, { blocked: b.why });
    },
    'pin-failed': nothing,
    'pin-passed': nothing,
    'opening-requested': nothing,
    'opening-opened': nothing,
    'opening-finished': nothing,
    'opening-void': nothing,
    'loan-begun': (b, at) => {
      touched.loans.add(b.loan);
      touched.items.add(b.item);
      set('loan', b.loan, { item: b.item, person: b.person, begun_at: at, due: b.due, code: b.code });
    },
    'loan-renewed': (b) => set('loan', b.loan, { due: b.due, renewals: 1 }),
    'renewal-undone': (b) => set('loan', b.loan, { due: b.due, renewals: -1 }),
    'item-returned': (b, at) => {
      touched.items.add(b.item);
      set('item_return', b.returned, {
        item: b.item,
        loan: b.loan,
        place: b.place,
        problem: b.problem ?? '',
        returned_at: at,
      });
      set('item', b.item, { place: b.place });
      if (b.loan !== null) closeLoan(b.loan, at, b.returned, '');
    },
    'loan-returned-elsewhere': (b) => {
      touched.endedElsewhere.add(b.loan);
      closeLoan(b.loan, b.at, b.returned, b.hut);
    },
    'item-found': (b, at) => {
      touched.barcodes.add(b.barcode);
      set('found', b.found, { barcode: b.barcode, place: b.place, problem: b.problem ?? '', found_at: at });
    },
    'fact-set-aside': (b) =>
      cases.set(`fact-set-aside:${b.event}`, {
        kind: 'fact-set-aside',
        facts: { event: b.event, type: b.type, body: b.body, why: b.why },
      }),
    'hub-joined': nothing,
    'door-noticed': (b) => {
      if (b.what === 'suspect' || b.what === 'trusted') {
        set('door', b.door, { suspect: b.what === 'suspect' ? 1 : 0 });
      }
    },
    'keeper-called': (_, at) => set('hut_health', '', { called_at: at }),
    'fund-entered': nothing,
    'fund-taken-back': nothing,
    'donation-received': nothing,
    'donation-taken-back': nothing,
    'memo-kept': nothing,
    'memo-erased': nothing,
    'clock-judged': (b) => set('hut_health', '', { clock_right: b.right ? 1 : 0 }),
    'keeper-made': (b) => set('keeper', b.keeper, { number: b.number }),
    'keeper-blocked': (b) => set('keeper', b.keeper, { blocked: b.why }),
    'keeper-pin-failed': nothing,
    'keeper-pin-chosen': nothing,
    'keeper-pin-reset': nothing,
    'keeper-signed-in': nothing,
    'keeper-signed-out': nothing,
    'keeper-opening-requested': nothing,
    'keeper-door-tried': nothing,
    'keeper-devices-kept': nothing,
    'keeper-opening-opened': nothing,
    'keeper-opening-finished': nothing,
    'keeper-opening-void': nothing,
    'ledger-restored': (_, at) => set('hut_health', '', { restored_at: at, restorations: 1 }),
  };

  return {
    touched,
    erased,
    cases,
    take({ type, wallAt, body }) {
      lastAt = wallAt;
      if (!isEventType(type)) return false;
      const apply = byType[type];
      // What changes nothing need not be read.
      if (apply === nothing) return true;
      const read = eventBodies[type].safeParse(JSON.parse(body));
      if (!read.success) return false;
      if (mayBeUnstorable(body) && !isStorable(read.data)) return false;
      // The map is keyed by the very type of the body; the compiler cannot follow that through a lookup.
      (apply as (body: unknown, at: number) => void)(read.data, wallAt);
      return true;
    },
    async put(sql) {
      set('hut_health', '', { last_event_at: lastAt });
      for (const name of Object.keys(tables) as TableName[]) {
        const found = rows[name];
        if (found !== undefined) await sql.put(tables[name].into, found.all());
      }
    },
  };
}
