import type { Database } from 'better-sqlite3';
import { Kind, type Problem, type Trust } from '../../domain/stock/kinds.ts';
import type { Item, Loan, Opening, Place } from '../lending/lending-types.ts';

interface ItemRow {
  item: string;
  kind: string;
  name_zh: string;
  name_en: string;
  barcode: string;
  parts: string;
  condition: Item['condition'];
  place: string;
  place_door: number | null;
  place_zh: string;
  place_en: string;
  home: string;
  home_door: number | null;
  home_zh: string;
  home_en: string;
  loan: string | null;
  loan_person: string | null;
  loan_due: number | null;
}

/** A thing with its open loan, in one reading. */
export interface ItemFacts {
  item: Item;
  openLoan: { loan: string; person: string; due: number } | null;
}

export interface ReturnRow {
  returned: string;
  item: string;
  loan: string | null;
  place: string;
  problem: Problem | null;
  code: string;
}

export interface MemberFacts {
  trust: Trust;
  failed: number;
  lockedUntil: number | null;
}

const place = (place: string, door: number | null, zh: string, en: string): Place =>
  door === null ? { at: 'shelf', place, name: { zh, en } } : { at: 'door', place, door, name: { zh, en } };

function factsOf(row: ItemRow): ItemFacts {
  const home = place(row.home, row.home_door, row.home_zh, row.home_en);
  const out = row.loan !== null && row.loan_person !== null && row.loan_due !== null;
  return {
    item: {
      item: row.item,
      kind: row.kind,
      name: { zh: row.name_zh, en: row.name_en },
      barcode: row.barcode,
      // Written by our own projection.
      parts: JSON.parse(row.parts) as string[],
      condition: row.condition,
      place: out ? home : place(row.place, row.place_door, row.place_zh, row.place_en),
      home,
    },
    openLoan: out
      ? { loan: row.loan as string, person: row.loan_person as string, due: row.loan_due as number }
      : null,
  };
}

const itemSql = `
  SELECT i.item, i.kind, i.name_zh, i.name_en, i.barcode, i.parts, i.condition,
    i.place, p.door AS place_door, p.name_zh AS place_zh, p.name_en AS place_en,
    i.home, h.door AS home_door, h.name_zh AS home_zh, h.name_en AS home_en,
    l.loan, l.person AS loan_person, l.due AS loan_due
  FROM item i JOIN place p ON p.place = i.place JOIN place h ON h.place = i.home
  LEFT JOIN loan l ON l.item = i.item AND l.returned_at IS NULL`;
const loanSql = 'SELECT loan, item, person, begun_at AS begunAt, due, renewals, code, opening FROM loan';
const openingSql = `SELECT opening, door, purpose, item, person, due, problem, visit,
  requested_at AS requestedAt, opened_at AS openedAt FROM opening`;

/** Facts as they stand; inside a commit, as they will stand until it ends. Every statement is prepared once. */
export interface Reader {
  item(item: string): ItemFacts | null;
  itemByBarcode(barcode: string): ItemFacts | null;
  items(): ItemFacts[];
  /** Definitions are kept in memory: they change about never and every screen asks for them. */
  kind(kind: string): Kind | null;
  kinds(): Kind[];
  place(place: string): Place | null;
  doorPlace(door: number): Place | null;
  places(): Place[];
  member(person: string): MemberFacts | null;
  /** Who holds this card; `blocked` says why it is no longer taken. */
  card(card: string): { person: string; trust: Trust; blocked: string | null } | null;
  openLoans(person: string): Loan[];
  loan(loan: string): (Loan & { returnedAt: number | null }) | null;
  loanOfOpening(opening: string): Loan | null;
  returnOfOpening(opening: string): ReturnRow | null;
  /** Openings neither finished nor void, oldest first. At most one per door. */
  unsettled(): Opening[];
  opening(opening: string): (Opening & { outcome: string | null }) | null;
}

