import type { ItemView, KindCard, PlaceView, Refusal } from '../../domain/contract/screen.ts';
import type { Named } from '../../domain/contract/words.ts';
import { recallOf } from '../../domain/lending/recall.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { bothNames } from '../../domain/stock/both-names.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import type { DoorPlace, ItemFacts, Reader } from '../ledger/reader.ts';
import { itemFacts, kindNamed, type LendingContext } from './context.ts';
import type { DoorFaultOf, Item, Opening, Place } from './lending-types.ts';

/** A place as the screen says it. */
export const placeViewOf = (place: Place): PlaceView =>
  place.at === 'door' ? { at: 'door', door: place.door } : { at: 'shelf', name: place.name };

export function viewOf(read: Reader, item: Item): ItemView {
  const { measure, picture } = kindNamed(read, item.kind);
  const { kind, name } = item;
  const parts = item.parts.map(bothNames);
  return { item: item.item, kind, name, measure, picture, place: placeViewOf(item.place), parts };
}

/** What a screen can hold; the rest of a very large stock is spoken by its kinds. */
const mostNames = 200;

/** See `Lending.spokenNames`. Books come last: they are many, and seldom spoken of. */
export function spokenNames(read: Reader): Named[] {
  const names = new Map<string, Named>();
  for (const place of read.places()) if (place.at === 'shelf') names.set(place.name.zh, place.name);
  const kinds = read.kinds();
  const inOrder = [
    ...kinds.filter(({ group }) => group !== 'book'),
    ...kinds.filter(({ group }) => group === 'book'),
  ];
  for (const { kind } of inOrder) {
    for (const name of read.names(kind, mostNames - names.size)) names.set(name.zh, name);
  }
  return [...names.values()];
}

/** How the things of a kind stand. A retired thing is no longer one of them. */
interface Standing {
  available: number;
  /** On loan, or on their way out through an open door. */
  out: number;
  notInService: number;
  /** In service, and behind a door that cannot be used. */
  shut: number;
  /** In service, could be had, and called back by the office. */
  recalled: number;
  /** When those on their way out will be due. */
  leavingDue: number[];
}

/** Doors behind which nothing can be had now. */
const shutDoors = (
  at: LendingContext,
  doorFaultOf: DoorFaultOf,
  unsettled: readonly Opening[],
): DoorPlace[] => {
  const { read } = at.ledger;
  const busy = new Set([...unsettled.map(({ door }) => door), ...read.keeperDoors()]);
  return read.doorPlaces().filter(({ door }) => busy.has(door) || doorFaultOf(door) !== null);
};

/**
 * How all kinds stand: the ledger's own counts, put right by what no count can know: openings under way and doors
 * that cannot be used. There are as many of these as doors, so it takes the same time for ten things and for 20,000.
 */
function standings(at: LendingContext, doorFaultOf: DoorFaultOf): Map<string, Standing> {
  const { read } = at.ledger;
  const byKind = new Map<string, Standing>();
  for (const { kind, ready, out, notInService } of read.stockCounts()) {
    byKind.set(kind, { available: ready, out, notInService, shut: 0, recalled: 0, leavingDue: [] });
  }
  const unsettled = read.unsettled();
  const leaving = new Set<string>();
  for (const { item, purpose, due } of unsettled) {
    if (purpose !== 'borrow' || leaving.has(item)) continue;
    leaving.add(item);
    const { item: thing, openLoan } = itemFacts(read, item);
    const its = byKind.get(thing.kind);
    if (openLoan !== null || thing.condition === 'retired' || its === undefined) continue;
    if (thing.condition === 'in-service') its.available--;
    else its.notInService--;
    its.out++;
    if (due !== null) its.leavingDue.push(due);
  }
  const shut = new Set<string>();
  for (const { place } of shutDoors(at, doorFaultOf, unsettled)) {
    for (const { item, openLoan } of read.itemsAt(place)) {
      const its = byKind.get(item.kind);
      if (openLoan !== null || item.condition !== 'in-service' || leaving.has(item.item)) continue;
      if (its === undefined) continue;
      its.available--;
      its.shut++;
      shut.add(item.item);
    }
  }
  for (const item of recalledReady(read, [...byKind.keys()])) {
    const its = byKind.get(item.kind);
    if (its === undefined || shut.has(item.item) || leaving.has(item.item)) continue;
    its.available--;
    its.recalled++;
  }
  return byKind;
}

