import type { Database } from 'better-sqlite3';
import type { Named } from '../../domain/contract/words.ts';
import { Kind, type Problem, type Trust } from '../../domain/stock/kinds.ts';
import { unsettledKeeperDoors } from '../keeper/openings.ts';
import type { Item, Loan, Opening, Place } from '../lending/lending-types.ts';
import { stockCount } from './kind-counts.ts';
import { createMirrors, type Mirrors } from './mirrors.ts';

interface ItemRow {
  item: string;
  kind: string;
  name_zh: string;
  name_en: string;
  barcode: string;
  home: string;
  place: string;
  parts: string;
  condition: Item['condition'];
}

interface PlaceRow {
  place: string;
  door: number | null;
  name_zh: string;
  name_en: string;
}

interface OpenLoan {
  loan: string;
  person: string;
  begunAt: number;
  due: number;
  opening: string | null;
}

export type DoorPlace = Place & { at: 'door' };

/** A thing with its open loan, in one reading. */
export interface ItemFacts {
  item: Item;
  openLoan: OpenLoan | null;
}

/** How many things of a kind stand how. Retired ones are not among them. */
export interface StockCount {
  kind: string;
  /** In service and not on loan. */
  ready: number;
  out: number;
  notInService: number;
}

export interface ReturnRow {
  returned: string;
  item: string;
  loan: string | null;
  place: string;
  problem: Problem | null;
  code: string;
}

/** `blocked`: why it is no longer taken. */
export interface CardFacts {
  card: string;
  person: string;
  trust: Trust;
  blocked: string | null;
}

export interface MemberFacts {
  trust: Trust;
  failed: number;
  lockedUntil: number | null;
}

const placeOf = ({ place, door, name_zh, name_en }: PlaceRow): Place =>
  door === null
    ? { at: 'shelf', place, name: { zh: name_zh, en: name_en } }
    : { at: 'door', place, door, name: { zh: name_zh, en: name_en } };

const loanSql = 'SELECT loan, item, person, begun_at AS begunAt, due, renewals, code, opening FROM loan';
const openingSql = `SELECT opening, door, purpose, item, person, due, problem, visit,
  requested_at AS requestedAt, opened_at AS openedAt FROM opening`;

/** Facts as they stand; inside a commit, as they will stand until it ends. Every statement is prepared once. */
export interface Reader {
  /** What the hub owns. */
  mirrors: Mirrors;
  /** Kept in memory until the next commit: each screen and each borrow asks for its thing several times. */
  item(item: string): ItemFacts | null;
  itemByBarcode(barcode: string): ItemFacts | null;
  /** All things, by name. Reads the whole register: for commands, never for a screen. */
  items(): ItemFacts[];
  /** How the things of each kind stand; kinds without things are left out. */
  stockCounts(): StockCount[];
  /** Things on loan, and things the hut has: neither retired nor missing. */
  stockFigures(): { outNow: number; things: number };
  itemsAt(place: string): ItemFacts[];
  /** Things of this kind in service and not on loan behind doors, the lowest door first. */
  behindDoors(kind: string): ItemFacts[];
  /** Things of this kind in service and not on loan, wherever they stand. */
  ready(kind: string): ItemFacts[];
  /** At most so many things of this kind in service and not on loan on shelves, by name. */
  onShelves(kind: string, atMost: number): ItemFacts[];
  /** At most so many names of things of this kind in service, each once, in order. */
  names(kind: string, atMost: number): Named[];
  /** When the first loan of this kind falls due that is due at `from` or later; null when there is none. */
  firstDue(kind: string, from: number): number | null;
  /** Kinds and places are kept in memory: they change about never, and every screen asks for them. */
  kind(kind: string): Kind | null;
  kinds(): Kind[];
  place(place: string): Place | null;
  doorPlace(door: number): Place | null;
  /** Places behind doors, the lowest door first. */
  doorPlaces(): readonly DoorPlace[];
  places(): Place[];
  member(person: string): MemberFacts | null;
  /** Who holds this card; `blocked` says why it is no longer taken. */
  card(code: string): CardFacts | null;
  openLoans(person: string): Loan[];
  loan(loan: string): (Loan & { returnedAt: number | null }) | null;
  loanOfOpening(opening: string): Loan | null;
  returnOfOpening(opening: string): ReturnRow | null;
  /** Openings neither finished nor void, oldest first. At most one per door. Kept in memory: mostly there is none. */
  unsettled(): readonly Opening[];
  /** Doors that a keeper has open or asked to open. Kept in memory too. */
  keeperDoors(): readonly number[];
  opening(opening: string): (Opening & { outcome: string | null }) | null;
}

