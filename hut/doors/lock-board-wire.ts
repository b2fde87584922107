import { usualPulse } from '../../domain/config/board-config.ts';
import type { DeviceTrouble } from '../../domain/contract/screen.ts';
import type { DoorSight } from '../../domain/door/noticing.ts';
import {
  type DoorReading,
  type LockBoard,
  type LockError,
  mayHaveOpened,
} from '../../native/lock-board/lock-board.ts';
import type { DoorGroup, DoorWire } from './door-wire.ts';

/**
 * Milliseconds an opening may wait for its turn on the bus. After that nobody may still be standing there, so it
 * is not sent at all.
 */
const openDeadline = 2_000;

type Because = DeviceTrouble['because'];

function becauseOf(board: LockBoard): Because | null {
  const state = board.state;
  if (state.is !== 'unreachable') return null;
  switch (state.why.code) {
    case 'PortMissing':
    case 'Disconnected':
      return 'missing';
    case 'PortBusy':
      return 'busy';
    case 'PermissionDenied':
      return 'permission';
    case 'Silent':
      return 'silent';
  }
}

const outcome = (error: LockError): 'answered' | 'not-sent' | 'no-reply' => {
  // A board that rejects may only be echoing; the door is read in any case.
  if (error.code === 'BoardRejected') return 'answered';
  return mayHaveOpened(error) ? 'no-reply' : 'not-sent';
};

const sightOf = ({ lock, occupied }: DoorReading): DoorSight => ({
  lock,
  ...(occupied === undefined ? {} : { occupied }),
});

const groupOf = (board: LockBoard): DoorGroup => ({
  doors: board.doors,
  reachable: () => board.state.is === 'connected',
  async readAll() {
    const answer = await board.readAll();
    return answer.ok ? new Map(answer.value.map((reading) => [reading.door, sightOf(reading)])) : null;
  },
});

/** The doors of all lock boards as one wire. `close` closes the boards' connections. */
export function lockBoardWire(boards: readonly LockBoard[], close: () => Promise<void>): DoorWire {
  const boardOf = new Map<number, LockBoard>();
  for (const board of boards) for (const door of board.doors) boardOf.set(door, board);
  return {
    doors: [...boardOf.keys()].sort((a, b) => a - b),
    async open(door, operation) {
      const board = boardOf.get(door);
      if (board === undefined) return 'not-sent';
      const opened = await board.open(door, { deadlineMs: openDeadline, operationId: operation });
      return opened.ok ? 'answered' : outcome(opened.refusal);
    },
    coil: (door) => boardOf.get(door)?.pulseMs ?? usualPulse,
    async read(door) {
      const reading = await boardOf.get(door)?.readDoor(door);
      return reading?.ok ? sightOf(reading.value) : 'silence';
    },
    // A board that is still connecting after a start counts as absent: no door opens on a guess.
    reachable: (door) => boardOf.get(door)?.state.is === 'connected',
    groups: boards.map(groupOf),
    onHint(take) {
      for (const board of boards) board.onNotice(({ door }) => take(door));
    },
    onLink(take) {
      for (const board of boards) board.onState(take);
    },
    troubles() {
      return boards.flatMap((board): DeviceTrouble[] => {
        const because = becauseOf(board);
        return because === null ? [] : [{ device: 'locker', doors: [...board.doors], because }];
      });
    },
    close,
  };
}
