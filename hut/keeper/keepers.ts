import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import { type Actor, event } from '../../domain/ledger/events.ts';
import { afterWrongPin } from '../../domain/people/identity.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { hashPin, keeperCost } from '../people/pin.ts';
import { createPinLocks } from '../people/pin-locks.ts';

/** A keeper: a reference for the log and a short number for people. */
export interface Keeper {
  keeper: string;
  number: number;
}

export type KeeperPinRefusal =
  | { why: 'wrong'; triesLeft: number }
  | { why: 'locked'; until: number }
  | LedgerFault;

/** Who may sign in at the keeper's desk. Codes of cards and hashes of PINs are read and written here alone. */
export interface Keepers {
  /** Whose card this is. `unknown`: no keeper's; `blocked`: it was lost, or its keeper left. */
  byCard(code: string): Result<Keeper, 'unknown' | 'blocked'>;
  /** Until when this keeper is locked after wrong PINs, milliseconds since 1970; null when not. */
  lockedUntil(keeper: string): number | null;
  /**
   * Checks a PIN. Wrong ones are counted in the ledger, five lock. `oneTime`: the PIN is right, and its keeper
   * must choose another before anything else. Nobody is signed in by it: a keeper may be gone before it is known.
   */
  checkPin(keeper: string, pin: string): Promise<Result<{ oneTime: boolean }, KeeperPinRefusal>>;
  /** Replaces the one-time PIN. `same`: it is the one-time PIN again. */
  choosePin(keeper: string, pin: string): Promise<Result<null, { why: 'same' } | LedgerFault>>;
  /** Records that a keeper whose PIN was right is at the desk now. */
  signedIn(keeper: string): Result<null, LedgerFault>;
  signedOut(keeper: string, because: 'left' | 'idle'): Result<null, LedgerFault>;
  /** A further keeper with this card and this one-time PIN. Numbers go up from 1. */
  make(code: string, pin: string): Promise<Result<Keeper, LedgerFault>>;
  /** A new one-time PIN for a keeper who forgot theirs; it also ends a lock. */
  resetPin(number: number, pin: string): Promise<Result<null, 'unknown' | LedgerFault>>;
  /** Takes a keeper's card and PIN away for good. */
  block(number: number, why: 'lost' | 'left'): Result<null, 'unknown' | LedgerFault>;
  /** All keepers, blocked ones included, by number. */
  all(): (Keeper & { blocked: boolean })[];
}

export interface KeepersDeps {
  ledger: Ledger;
  clock: Clock;
  newId: () => string;
  /** Whether the wall clock can be right; left out: always. */
  clockRight?: () => boolean;
}

interface Row {
  keeper: string;
  number: number;
  failed: number;
  lockedUntil: number | null;
  blocked: string | null;
}

interface Pass {
  salt: Buffer;
  hash: Buffer;
  oneTime: number;
}

const bytesOf = (pin: string): Buffer => Buffer.from(pin, 'utf8');

