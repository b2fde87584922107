import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { done, type Result } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { type LedgerFault, LedgerGone, ledgerFault, systemFaultOf } from './fault.ts';
import { type HutStore, hasLedger } from './hut-store.ts';
import type { Head } from './ledger.ts';

/** Named delays, milliseconds. */
export const holdDelays = {
  /** Before a ledger that was lost is opened anew for the first time; doubled each time up to `longest`. */
  first: 1_000,
  longest: 10_000,
  /** After so long without a fault it counts as well. */
  settled: 60_000,
} as const;

export type StoreFault = LedgerFault;

/** A store that is opened anew, by itself, when its disk was lost and is back. */
export interface HeldStore {
  /** The store as it is now. Throws `LedgerGone` while there is none. */
  now(): HutStore;
  /** A part made of functions, which stays across openings; its calls throw `LedgerGone` while there is none. */
  part<P extends object>(pick: (store: HutStore) => P): P;
  /** Why nothing can be recorded now, or null. What was read before may still be readable. */
  fault(): StoreFault | null;
  /** An error met while reading. True when it was a fault of the disk: then the store is opened anew. */
  suspect(error: unknown): boolean;
  /** Looks whether the files are still there. */
  check(): void;
  close(): void;
}

export interface HeldStoreDeps {
  /** Directory of the ledger. */
  dir: string;
  clock: Clock;
  log: Log;
  /** Opens what is there; told faults of the open store through `onBroken`. */
  open: (how: { existing: boolean; onBroken: (fault: LedgerFault) => void }) => Result<HutStore, StoreFault>;
  /** The disk turned out to be full: room is to be made. */
  full: () => void;
  /** It was lost, or came back. */
  changed: () => void;
  /** It is back, `same` as it was or with more. Otherwise all that is remembered of it is worth nothing. */
  back: (same: boolean) => void;
}

/** Whether a file can be written and synced beside the ledger: only then is the old connection given up. */
function writable(dir: string): 'yes' | 'full' | 'no' {
  const probe = join(dir, '.probe');
  try {
    if (!hasLedger(dir)) return 'no';
    const fd = openSync(probe, 'w', 0o600);
    try {
      writeSync(fd, Buffer.alloc(4_096, 1));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
      unlinkSync(probe);
    }
    return 'yes';
  } catch (error) {
    // Full is not broken: the ledger may be opened and read.
    return systemFaultOf(error)?.code === 'disk-full' ? 'full' : 'no';
  }
}

/** Whether the ledger holds the event that was last recorded before. */
function holds(store: HutStore, { epoch, seq, hash }: Head): boolean {
  if (seq === 0) return true;
  const found = store.ledger.db
    .prepare<[number, number], string>('SELECT lower(hex(hash)) FROM event WHERE epoch = ? AND seq = ?')
    .pluck()
    .get(epoch, seq);
  return found === hash;
}

/** Opens a store and holds it. Refused when it cannot be opened the first time. */
export function holdStore(deps: HeldStoreDeps): Result<HeldStore, StoreFault> {
  const { dir, clock, log, full, changed, back } = deps;
  let store: HutStore | null = null;
  let fault: StoreFault | null = null;
  let head: Head = { epoch: 1, seq: 0, hash: '' };
  let wait: number = holdDelays.first;
  let backAt = Number.NEGATIVE_INFINITY;
  let cancel = () => {};
  let closed = false;

  const onBroken = (why: LedgerFault) => {
    if (fault !== null || closed) return;
    fault = why;
    if (store !== null) head = store.ledger.head();
    log({ what: 'ledger-lost', code: why.code, message: why.message });
    // Lost again soon after it came back: a disk that only seems well is asked less and less often.
    if (clock.mono() - backAt > holdDelays.settled) wait = holdDelays.first;
    cancel = clock.after(wait, again);
    changed();
  };

  const again = () => {
    if (closed) return;
    wait = Math.min(wait * 2, holdDelays.longest);
    const can = writable(dir);
    // A quota that is used up comes from SQLite as an I/O error, and is a full disk to us.
    if (can === 'full') full();
    if (can === 'no') {
      cancel = clock.after(wait, again);
      return;
    }
    const before = store;
    store = null;
    try {
      before?.close();
    } catch {
      // It was lost anyway; what counts is what is opened next.
    }
    const opened = deps.open({ existing: true, onBroken });
    if (!opened.ok) {
      fault = opened.refusal;
      const { code, message } = opened.refusal;
      log({ what: 'ledger-not-open', code, message, again: wait });
      cancel = clock.after(wait, again);
      return changed();
    }
    store = opened.value;
    fault = null;
    backAt = clock.mono();
    const same = holds(store, head);
    log({ what: 'ledger-back', same, seq: store.ledger.head().seq });
    back(same);
    changed();
  };

  const first = deps.open({ existing: false, onBroken });
  if (!first.ok) {
    // Whoever is refused tries again by themselves; nothing of this one takes the ledger behind their back.
    closed = true;
    cancel();
    return first;
  }
  store = first.value;

  const now = (): HutStore => {
    if (store !== null) return store;
    const { code, message } = fault ?? ledgerFault('gone', 'the ledger is closed');
    throw new LedgerGone(ledgerFault(code, message));
  };
  return done({
    now,
    part: <P extends object>(pick: (store: HutStore) => P): P => {
      const calls = Object.keys(pick(now())).map((name) => {
        const call = (...args: unknown[]): unknown => {
          const part = pick(now());
          const method: unknown = Reflect.get(part, name);
          if (typeof method !== 'function') throw new Error(`${name} is no function`);
          return Reflect.apply(method, part, args);
        };
        return [name, call] as const;
      });
      // The keys are those of P, and so are the functions behind them.
      return Object.fromEntries(calls) as unknown as P;
    },
    fault: () => fault,
    suspect(error) {
      if (error instanceof LedgerGone) return true;
      return store !== null && store.ledger.suspect(error) !== null;
    },
    check: () => void store?.ledger.check(),
    close() {
      closed = true;
      cancel();
      store?.close();
      store = null;
    },
  });
}