/** What a commit changed of what is kept in memory, besides things. */
export interface Changed {
  definitions: boolean;
  openings: boolean;
}

/** Things kept in memory at most. */
const keptThings = 64;

/**
 * The reader, and how the ledger tells it of a commit. A borrow asks these within its transaction,
 * so none of them joins or sorts: SQLite takes 5 to 60 µs more for either, as long as the rest together.
 */
export function createReader(db: Database): Reader & { forget(changed: Changed): void } {
  const item = db.prepare<[string], ItemRow>('SELECT * FROM item WHERE item = ?');
  const byBarcode = db.prepare<[string], ItemRow>('SELECT * FROM item WHERE barcode = ?');
  const items = db.prepare<[], ItemRow>('SELECT * FROM item ORDER BY name_zh, barcode');
  // Summed here and not row by row: a row handed over costs more than ten that are only read.
  const stockCounts = db.prepare<[], StockCount>(
    `SELECT kind, sum(iif(condition = 'in-service', here, 0)) AS ready,
       sum(out) AS out,
       sum(iif(condition <> 'in-service', here, 0)) AS notInService
     FROM ${stockCount} WHERE (here <> 0 OR out <> 0) AND condition <> 'retired' GROUP BY kind`,
  );
  const stockFigures = db.prepare<[], { outNow: number; things: number }>(
    `SELECT total(out) AS outNow,
       total(iif(condition IN ('retired', 'missing'), 0, here + out)) AS things FROM ${stockCount}`,
  );
  const itemsAt = db.prepare<[string], ItemRow>('SELECT * FROM item WHERE place = ?');
  const ready = `condition = 'in-service'
    AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.item = item.item AND returned_at IS NULL)`;
  const behindDoors = db.prepare<[string], ItemRow>(
    `SELECT item.* FROM place CROSS JOIN item ON item.place = place.place
     WHERE place.door IS NOT NULL AND kind = ? AND ${ready} ORDER BY place.door, item.name_zh, barcode`,
  );
  const readyOf = db.prepare<[string], ItemRow>(`SELECT * FROM item WHERE kind = ? AND ${ready}`);
  const onShelves = db.prepare<[string, number], ItemRow>(
    `SELECT * FROM item WHERE kind = ? AND ${ready}
     AND (SELECT door FROM place WHERE place.place = item.place) IS NULL ORDER BY name_zh, barcode LIMIT ?`,
  );
  // From each name to the next: a thousand copies of one book are one step.
  const nameAfter = db.prepare<[string, string], Named>(
    `SELECT name_zh AS zh, name_en AS en FROM item
     WHERE kind = ? AND condition = 'in-service' AND name_zh > ? ORDER BY name_zh, barcode LIMIT 1`,
  );
  const firstDue = db
    .prepare<[string, number], number>(
      `SELECT due FROM loan WHERE kind = ? AND due >= ? AND returned_at IS NULL
       AND (SELECT condition FROM item WHERE item.item = loan.item) <> 'retired' ORDER BY due LIMIT 1`,
    )
    .pluck();
  const openLoan = db.prepare<[string], OpenLoan>(
    'SELECT loan, person, begun_at AS begunAt, due, opening FROM loan WHERE item = ? AND returned_at IS NULL',
  );
  const kindRows = db.prepare<[], { kind: string; definition: string }>('SELECT * FROM kind');
  const placeRows = db.prepare<[], PlaceRow>('SELECT * FROM place ORDER BY door IS NULL, door, name_zh');
  const member = db.prepare<[string], MemberFacts>(
    'SELECT trust, failed, locked_until AS lockedUntil FROM member WHERE person = ?',
  );
  // A card of before version 2 is known to the log by its code.
  const card = db.prepare<[string, string], CardFacts>(
    `SELECT card, person, (SELECT trust FROM member WHERE member.person = card.person) AS trust, blocked FROM card
     WHERE card = coalesce((SELECT card FROM card_code WHERE code = ?), ?)`,
  );
  const openLoans = db.prepare<[string], Loan>(`${loanSql} WHERE person = ? AND returned_at IS NULL`);
  const loan = db.prepare<[string], Loan & { returnedAt: number | null }>(
    `${loanSql.replace(' FROM', ', returned_at AS returnedAt FROM')} WHERE loan = ?`,
  );
  const loanOfOpening = db.prepare<[string], Loan>(`${loanSql} WHERE opening = ?`);
  const returnOfOpening = db.prepare<[string], ReturnRow>(
    'SELECT returned, item, loan, place, problem, code FROM item_return WHERE opening = ?',
  );
  const unsettled = db.prepare<[], Opening>(`${openingSql} WHERE settled_at IS NULL`);
  const opening = db.prepare<[string], Opening & { outcome: string | null }>(
    `${openingSql.replace(' FROM', ', outcome FROM')} WHERE opening = ?`,
  );
  let known: Map<string, Kind> | null = null;
  const kinds = (): Map<string, Kind> => {
    known ??= new Map(kindRows.all().map((row) => [row.kind, Kind.parse(JSON.parse(row.definition))]));
    return known;
  };

  let knownPlaces: Map<string, Place> | null = null;
  let knownDoors: DoorPlace[] | null = null;
  const places = (): Map<string, Place> => {
    knownPlaces ??= new Map(placeRows.all().map((row) => [row.place, placeOf(row)]));
    return knownPlaces;
  };
  const doorPlaces = (): readonly DoorPlace[] => {
    knownDoors ??= [...places().values()].filter((place) => place.at === 'door');
    return knownDoors;
  };
  const keeperDoors = unsettledKeeperDoors(db);
  let knownUnsettled: readonly Opening[] | null = null;
  let knownKeeperDoors: readonly number[] | null = null;
  const placeNamed = (ref: string): Place => {
    const found = places().get(ref);
    if (found === undefined) throw new Error(`no place ${ref}`);
    return found;
  };

  const factsOf = (row: ItemRow | undefined): ItemFacts | null => {
    if (row === undefined) return null;
    const out = openLoan.get(row.item) ?? null;
    const home = placeNamed(row.home);
    return {
      item: {
        item: row.item,
        kind: row.kind,
        name: { zh: row.name_zh, en: row.name_en },
        barcode: row.barcode,
        // Written by our own projection.
        parts: JSON.parse(row.parts) as string[],
        condition: row.condition,
        place: out === null ? placeNamed(row.place) : home,
        home,
      },
      openLoan: out,
    };
  };

  const knownItems = new Map<string, ItemFacts | null>();
  const itemOf = (ref: string): ItemFacts | null => {
    const kept = knownItems.get(ref);
    if (kept !== undefined) return kept;
    if (knownItems.size === keptThings) knownItems.clear();
    const facts = factsOf(item.get(ref));
    knownItems.set(ref, facts);
    return facts;
  };

  return {
    mirrors: createMirrors(db),
    ready: (kind) => readyOf.all(kind).flatMap((row) => factsOf(row) ?? []),
    item: itemOf,
    itemByBarcode: (barcode) => factsOf(byBarcode.get(barcode)),
    items: () => items.all().flatMap((row) => factsOf(row) ?? []),
    stockCounts: () => stockCounts.all(),
    stockFigures: () => stockFigures.get() ?? { outNow: 0, things: 0 },
    itemsAt: (place) => itemsAt.all(place).flatMap((row) => factsOf(row) ?? []),
    behindDoors: (kind) => behindDoors.all(kind).flatMap((row) => factsOf(row) ?? []),
    onShelves: (kind, atMost) => onShelves.all(kind, atMost).flatMap((row) => factsOf(row) ?? []),
    names(kind, atMost) {
      const names: Named[] = [];
      let next = nameAfter.get(kind, '');
      while (next !== undefined && names.length < atMost) {
        names.push(next);
        next = nameAfter.get(kind, next.zh);
      }
      return names;
    },
    firstDue: (kind, from) => firstDue.get(kind, from) ?? null,
    kind: (kind) => kinds().get(kind) ?? null,
    kinds: () => [...kinds().values()],
    place: (ref) => places().get(ref) ?? null,
    doorPlace: (door) => doorPlaces().find((place) => place.door === door) ?? null,
    doorPlaces,
    places: () => [...places().values()],
    member: (person) => member.get(person) ?? null,
    card: (code) => card.get(code, code) ?? null,
    openLoans: (person) => openLoans.all(person).sort((a, b) => a.due - b.due || (a.loan < b.loan ? -1 : 1)),
    loan: (ref) => loan.get(ref) ?? null,
    loanOfOpening: (ref) => loanOfOpening.get(ref) ?? null,
    returnOfOpening: (ref) => returnOfOpening.get(ref) ?? null,
    unsettled() {
      knownUnsettled ??= unsettled
        .all()
        .sort((a, b) => a.requestedAt - b.requestedAt || (a.opening < b.opening ? -1 : 1));
      return knownUnsettled;
    },
    keeperDoors() {
      knownKeeperDoors ??= keeperDoors();
      return knownKeeperDoors;
    },
    opening: (ref) => opening.get(ref) ?? null,
    forget({ definitions, openings }) {
      knownItems.clear();
      if (openings) {
        knownUnsettled = null;
        knownKeeperDoors = null;
      }
      if (definitions) {
        known = null;
        knownPlaces = null;
        knownDoors = null;
      }
    },
  };
}
