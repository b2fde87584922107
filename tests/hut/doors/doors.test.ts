import { expect, test } from 'vitest';
import type { DoorSight } from '../../../domain/door/noticing.ts';
import type { DoorBook } from '../../../hut/doors/door-book.ts';
import type { DoorWire } from '../../../hut/doors/door-wire.ts';
import { Doors, type DoorsDeps } from '../../../hut/doors/doors.ts';
import { LedgerGone, ledgerFault } from '../../../hut/ledger/fault.ts';
import { SimClock } from '../../sim-clock.ts';

/** Doors that nobody stands before. */
const doorsOn = (deps: Pick<DoorsDeps, 'clock' | 'wire' | 'lending'> & Partial<DoorsDeps>): Doors =>
  new Doors({
    news: () => {},
    visit: () => null,
    mayResume: () => true,
    changed: () => {},
    alarm: () => {},
    log: () => {},
    ...deps,
  });

test('without a ledger the doors are watched all the same: one that opens sounds once, and nothing fills the log', async () => {
  const clock = new SimClock();
  const gone = (): never => {
    throw new LedgerGone(ledgerFault('corrupt', 'nothing to restore from'));
  };
  let there = true;
  const opening = { opening: 'o-1', door: 2, openedAt: null } as ReturnType<
    DoorBook['unsettledOpenings']
  >[number];
  const finished: string[] = [];
  const book: DoorBook = {
    suspectDoors: () => new Set(),
    noteDoor: gone,
    unsettledOpenings: () => (there ? [opening] : gone()),
    openingOpened: gone,
    finishOpening: gone,
    voidOpening(ref) {
      finished.push(ref);
      return { ok: true, value: null };
    },
  };
  const sights = new Map<number, DoorSight>([
    [1, { lock: 'closed' }],
    [2, { lock: 'unknown' }],
  ]);
  const wire: DoorWire = {
    doors: [1, 2],
    groups: [{ doors: [1, 2], reachable: () => true, readAll: async () => new Map(sights) }],
    open: async () => 'answered',
    coil: () => 300,
    read: async (door) => sights.get(door) ?? 'silence',
    reachable: () => true,
    onLink: () => {},
    onHint: () => {},
    troubles: () => [],
    close: async () => {},
  };
  const log: unknown[] = [];
  let alarms = 0;
  const doors = doorsOn({
    clock,
    wire,
    lending: book,
    alarm: () => alarms++,
    log: (entry) => void log.push(entry),
  });
  const look = async () => {
    clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await doors.settleAtBoot();
  there = false;
  sights.set(1, { lock: 'open' });
  for (let n = 0; n < 10; n++) await look();
  expect(alarms).toBe(1);
  expect(doors.faultOf(1)).toBe('standing-open');
  // Said once: what the door did could not be written down.
  expect(log).toMatchObject([{ what: 'not-recorded' }]);
  // What was open before is not forgotten over it. One look may be a bounce.
  there = true;
  sights.set(2, { lock: 'closed' });
  await look();
  sights.set(2, { lock: 'unknown' });
  await look();
  expect(finished).toEqual([]);
  sights.set(2, { lock: 'closed' });
  await look();
  await look();
  expect(finished).toEqual(['o-1']);
  await doors.close();
});

test('what was left open on one board is settled by that board, however often others are looked at between', async () => {
  const clock = new SimClock();
  const opening = { opening: 'o-1', door: 1, openedAt: 5, purpose: 'borrow' } as ReturnType<
    DoorBook['unsettledOpenings']
  >[number];
  const finished: string[] = [];
  const notes: string[] = [];
  const book: DoorBook = {
    suspectDoors: () => new Set([1]),
    noteDoor: ({ what }) => {
      notes.push(what);
      return { ok: true, value: null };
    },
    unsettledOpenings: () => (finished.length === 0 ? [opening] : []),
    openingOpened: () => ({ ok: true, value: null }),
    finishOpening(ref) {
      finished.push(ref);
      return { ok: true, value: null };
    },
    voidOpening: () => {
      throw new Error('it was seen open');
    },
  };
  const group = (door: number) => ({
    doors: [door],
    reachable: () => true,
    readAll: async () => new Map<number, DoorSight>([[door, { lock: 'closed' }]]),
  });
  const wire: DoorWire = {
    doors: [1, 2],
    groups: [group(1), group(2), { doors: [], reachable: () => true, readAll: async () => new Map() }],
    open: async () => 'answered',
    coil: () => 300,
    read: async () => 'silence',
    reachable: () => true,
    onLink: () => {},
    onHint: () => {},
    troubles: () => [],
    close: async () => {},
  };
  const doors = doorsOn({ clock, wire, lending: book });
  await doors.settleAtBoot();
  expect(finished).toEqual([]);
  clock.advance(500);
  await new Promise((resolve) => setImmediate(resolve));
  expect(finished).toEqual(['o-1']);
  // It was open and is shut now: it is as good as any other door.
  expect(notes).toEqual(['trusted']);
  expect(doors.faultOf(1)).toBeNull();
  await doors.close();
});