/** The reader, and how the ledger tells it that definitions changed. */
export function createReader(db: Database): Reader & { forgetKinds(): void } {
  const item = db.prepare<[string], ItemRow>(`${itemSql} WHERE i.item = ?`);
  const byBarcode = db.prepare<[string], ItemRow>(`${itemSql} WHERE i.barcode = ?`);
  const items = db.prepare<[], ItemRow>(`${itemSql} ORDER BY i.name_zh, i.barcode`);
  const kindRows = db.prepare<[], { kind: string; definition: string }>('SELECT * FROM kind');
  type PlaceRow = { place: string; door: number | null; name_zh: string; name_en: string };
  const placeRow = db.prepare<[string], PlaceRow>('SELECT * FROM place WHERE place = ?');
  const doorRow = db.prepare<[number], PlaceRow>('SELECT * FROM place WHERE door = ?');
  const placeRows = db.prepare<[], PlaceRow>('SELECT * FROM place ORDER BY door IS NULL, door, name_zh');
  const member = db.prepare<[string], MemberFacts>(
    'SELECT trust, failed, locked_until AS lockedUntil FROM member WHERE person = ?',
  );
  const card = db.prepare<[string], { person: string; trust: Trust; blocked: string | null }>(
    'SELECT c.person, m.trust, c.blocked FROM card c JOIN member m ON m.person = c.person WHERE c.card = ?',
  );
  const openLoans = db.prepare<[string], Loan>(
    `${loanSql} WHERE person = ? AND returned_at IS NULL ORDER BY due, loan`,
  );
  const loan = db.prepare<[string], Loan & { returnedAt: number | null }>(
    `${loanSql.replace(' FROM', ', returned_at AS returnedAt FROM')} WHERE loan = ?`,
  );
  // Asked only when a settled opening is settled again: not worth an index.
  const loanOfOpening = db.prepare<[string], Loan>(`${loanSql} WHERE opening = ?`);
  const returnOfOpening = db.prepare<[string], ReturnRow>(
    'SELECT returned, item, loan, place, problem, code FROM item_return WHERE opening = ?',
  );
  const unsettled = db.prepare<[], Opening>(
    `${openingSql} WHERE settled_at IS NULL ORDER BY requested_at, opening`,
  );
  const opening = db.prepare<[string], Opening & { outcome: string | null }>(
    `${openingSql.replace(' FROM', ', outcome FROM')} WHERE opening = ?`,
  );
  const placeOf = (row: PlaceRow | undefined): Place | null =>
    row === undefined ? null : place(row.place, row.door, row.name_zh, row.name_en);
  const orNull = (row: ItemRow | undefined): ItemFacts | null => (row === undefined ? null : factsOf(row));

  let known: Map<string, Kind> | null = null;
  const kinds = (): Map<string, Kind> => {
    known ??= new Map(kindRows.all().map((row) => [row.kind, Kind.parse(JSON.parse(row.definition))]));
    return known;
  };

  return {
    item: (ref) => orNull(item.get(ref)),
    itemByBarcode: (barcode) => orNull(byBarcode.get(barcode)),
    items: () => items.all().map(factsOf),
    kind: (kind) => kinds().get(kind) ?? null,
    kinds: () => [...kinds().values()],
    place: (ref) => placeOf(placeRow.get(ref)),
    doorPlace: (door) => placeOf(doorRow.get(door)),
    places: () => placeRows.all().map((row) => place(row.place, row.door, row.name_zh, row.name_en)),
    member: (person) => member.get(person) ?? null,
    card: (code) => card.get(code) ?? null,
    openLoans: (person) => openLoans.all(person),
    loan: (ref) => loan.get(ref) ?? null,
    loanOfOpening: (ref) => loanOfOpening.get(ref) ?? null,
    returnOfOpening: (ref) => returnOfOpening.get(ref) ?? null,
    unsettled: () => unsettled.all(),
    opening: (ref) => opening.get(ref) ?? null,
    forgetKinds: () => {
      known = null;
    },
  };
}
