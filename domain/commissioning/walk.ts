import type { Feedback, Order } from '../config/lock-protocols.ts';

/**
 * What one whole-board read says, taken in the usual wiring, by either order of its status bytes: all their bits, index
 * 0 for channel 1. `channels`: how many such a board can have; bits beyond them stand for nothing.
 */
export type Seen = Readonly<Record<Order, readonly Lock[]> & { channels: number }>;
type Lock = 'open' | 'closed' | 'unknown';

/** One look at all boards at once, by their place in the list of found boards. */
export type Look = readonly Seen[];

/** Where a door hangs: which board, and the channel by either order. */
interface Spot {
  board: number;
  channel: Readonly<Record<Order, number>>;
  /** The order that must be the true one, because the board has no such channel by the other; null where it may be either. */
  only: Order | null;
  /** What the reading says while this door is closed, in the usual wiring. */
  closedAs: 'open' | 'closed';
}

/** Channels read one by one, which no order of bytes can mix up. */
export type Singles = Readonly<Record<number, Lock>>;

/** What stands in the way; the screen says it and the walk goes on by itself once it is gone. */
export type WalkTrouble =
  /** More than one door moved: only the asked one may stand open. */
  | { is: 'several' }
  /** The door that moved is known already. */
  | { is: 'known'; door: number }
  /** On this board the other doors are wired the other way round. */
  | { is: 'other-wiring' };

export interface WalkState {
  at: 'close-all' | 'open' | 'close' | 'done';
  /** The door that is asked for, from 1. */
  door: number;
  /** All doors closed. */
  baseline: Look | null;
  found: ReadonlyMap<number, Spot>;
  /** Byte order by board, where it is known. */
  orders: ReadonlyMap<number, Order>;
  trouble: WalkTrouble | null;
  /** The moved spot of the last look, which the next one must confirm: switches bounce. */
  maybe: Spot | null;
  /** Read one by one while the door stood open. */
  singles: Singles;
}

export type WalkInput =
  /** The keeper says all doors are closed, and this is what it looks like. */
  | { is: 'all-closed'; look: Look }
  /** `singles`: the channels named by `wanted`, read one by one right after the look. */
  | { is: 'look'; look: Look; singles: Singles }
  /** This number does not exist on the locker. */
  | { is: 'no-such-door' }
  /** There are no more doors. */
  | { is: 'finish' };

export const startWalk = (): WalkState => ({
  at: 'close-all',
  door: 1,
  baseline: null,
  found: new Map(),
  orders: new Map(),
  trouble: null,
  maybe: null,
  singles: {},
});

const orders = ['high-first', 'low-first'] as const;

/** Channels of `look` that differ from the baseline, as spots. By either order the same bits move. */
function movedIn(baseline: Look, look: Look): Spot[] {
  return look.flatMap((seen, board) => {
    const before = baseline[board];
    if (before === undefined) return [];
    const moved = (order: Order): number[] =>
      seen[order].flatMap((lock, i) => {
        const was = before[order][i];
        return lock === 'unknown' || was === undefined || was === 'unknown' || lock === was ? [] : [i + 1];
      });
    const [high, low] = [moved('high-first'), moved('low-first')];
    return high.flatMap((bit, i): Spot[] => {
      const was = before['high-first'][bit - 1];
      // One door moves at a time; where several do, which is which does not matter.
      const channel = { 'high-first': bit, 'low-first': low[i] ?? bit };
      const [possible, ...more] = orders.filter((order) => channel[order] <= seen.channels);
      if (possible === undefined) return [];
      const only = more.length === 0 ? possible : null;
      return [{ board, channel, only, closedAs: was === 'open' ? 'open' : 'closed' }];
    });
  });
}

const sameSpot = (a: Spot, b: Spot): boolean =>
  a.board === b.board && orders.every((order) => a.channel[order] === b.channel[order]);

/** The channels whose single reading would tell the byte order, and their board; null when nothing is to be told. */
export function wanted(state: WalkState, look: Look): { board: number; channels: readonly number[] } | null {
  if (state.baseline === null || (state.at !== 'open' && state.at !== 'close')) return null;
  const spot = state.at === 'close' ? state.found.get(state.door) : movedIn(state.baseline, look)[0];
  if (spot === undefined || spot.only !== null || state.orders.has(spot.board)) return null;
  const { 'high-first': high, 'low-first': low } = spot.channel;
  return high === low ? null : { board: spot.board, channels: [high, low] };
}

