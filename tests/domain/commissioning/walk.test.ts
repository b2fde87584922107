import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  feedbackOf,
  type Look,
  learnedOf,
  type Singles,
  startWalk,
  stepWalk,
  type WalkState,
  wanted,
} from '../../../domain/commissioning/walk.ts';
import type { Order } from '../../../domain/config/lock-protocols.ts';

interface Wired {
  bytes: number;
  order: Order;
  inverted: boolean;
  /** Left out: as many as the bytes have bits. */
  channels?: number;
  /** One door is read by reading all: nobody can ask for a channel alone. */
  readsAll?: boolean;
}

/** A locker with hands: true channels, each board with its own wiring. */
function locker(boards: Wired[]) {
  const open = boards.map(() => new Set<number>());
  const lockOf = (board: number, channel: number) =>
    (open[board]?.has(channel) ?? false) !== (boards[board]?.inverted ?? false) ? 'open' : 'closed';
  const mirrored = ({ bytes }: Wired, channel: number) =>
    (bytes - 1 - Math.floor((channel - 1) / 8)) * 8 + ((channel - 1) % 8) + 1;
  const look = (): Look =>
    boards.map((wired, board) => {
      const by = (order: Order) =>
        Array.from({ length: wired.bytes * 8 }, (_, i) =>
          lockOf(board, order === wired.order ? i + 1 : mirrored(wired, i + 1)),
        );
      const channels = wired.channels ?? wired.bytes * 8;
      return { 'high-first': by('high-first'), 'low-first': by('low-first'), channels } as const;
    });
  const singles = (state: WalkState, of: Look): Singles => {
    const asked = wanted(state, of);
    return Object.fromEntries(
      (asked?.channels ?? []).map((channel) => {
        const board = asked?.board ?? 0;
        return [channel, boards[board]?.readsAll ? 'unknown' : lockOf(board, channel)];
      }),
    );
  };
  return {
    look,
    step(state: WalkState) {
      const seen = look();
      return stepWalk(state, { is: 'look', look: seen, singles: singles(state, seen) });
    },
    move: (board: number, channel: number, to: boolean) =>
      to ? open[board]?.add(channel) : open[board]?.delete(channel),
  };
}

const oneBoard = [{ bytes: 3, order: 'high-first', inverted: false }] as const satisfies Wired[];
const begun = (at: ReturnType<typeof locker>) => stepWalk(startWalk(), { is: 'all-closed', look: at.look() });

describe('the walk through a locker', () => {
  it('learns polarity, byte order and map of any wiring', () => {
    const wired = fc
      .record({
        channels: fc.integer({ min: 1, max: 50 }),
        order: fc.constantFrom<Order>('high-first', 'low-first'),
        inverted: fc.boolean(),
        readsAll: fc.boolean(),
      })
      .map((one) => ({ ...one, bytes: Math.ceil(one.channels / 8) }));
    const scene = fc.array(wired, { minLength: 1, maxLength: 3 }).chain((boards) =>
      fc.tuple(
        fc.constant(boards),
        fc.uniqueArray(
          fc
            .tuple(fc.integer({ min: 0, max: boards.length - 1 }), fc.nat())
            .map(([board, pick]) => [board, (pick % (boards[board]?.channels ?? 1)) + 1] as const),
          { minLength: 1, maxLength: 12, selector: ([board, channel]) => board * 100 + channel },
        ),
      ),
    );
    fc.assert(
      fc.property(scene, ([boards, doors]) => {
        const here = locker(boards);
        let state = begun(here);
        for (const [board, channel] of doors) {
          state = here.step(state);
          here.move(board, channel, true);
          state = here.step(here.step(state));
          expect(state.at).toBe('close');
          here.move(board, channel, false);
          state = here.step(state);
          expect(state.at).toBe('open');
        }
        state = stepWalk(state, { is: 'finish' });
        expect(state.at).toBe('done');
        const learned = learnedOf(
          state,
          boards.map(() => ({ order: 'high-first' })),
        );
        boards.forEach((wiring, board) => {
          const here = doors.flatMap(([on, channel], i) => (on === board ? [[String(i + 1), channel]] : []));
          const its = learned[board];
          if (its === undefined) throw new Error('nothing learned');
          const { order, otherwise } = its;
          // Where nobody can tell, one of two maps is the true one, and it is said that they are two.
          const doubtful = otherwise !== null && wiring.order !== 'high-first';
          expect(doubtful ? otherwise : its.doors).toEqual(Object.fromEntries(here));
          if (!wiring.readsAll) expect(otherwise).toBeNull();
          if (here.length === 0) return;
          expect(its.inverted).toBe(wiring.inverted);
          // The middle byte of three is the same by either order: then nothing tells, and nothing needs to.
          if (order !== null) expect({ order, otherwise }).toEqual({ order: wiring.order, otherwise: null });
        });
      }),
    );
  });

  it('waits while two doors stand open, and says so', () => {
    const here = locker(oneBoard);
    let state = begun(here);
    here.move(0, 1, true);
    here.move(0, 2, true);
    state = here.step(here.step(state));
    expect(state).toMatchObject({ at: 'open', trouble: { is: 'several' } });
    here.move(0, 2, false);
    state = here.step(here.step(state));
    expect(state).toMatchObject({ at: 'close', door: 1, trouble: null });
  });

  it('knows a door it has met', () => {
    const here = locker(oneBoard);
    let state = begun(here);
    here.move(0, 5, true);
    state = here.step(here.step(state));
    here.move(0, 5, false);
    state = here.step(state);
    expect(state.door).toBe(2);
    here.move(0, 5, true);
    state = here.step(here.step(state));
    expect(state).toMatchObject({ at: 'open', door: 2, trouble: { is: 'known', door: 1 } });
  });

  it('does not believe one bounce of a switch', () => {
    const here = locker(oneBoard);
    let state = begun(here);
    here.move(0, 5, true);
    state = here.step(state);
    here.move(0, 5, false);
    state = here.step(state);
    expect(state).toMatchObject({ at: 'open', maybe: null });
  });

  it('leaves out a number that is not on the locker, and ends only with a door', () => {
    const here = locker(oneBoard);
    let state = begun(here);
    expect(stepWalk(state, { is: 'finish' }).at).toBe('open');
    state = stepWalk(state, { is: 'no-such-door' });
    here.move(0, 7, true);
    state = here.step(here.step(state));
    here.move(0, 7, false);
    state = stepWalk(here.step(state), { is: 'finish' });
    expect(learnedOf(state, [{ order: 'high-first' }])[0]?.doors).toEqual({ 2: 7 });
  });

  it('tells one lock that is wired unlike the others', () => {
    const here = locker(oneBoard);
    // Door 2 hangs on a switch the wrong way round: to the board it stands open while it is closed.
    here.move(0, 6, true);
    let state = begun(here);
    here.move(0, 5, true);
    state = here.step(here.step(state));
    here.move(0, 5, false);
    state = here.step(state);
    here.move(0, 6, false);
    state = here.step(here.step(state));
    expect(state.trouble).toEqual({ is: 'other-wiring' });
  });
});

it('turns the usual feedback round', () => {
  expect(feedbackOf('closed-is-1', true)).toBe('closed-is-0');
  expect(feedbackOf('closed-is-0', true)).toBe('closed-is-1');
  expect(feedbackOf('closed-is-0', false)).toBe('closed-is-0');
});