/** Things that could be lent if nobody had called them back. Reads nothing while there is no recall. */
function recalledReady(read: Reader, kinds: readonly string[]): Item[] {
  const recalls = read.mirrors.recalls();
  const meant = kinds.filter((each) => recalls.some(({ kind }) => kind === null || kind === each));
  return meant.flatMap((kind) =>
    read.ready(kind).flatMap(({ item }) => (recallOf(recalls, item) === null ? [] : [item])),
  );
}

/** When the first of a kind comes back; null when nobody knows, as with one that is overdue. */
function firstBack(at: LendingContext, kind: string, leavingDue: readonly number[]): number | null {
  const now = Math.trunc(at.clock.wall());
  const first = at.ledger.read.firstDue(kind, now);
  const dues = [...(first === null ? [] : [first]), ...leavingDue.filter((due) => due >= now)];
  return dues.length === 0 ? null : Math.min(...dues);
}

/** See `Lending.kindCards`. */
export function kindCards(at: LendingContext, doorFaultOf: DoorFaultOf): KindCard[] {
  const catalogue = new Map(kindCatalogue.map(({ kind }, i) => [kind, i]));
  const rank = (kind: string): number => catalogue.get(kind) ?? kindCatalogue.length;
  return [...standings(at, doorFaultOf)]
    .sort(([a], [b]) => at.tally.lentOf(b) - at.tally.lentOf(a) || rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([id, its]) => {
      const { kind, name, measure, picture } = kindNamed(at.ledger.read, id);
      const card = { kind, name, measure, picture, available: its.available };
      if (its.available > 0) return card;
      const because =
        its.out > 0 ? 'out' : its.recalled > 0 ? 'recalled' : its.shut > 0 ? 'door' : 'not-in-service';
      return { ...card, away: { back: firstBack(at, id, its.leavingDue), because } as const };
    });
}

/**
 * See `Lending.pickItem`. A door is offered before a shelf: what stands behind a door needs no scan; among
 * doors the lowest number, so that the same hand finds the same door.
 */
export function pickItem(
  at: LendingContext,
  kind: string,
  doorFaultOf: DoorFaultOf,
  except?: string,
): Result<Item, Refusal & { why: 'none-left' | 'recalled' }> {
  const { read } = at.ledger;
  const unsettled = read.unsettled();
  const leaving = unsettled.filter(({ purpose }) => purpose === 'borrow');
  const shut = new Set(shutDoors(at, doorFaultOf, unsettled).map(({ place }) => place));
  const recalls = read.mirrors.recalls();
  const free = ({ item }: ItemFacts): boolean =>
    recallOf(recalls, item) === null &&
    item.item !== except &&
    !shut.has(item.place.place) &&
    !leaving.some((one) => one.item === item.item);
  const best =
    read.behindDoors(kind).find(free) ??
    read.onShelves(kind, recalls.length > 0 ? -1 : leaving.length + 2).find(free) ??
    null;
  if (best !== null) return done(best.item);
  const [called] = recalledReady(read, [kind]);
  const recall = called === undefined ? null : recallOf(recalls, called);
  if (called !== undefined && recall !== null) {
    return refused({ why: 'recalled', item: called.name, because: recall.why });
  }
  const name = read.kind(kind)?.name ?? { zh: '东西', en: 'Thing' };
  // One that was retired while its door stood open does not come back into lending.
  const dues = leaving.flatMap(({ item, due }) => {
    const { kind: its, condition } = itemFacts(read, item).item;
    return due !== null && its === kind && condition !== 'retired' ? [due] : [];
  });
  return refused({ why: 'none-left', item: name, back: firstBack(at, kind, dues) });
}
