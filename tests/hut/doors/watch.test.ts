import { expect, onTestFinished, test } from 'vitest';
import type { DoorSight } from '../../../domain/door/noticing.ts';
import { Config } from '../../../hut/config/config.ts';
import { lockBoardWire } from '../../../hut/doors/lock-board-wire.ts';
import { DoorWatch } from '../../../hut/doors/watch.ts';
import { gapAt } from '../../../native/lock-board/bus.ts';
import { connectBoards } from '../../../native/lock-board/connect.ts';
import { protocolNames, protocolOf } from '../../../native/lock-board/protocols.ts';
import { SimulatedBoard } from '../../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../../native/port/pseudo-terminal.ts';
import { wiringOf } from '../../native/wiring.ts';
import { pass } from '../../settle.ts';
import { SimClock } from '../../sim-clock.ts';

const doors = 48;

/** A locker of 48 doors, all its boards on one wire at their real speed, watched as the hut does. */
async function watched(protocol: string) {
  const { baud, address, channels, feedback, order } = protocolOf(protocol).facts;
  const each = Math.min(24, channels);
  const places = Array.from({ length: doors / each }, (_, i) => ({
    address: address.usual + i,
    first: i * each + 1,
  }));
  const clock = new SimClock();
  const port = await makeSimulatedPort();
  const wire = new SimulatedWire(port.far, { clock, baud });
  const boards = places.map(
    (place) =>
      new SimulatedBoard(wire, { protocol, address: place.address, channels: each, feedback, order }),
  );
  const config = Config.parse({
    locker: {
      boards: places.map((place) => ({
        id: `b${place.first}`,
        protocol,
        path: port.path,
        address: place.address,
        doors: Object.fromEntries(Array.from({ length: each }, (_, i) => [String(place.first + i), i + 1])),
      })),
    },
  });
  const drivers = connectBoards(config.locker.boards, {
    clock,
    openStream: countedOpenStream(openStreamWith(clock), [port]),
  });
  const sights = new Map<number, DoorSight['lock']>();
  const moved = new Map<number, number>();
  /** Milliseconds from each move of a door to the look that told it. */
  const noticed: number[] = [];
  const watch = new DoorWatch({
    clock,
    wire: lockBoardWire(drivers.boards, () => drivers.close()),
    log: () => undefined,
    seen: (looks) => {
      for (const [door, { lock }] of looks) {
        const at = moved.get(door);
        if (at !== undefined && lock !== sights.get(door)) {
          noticed.push(clock.mono() - at);
          moved.delete(door);
        }
        sights.set(door, lock);
      }
    },
  });
  const started = watch.start();
  const wait = (ms: number) => pass(clock, ms, port.inFlight);
  onTestFinished(async () => {
    watch.close();
    await drivers.close();
    await port.close();
    expect(wire.errors).toEqual([]);
  });
  await wait(2_000);
  await started;
  return {
    clock,
    boards,
    drivers,
    moved,
    noticed,
    wait,
    behind: (door: number) => {
      const board = boards[Math.floor((door - 1) / each)];
      if (board === undefined) throw new Error(`no door ${door}`);
      return { board, channel: ((door - 1) % each) + 1 };
    },
    /** Somebody pulls a door open, or pushes it shut. */
    hand(door: number): void {
      const { board, channel } = this.behind(door);
      moved.set(door, clock.mono());
      if (board.isOpen(channel)) board.closeDoor(channel);
      else board.openDoor(channel);
    },
  };
}

test.each(protocolNames)('%s: whatever one of 48 doors does is seen within a second', async (protocol) => {
  const locker = await watched(protocol);
  for (let n = 0; n < 12; n++) {
    locker.hand(1 + ((n * 19) % doors));
    // At any moment of a round.
    await locker.wait(1_000 + ((n * 137) % 500));
  }
  expect(locker.moved.size).toBe(0);
  expect(Math.max(...locker.noticed)).toBeLessThanOrEqual(1_000);
});

test.each(protocolNames)(
  '%s: an open waits for one poll on the wire at most, whenever it comes, and for none on an idle wire',
  async (protocol) => {
    const locker = await watched(protocol);
    const [first] = locker.drivers.boards;
    let frames: { direction: 'tx' | 'rx'; bytes: number; at: number }[] = [];
    first?.onRaw(({ direction, bytes, at }) => frames.push({ direction, bytes: bytes.length, at }));
    await locker.wait(1_000);
    const polls: number[] = [];
    for (const { direction, bytes } of frames) {
      if (direction === 'tx') polls.push(bytes);
      else polls.push((polls.pop() ?? 0) + bytes);
    }
    const { baud } = protocolOf(protocol).facts;
    const longestPoll = (Math.max(...polls) * 10_000) / baud + gapAt(baud);
    const waited: number[] = [];
    for (let n = 0; n < 16; n++) {
      frames = [];
      const door = 1 + ((n * 7) % doors);
      const from = locker.clock.mono();
      void locker.drivers.boardOf(door)?.open(door, { deadlineMs: 5_000, operationId: `watch-${n}` });
      await locker.wait(611 + n);
      waited.push(
        (frames.find(({ direction }) => direction === 'tx')?.at ?? Number.POSITIVE_INFINITY) - from,
      );
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(longestPoll + 0.01);
    expect(Math.min(...waited)).toBe(0);
  },
);

const shared = protocolNames.filter((protocol) => protocolOf(protocol).facts.channels < doors);
test.each(shared)(
  '%s: a dead board delays what is seen of the others by its own time-out at most',
  async (protocol) => {
    const locker = await watched(protocol);
    const [dead] = locker.drivers.boards;
    const ownTimeOut = protocolOf(protocol).codec(wiringOf(protocol)).readAll().within;
    locker.boards[0]?.power(false);
    for (let n = 0; n < 8; n++) {
      locker.hand(doors - ((n * 5) % 8));
      await locker.wait(1_600 + n * 37);
    }
    expect(dead?.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
    expect(locker.moved.size).toBe(0);
    expect(Math.max(...locker.noticed)).toBeLessThanOrEqual(1_000 + ownTimeOut);
  },
);
