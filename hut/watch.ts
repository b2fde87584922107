import type { Clock } from '../domain/clock.ts';
import type { HutTrouble, Pause, Trouble } from '../domain/contract/trouble.ts';
import type { ClockSense } from './clock-sense.ts';
import { faultOf } from './ledger/fault.ts';
import type { HeldStore, StoreFault } from './ledger/held-store.ts';
import type { Room } from './ledger/room.ts';
import type { Footing } from './lending/context.ts';

/** Between two looks at ledger, disk and clock, milliseconds. */
export const watchEvery = 1_000;

/** What the hut stands on, for whoever draws it. */
export interface Standing {
  /** Why nothing at all can be recorded now, or null. */
  trouble(): Trouble | null;
  /** What keeps the hut from its full work, for the band. */
  troubles(): HutTrouble[];
  /** An error met on the way to the ledger. True when it was a fault of the disk, which is then looked after. */
  suspect(error: unknown): boolean;
}

/** What the screen calls a fault of the store. */
export function troubleOf({ code }: StoreFault): Trouble {
  return code === 'corrupt' || code === 'not-a-ledger' ? 'damaged' : code;
}

/** Looks after what the hut stands on: the ledger in its place, room on the disk, a clock that can be right. */
export interface Watch {
  standing: Standing;
  close(): void;
}

export interface WatchDeps {
  clock: Clock;
  held: HeldStore;
  room: Room;
  sense: ClockSense;
  /** Somebody is at the screen: work that can wait does. */
  busy: () => boolean;
}

/** Why nothing new is lent. */
export function footingOf(room: Room, sense: () => ClockSense | null): Footing {
  const clockFault = () => sense()?.fault() ?? null;
  return {
    paused: (): Pause | null =>
      room.state !== 'enough' ? 'disk-full' : clockFault() !== null ? 'clock-wrong' : null,
    clockRight: () => clockFault() === null,
  };
}

/** Starts to watch. */
export function startWatch({ clock, held, room, sense, busy }: WatchDeps): Watch {
  let cancel = () => {};
  const look = () => {
    try {
      held.check();
      room.look(busy());
      sense.look();
    } catch (error) {
      if (faultOf(error) === null) throw error;
    } finally {
      cancel = clock.after(watchEvery, look);
    }
  };
  look();
  const trouble = (): Trouble | null => {
    const fault = held.fault();
    if (fault !== null) return troubleOf(fault);
    return room.state === 'none' ? 'disk-full' : null;
  };
  return {
    standing: {
      trouble,
      suspect: (error) => held.suspect(error),
      troubles() {
        const clockFault = sense.fault();
        return [
          ...(trouble() !== null ? [{ device: 'disk', because: 'unwritable' } as const] : []),
          ...(trouble() === null && room.state === 'used'
            ? [{ device: 'disk', because: 'full' } as const]
            : []),
          ...(clockFault === null ? [] : [{ device: 'clock', because: clockFault } as const]),
        ];
      },
    },
    close: () => cancel(),
  };
}
