import type { Config } from '../domain/config/config.ts';
import type { Answer, Args, CallName } from '../domain/contract/contract.ts';
import { done, type Result, refused } from '../domain/result.ts';
import { holdDelays, type StoreFault } from './ledger/held-store.ts';
import { type OpenedHut, type OpenHutOptions, openHut, type StartFault } from './open-hut.ts';
import { createWaiting, type Waiting } from './waiting.ts';
import { troubleOf } from './watch.ts';
import type { Desk } from './wire/desk.ts';
import { PushLog } from './wire/push-log.ts';

/** A hut that is open, or waits for its ledger and says why. Screens may connect from the first moment. */
export interface KeptHut {
  desk: Desk;
  pushes: PushLog;
  /** The open hut; null while there is none. */
  opened(): OpenedHut | null;
  /** Why there is none. */
  fault(): StartFault | null;
  close(): Promise<void>;
}

/** Faults that may go by themselves: the screen says so and the ledger is tried again. Others end the program. */
const isStoreFault = (fault: StartFault): fault is StoreFault =>
  'why' in fault && (fault.why === 'ledger-fault' || fault.why === 'person-key');

/**
 * Opens the hut and keeps it open. Where its ledger cannot be opened (a folder that is not there, no rights, no
 * room, another program), the screen says what and why, and it is tried again until the cause is gone; the hut then
 * comes up as after a restart. Refused: what only another configuration puts right.
 */
export async function keepHut(options: OpenHutOptions): Promise<Result<KeptHut, StartFault>> {
  const { clock, log, newId } = options;
  const boot = options.boot ?? newId();
  const pushes = options.pushes ?? new PushLog();
  let config = options.config;
  let hut: OpenedHut | null = null;
  let fault: StartFault | null = null;
  let waiting: Waiting | null = null;
  let wait: number = holdDelays.first;
  let cancel = () => {};
  let closed = false;
  let working: Promise<void> = Promise.resolve();

  /** Says why there is no hut. */
  const say = (why: Parameters<Waiting['say']>[0]) => {
    waiting ??= createWaiting({
      config,
      clock,
      chance: options.chance ?? Math.random,
      pushes,
    });
    waiting.say(why);
  };
  const later = (ms: number) => {
    cancel = clock.after(ms, () => {
      working = open().then(() => {});
    });
  };

  /** Another ledger lies there than before: all that is remembered means nothing. */
  const anew = () => {
    const before = hut;
    hut = null;
    say('starting');
    working = (async () => {
      await before?.close();
      await open();
    })();
  };

  /** A keeper has set up other devices, or none: the hut starts anew with them. */
  const reconfigure = (next: Config) => {
    config = next;
    anew();
  };

  const open = async (): Promise<Result<null, StartFault>> => {
    if (closed) return done(null);
    const opened = await openHut({ ...options, config, boot, pushes, anotherLedger: anew, reconfigure });
    if (opened.ok) {
      if (closed) await opened.value.close();
      else {
        waiting?.close();
        waiting = null;
        fault = null;
        wait = holdDelays.first;
        hut = opened.value;
        hut.hut.devicesChanged();
      }
      return done(null);
    }
    fault = opened.refusal;
    if (!isStoreFault(opened.refusal)) return opened;
    log({ what: 'ledger-not-open', code: fault.code, message: fault.message, again: wait });
    say(troubleOf(opened.refusal));
    later(wait);
    wait = Math.min(wait * 2, holdDelays.longest);
    return done(null);
  };

  const first = await open();
  if (!first.ok) return refused(first.refusal);
  return done({
    desk: {
      boot,
      handle<N extends CallName>(name: N, args: Args<N>): Promise<Answer<N>> {
        const now: Pick<Desk, 'handle'> | null = hut?.hut ?? waiting;
        if (now === null) throw new Error('neither open nor waiting');
        return now.handle(name, args);
      },
    },
    pushes,
    opened: () => hut,
    fault: () => fault,
    async close() {
      closed = true;
      cancel();
      waiting?.close();
      await working;
      await hut?.close();
    },
  });
}
