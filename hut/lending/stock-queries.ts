import type { ItemView, KindCard, PlaceView, Refusal } from '../../domain/contract/screen.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import type { ItemFacts, Reader } from '../ledger/reader.ts';
import { kindNamed, type LendingContext } from './context.ts';
import type { Item, Place } from './lending-types.ts';

type DoorFaultOf = (door: number) => DoorFault | null;

/** A place as the screen says it. */
export const placeViewOf = (place: Place): PlaceView =>
  place.at === 'door' ? { at: 'door', door: place.door } : { at: 'shelf', name: place.name };

export function viewOf(read: Reader, item: Item): ItemView {
  const { measure, picture } = kindNamed(read, item.kind);
  const { kind, name, parts } = item;
  return { item: item.item, kind, name, measure, picture, place: placeViewOf(item.place), parts };
}

/** What keeps a thing from being lent now. */
type Standing = 'available' | 'out' | 'not-in-service' | 'door';

interface Stand {
  facts: ItemFacts;
  standing: Standing;
  due: number | null;
}

/** Everything that is lent at all, with how it stands. */
function stands(at: LendingContext, doorFaultOf: DoorFaultOf): Stand[] {
  const unsettled = at.ledger.read.unsettled();
  return at.ledger.read
    .items()
    .filter(({ item }) => item.condition !== 'retired')
    .map((facts) => {
      const { item, openLoan } = facts;
      const leaving = unsettled.find((opening) => opening.item === item.item && opening.purpose === 'borrow');
      if (openLoan !== null) return { facts, standing: 'out', due: openLoan.due };
      if (leaving !== undefined) return { facts, standing: 'out', due: leaving.due };
      if (item.condition !== 'in-service') return { facts, standing: 'not-in-service', due: null };
      const { place } = item;
      const shut =
        place.at === 'door' &&
        (doorFaultOf(place.door) !== null || unsettled.some((opening) => opening.door === place.door));
      return { facts, standing: shut ? 'door' : 'available', due: null };
    });
}

/** When the first of these comes back; null when nobody knows, as with one that is overdue. */
function firstBack(now: number, of: readonly Stand[]): number | null {
  const dues = of.flatMap(({ due }) => (due !== null && due >= now ? [due] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** See `Lending.kindCards`. */
export function kindCards(at: LendingContext, doorFaultOf: DoorFaultOf): KindCard[] {
  const byKind = new Map<string, Stand[]>();
  for (const stand of stands(at, doorFaultOf)) {
    const { kind } = stand.facts.item;
    byKind.set(kind, [...(byKind.get(kind) ?? []), stand]);
  }
  const catalogue = new Map(kindCatalogue.map(({ kind }, i) => [kind, i]));
  const rank = (kind: string): number => catalogue.get(kind) ?? kindCatalogue.length;
  return [...byKind]
    .sort(([a], [b]) => at.tally.lentOf(b) - at.tally.lentOf(a) || rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([id, its]) => {
      const { kind, name, measure, picture } = kindNamed(at.ledger.read, id);
      const available = its.filter(({ standing }) => standing === 'available').length;
      const card = { kind, name, measure, picture, available };
      if (available > 0) return card;
      const has = (standing: Standing): boolean => its.some((one) => one.standing === standing);
      const because = has('out') ? 'out' : has('door') ? 'door' : 'not-in-service';
      return { ...card, away: { back: firstBack(at.clock.wall(), its), because } as const };
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
): Result<Item, Refusal & { why: 'none-left' }> {
  const its = stands(at, doorFaultOf).filter(({ facts }) => facts.item.kind === kind);
  const door = ({ place }: Item): number => (place.at === 'door' ? place.door : Number.MAX_SAFE_INTEGER);
  const best = its
    .filter(({ standing, facts }) => standing === 'available' && facts.item.item !== except)
    .map(({ facts }) => facts.item)
    .sort((a, b) => door(a) - door(b))[0];
  if (best !== undefined) return done(best);
  const name = at.ledger.read.kind(kind)?.name ?? { zh: '东西', en: 'Thing' };
  return refused({ why: 'none-left', item: name, back: firstBack(at.clock.wall(), its) });
}