/** Keepers on a ledger. */
export function createKeepers({ ledger, clock, newId, clockRight }: KeepersDeps): Keepers {
  const locks = createPinLocks(clock, clockRight ?? (() => true));
  const { db } = ledger;
  const row = 'SELECT keeper, number, failed, locked_until AS lockedUntil, blocked FROM keeper';
  const byRef = db.prepare<[string], Row>(`${row} WHERE keeper = ?`);
  const byNumber = db.prepare<[number], Row>(`${row} WHERE number = ?`);
  const every = db.prepare<[], Row>(`${row} ORDER BY number`);
  const byCode = db.prepare<[string], Row>(
    `${row} WHERE keeper = (SELECT keeper FROM keeper_pass WHERE code = ?)`,
  );
  const pass = db.prepare<[string], Pass>(
    'SELECT pin_salt AS salt, pin_hash AS hash, one_time AS oneTime FROM keeper_pass WHERE keeper = ?',
  );
  const keep = db.prepare('INSERT INTO keeper_pass VALUES (?, ?, ?, ?, 1)');
  const setPin = db.prepare(
    'UPDATE keeper_pass SET pin_salt = ?, pin_hash = ?, one_time = ? WHERE keeper = ?',
  );
  const lastNumber = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM keeper').pluck();

  const rowOf = (keeper: string): Row => {
    const found = byRef.get(keeper);
    if (found === undefined) throw new Error(`no keeper ${keeper}`);
    return found;
  };
  const lockOf = ({ keeper, lockedUntil }: Row): number | null => locks.of(keeper, lockedUntil);
  const actorOf = (keeper: string): Actor => `keeper:${keeper}`;
  const isRight = async (pin: string, { salt, hash }: Pass): Promise<boolean> =>
    timingSafeEqual(await hashPin(bytesOf(pin), salt, keeperCost), hash);
  const passOf = (keeper: string): Pass => {
    const found = pass.get(keeper);
    if (found === undefined) throw new Error(`keeper ${keeper} has no PIN`);
    return found;
  };

  const countWrong = (keeper: string): KeeperPinRefusal => {
    let outcome: KeeperPinRefusal = { why: 'wrong', triesLeft: 0 };
    const committed = ledger.commit<KeeperPinRefusal>(actorOf(keeper), () => {
      const found = rowOf(keeper);
      const until = lockOf(found);
      // Another attempt at the same time may have locked it.
      if (until !== null) return refused({ why: 'locked', until });
      const { triesLeft, lockedUntil } = afterWrongPin(found.failed, Math.trunc(clock.wall()));
      outcome = lockedUntil === null ? { why: 'wrong', triesLeft } : { why: 'locked', until: lockedUntil };
      return done([event('keeper-pin-failed', { keeper, lockedUntil })]);
    });
    // Timed from now on.
    lockOf(rowOf(keeper));
    if (committed.ok) return outcome;
    if (committed.refusal.why === 'ledger-fault') locks.unrecorded(keeper);
    return committed.refusal;
  };

  return {
    byCard(code) {
      const found = byCode.get(code);
      if (found === undefined) return refused('unknown');
      return found.blocked === null
        ? done({ keeper: found.keeper, number: found.number })
        : refused('blocked');
    },
    lockedUntil: (keeper) => lockOf(rowOf(keeper)),
    async checkPin(keeper, pin) {
      const before = lockOf(rowOf(keeper));
      if (before !== null) return refused({ why: 'locked', until: before });
      const kept = passOf(keeper);
      const right = await isRight(pin, kept);
      const until = lockOf(rowOf(keeper));
      if (until !== null) return refused({ why: 'locked', until });
      if (!right) return refused(countWrong(keeper));
      locks.right(keeper);
      return done({ oneTime: kept.oneTime === 1 });
    },
    async choosePin(keeper, pin) {
      if (await isRight(pin, passOf(keeper))) return refused({ why: 'same' });
      const salt = randomBytes(16);
      const hash = await hashPin(bytesOf(pin), salt, keeperCost);
      const committed = ledger.commit<never>(actorOf(keeper), () => {
        setPin.run(salt, hash, 0, keeper);
        return done([event('keeper-pin-chosen', { keeper })]);
      });
      return committed.ok ? done(null) : committed;
    },
    signedIn(keeper) {
      const committed = ledger.commit<never>(actorOf(keeper), () =>
        done([event('keeper-signed-in', { keeper })]),
      );
      return committed.ok ? done(null) : committed;
    },
    signedOut(keeper, because) {
      const committed = ledger.commit<never>(actorOf(keeper), () =>
        done([event('keeper-signed-out', { keeper, because })]),
      );
      return committed.ok ? done(null) : committed;
    },
    async make(code, pin) {
      const keeper = newId();
      const salt = randomBytes(16);
      const hash = await hashPin(bytesOf(pin), salt, keeperCost);
      let number = 0;
      const committed = ledger.commit<never>('command', () => {
        number = (lastNumber.get() ?? 0) + 1;
        keep.run(keeper, code, salt, hash);
        return done([event('keeper-made', { keeper, number })]);
      });
      return committed.ok ? done({ keeper, number }) : committed;
    },
    async resetPin(number, pin) {
      const salt = randomBytes(16);
      const hash = await hashPin(bytesOf(pin), salt, keeperCost);
      const committed = ledger.commit<'unknown'>('command', () => {
        const found = byNumber.get(number);
        if (found === undefined || found.blocked !== null) return refused('unknown');
        setPin.run(salt, hash, 1, found.keeper);
        return done([event('keeper-pin-reset', { keeper: found.keeper })]);
      });
      return committed.ok ? done(null) : committed;
    },
    block(number, why) {
      const committed = ledger.commit<'unknown'>('command', () => {
        const found = byNumber.get(number);
        if (found === undefined || found.blocked !== null) return refused('unknown');
        return done([event('keeper-blocked', { keeper: found.keeper, why })]);
      });
      return committed.ok ? done(null) : committed;
    },
    all: () =>
      every.all().map(({ keeper, number, blocked }) => ({ keeper, number, blocked: blocked !== null })),
  };
}
