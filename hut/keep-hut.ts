import { join } from 'node:path';
import type { Config } from '../domain/config/config.ts';
import { isPractice } from '../domain/config/config.ts';
import type { Answer, Args, CallName } from '../domain/contract/contract.ts';
import type { Health } from '../domain/contract/health.ts';
import type { Trouble } from '../domain/contract/trouble.ts';
import { done, type Result, refused } from '../domain/result.ts';
import { readHealth } from './health/read-health.ts';
import { holdDelays, type StoreFault } from './ledger/held-store.ts';
import { ledgerFile } from './ledger/hut-store.ts';
import { stackOf } from './log.ts';
import {
  configuredOf,
  type OpenedHut,
  type OpenHutOptions,
  openHut,
  practiceDirectory,
  type StartFault,
} from './open-hut.ts';
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
  health(): Health;
  close(): Promise<void>;
}

/** How it stands with a hut that has no ledger: its devices are not connected, its room is not looked after. */
function healthWaiting({ clock, config, dir }: OpenHutOptions, trouble: Trouble): Health {
  return readHealth({
    clock,
    file: join(dir, isPractice(config) ? practiceDirectory : '', ledgerFile),
    trouble: () => trouble,
    seq: () => {
      throw new Error('no ledger is open');
    },
    configured: configuredOf(config),
    away: () => [],
    room: null,
    clockFault: () => null,
    backup: () => null,
  });
}

/** Whether the disk has no room but for returns, so that nothing else may be written to it. */
export const isFull = (kept: KeptHut | null): boolean =>
  kept !== null && (kept.opened()?.room.state ?? 'enough') !== 'enough';

/** Faults that may go by themselves: the screen says so and the ledger is tried again. Others end the program. */
const isStoreFault = (fault: StartFault): fault is StoreFault =>
  'why' in fault && (fault.why === 'ledger-fault' || fault.why === 'person-key');

export interface KeepHutOptions extends OpenHutOptions {
  /**
   * Reads the configuration again. A hut that never was open asks for it before each try: it lies in the data folder,
   * on a disk that may have come late, and without it this would be a practice hut. Left out: it stays as it was.
   */
  configNow?: () => Result<Config, { message: string }>;
}

/**
 * Opens the hut and keeps it open. Where its ledger cannot be opened (a folder that is not there, no rights, no
 * room, another program), the screen says what and why, and it is tried again until the cause is gone; the hut then
 * comes up as after a restart. Refused: what only another configuration puts right.
 */
export async function keepHut(options: KeepHutOptions): Promise<Result<KeptHut, StartFault>> {
  const { clock, log, newId } = options;
  const boot = options.boot ?? newId();
  const pushes = options.pushes ?? new PushLog();
  let config = options.config;
  /** The one that the last hut that was open ran with. */
  let good = config;
  let hut: OpenedHut | null = null;
  let everOpen = false;
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
      health: (trouble) => healthWaiting(options, trouble),
    });
    waiting.say(why);
  };
  const later = () => {
    log({ what: 'ledger-not-open', code: fault?.code ?? '', message: fault?.message ?? '', again: wait });
    cancel = clock.after(wait, () => {
      working = again();
    });
    wait = Math.min(wait * 2, holdDelays.longest);
  };
  /**
   * A try that nobody awaits. What another configuration alone puts right, and a bug, are tried again as well: with the
   * configuration that was good before. Never rejects.
   */
  const again = async (): Promise<void> => {
    try {
      const read = everOpen ? undefined : options.configNow?.();
      if (read?.ok) config = good = read.value;
      if (read === undefined || read.ok) {
        const opened = await open();
        if (opened.ok) return;
      } else log({ what: 'call-failed', call: 'open', error: read.refusal.message });
    } catch (error) {
      log({ what: 'call-failed', call: 'open', error: stackOf(error) });
      fault = { code: 'bug', message: String(error) };
    }
    config = good;
    if (!closed) later();
  };

  /** Another ledger lies there than before: all that is remembered means nothing. */
  const anew = () => {
    const before = hut;
    hut = null;
    before?.hut.mute();
    say('starting');
    working = (async () => {
      await before?.close();
      await again();
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
        good = config;
        everOpen = true;
        hut.hut.devicesChanged();
      }
      return done(null);
    }
    fault = opened.refusal;
    if (!isStoreFault(opened.refusal)) return opened;
    say(troubleOf(opened.refusal));
    later();
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
    health: () =>
      hut?.health() ??
      healthWaiting(options, fault !== null && isStoreFault(fault) ? troubleOf(fault) : 'starting'),
    async close() {
      closed = true;
      cancel();
      waiting?.close();
      await working;
      await hut?.close();
    },
  });
}