/** The walk through the locker: one door after the other is opened and closed by hand. Pure. */
export function stepWalk(state: WalkState, input: WalkInput): WalkState {
  if (input.is === 'all-closed') {
    return state.at === 'close-all' ? { ...state, at: 'open', baseline: input.look } : state;
  }
  if (input.is === 'finish')
    return state.at === 'open' && state.found.size > 0 ? { ...state, at: 'done' } : state;
  if (input.is === 'no-such-door') return state.at === 'open' ? next(state) : state;
  if (state.baseline === null) return state;
  const moved = movedIn(state.baseline, input.look);
  if (state.at === 'open') return whileOpening(state, moved, input.singles);
  return state.at === 'close' ? whileClosing(state, moved, input.singles) : state;
}

const next = (state: WalkState): WalkState => ({
  ...state,
  at: 'open',
  door: state.door + 1,
  trouble: null,
  maybe: null,
  singles: {},
});

function whileOpening(state: WalkState, moved: Spot[], singles: Singles): WalkState {
  const [spot] = moved;
  if (spot === undefined) return { ...state, maybe: null, trouble: null };
  if (moved.length > 1) return { ...state, maybe: null, trouble: { is: 'several' } };
  for (const [door, known] of state.found) {
    if (sameSpot(known, spot)) return { ...state, maybe: null, trouble: { is: 'known', door } };
  }
  const wiring = [...state.found.values()].find((known) => known.board === spot.board)?.closedAs;
  if (wiring !== undefined && wiring !== spot.closedAs) {
    return { ...state, maybe: null, trouble: { is: 'other-wiring' } };
  }
  if (state.maybe === null || !sameSpot(state.maybe, spot)) return { ...state, maybe: spot, trouble: null };
  return {
    ...state,
    at: 'close',
    maybe: null,
    trouble: null,
    found: new Map(state.found).set(state.door, spot),
    orders: spot.only === null ? state.orders : new Map(state.orders).set(spot.board, spot.only),
    singles,
  };
}

function whileClosing(state: WalkState, moved: Spot[], singles: Singles): WalkState {
  if (moved.length > 1) return { ...state, trouble: { is: 'several' } };
  if (moved.length === 1) return { ...state, trouble: null };
  const spot = state.found.get(state.door);
  if (spot === undefined) return state;
  // The channel that moved when read alone is the true one, whatever the bytes of the whole read say.
  const told = orders.filter((order) => {
    const [open, closed] = [state.singles[spot.channel[order]], singles[spot.channel[order]]];
    return (
      open !== undefined &&
      closed !== undefined &&
      open !== 'unknown' &&
      closed !== 'unknown' &&
      open !== closed
    );
  });
  const [order] = told;
  const learned =
    told.length === 1 && order !== undefined ? new Map(state.orders).set(spot.board, order) : state.orders;
  return next({ ...state, orders: learned });
}

/** Door number → channel. */
export type DoorMap = Readonly<Record<string, number>>;

/** What the walk has learned of one board. `order` is null where nothing told it: the usual one then. */
export interface LearnedBoard {
  inverted: boolean;
  order: Order | null;
  doors: DoorMap;
  /** The same doors by the other order; null where the order is known, or makes no difference to them. */
  otherwise: DoorMap | null;
}

export const otherOrder = (order: Order): Order => (order === 'high-first' ? 'low-first' : 'high-first');

/** By board, in the order of the found boards; a board without doors has none. `usual` byte order by board. */
export function learnedOf(state: WalkState, boards: readonly { order: Order }[]): LearnedBoard[] {
  return boards.map(({ order: usual }, board) => {
    const order = state.orders.get(board) ?? null;
    const here = [...state.found].filter(([, spot]) => spot.board === board);
    const by = (its: Order): DoorMap =>
      Object.fromEntries(here.map(([door, spot]) => [String(door), spot.channel[its]]));
    const matters = here.some(([, { channel }]) => channel['high-first'] !== channel['low-first']);
    return {
      inverted: here.some(([, spot]) => spot.closedAs === 'open'),
      order,
      doors: by(order ?? usual),
      otherwise: order === null && matters ? by(otherOrder(usual)) : null,
    };
  });
}

/** The other feedback where the walk found the usual one to be the wrong way round. */
export const feedbackOf = (usual: Feedback, inverted: boolean): Feedback =>
  !inverted ? usual : usual === 'closed-is-1' ? 'closed-is-0' : 'closed-is-1';
