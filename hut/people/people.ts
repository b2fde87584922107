import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { Refusal } from '../../domain/contract/screen.ts';
import { event } from '../../domain/ledger/events.ts';
import { afterWrongPin, consentVersion, type Dwelling } from '../../domain/people/identity.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Trust } from '../../domain/stock/kinds.ts';
import type { FeedValue } from '../../domain/sync/feeds.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { MemberFacts } from '../ledger/reader.ts';
import type { PersonKey, PersonKeyFault, Sample } from './person-key.ts';
import { hashPin } from './pin.ts';
import { createPinLocks } from './pin-locks.ts';
import type { StreetKey } from './street-key.ts';

export interface Known {
  person: string;
  trust: Trust;
}

export type PinRefusal =
  | { why: 'wrong'; triesLeft: number }
  | (Refusal & { why: 'pin-locked' | 'not-recorded' });

/** Who somebody is. Personal data is read and written here and nowhere else. */
export interface People {
  /** Why nobody can be found by phone now, or null: the key is lost, damaged or not the one that was used. */
  keyFault(): PersonKeyFault | null;
  /** Who registered with this number (11 digits), or null. */
  findByPhone(phone: string): { person: string } | null;
  /**
   * Keeps a new person: the row with the personal data and the event, in one transaction. A number that is
   * registered already counts as a PIN check of that person; where it fails, nobody is known: card-unknown.
   */
  register(who: {
    phone: string;
    dwelling: Dwelling;
    pin: string;
  }): Promise<Result<{ person: string }, Refusal>>;
  /** Checks a PIN; wrong ones are counted in the ledger, so that a restart opens no lock. */
  checkPin(person: string, pin: string): Promise<Result<Known, PinRefusal>>;
  byCard(card: string): Result<Known, Refusal & { why: 'card-unknown' | 'card-blocked' | 'not-recorded' }>;
  /** A new card for a new person of this trust. Answers the person. */
  issueCard(code: string, trust: Trust): Result<{ person: string }, Refusal & { why: 'not-recorded' }>;
  trustOf(person: string): Trust | null;
}

export interface PeopleDeps {
  ledger: Ledger;
  clock: Clock;
  /** Without it nobody is found by phone and no PIN is checked; cards go on working. */
  key: Result<PersonKey, PersonKeyFault>;
  street: Pick<StreetKey, 'tokenOf'>;
  newId: () => string;
  /** Whether the wall clock can be right; left out: always. */
  clockRight?: () => boolean;
}

/** Personal data is kept this long after registration at most, milliseconds: two years. */
export const keptForMs = 2 * 365 * 86_400_000;

/** Stands for a key that is lost: whatever needs it is a bug, said by name. */
function withoutKey({ message }: PersonKeyFault): PersonKey {
  const lost = (): never => {
    throw new Error(message);
  };
  return { seal: lost, unseal: lost, lookup: lost, pepper: lost };
}

const notRecorded = (fault: LedgerFault): Refusal & { why: 'not-recorded' } => ({
  why: 'not-recorded',
  because: fault.code === 'disk-full' ? 'disk-full' : 'disk-error',
});

interface PinRow {
  pin_salt: Buffer;
  pin_hash: Buffer;
}

/** What somebody who is registered left, to tell the right key by; null when nobody is. */
export function sampleOf(db: Ledger['db']): Sample | null {
  const row = db
    .prepare<[], { person: string; sealed: Buffer }>('SELECT person, phone_enc AS sealed FROM person LIMIT 1')
    .get();
  return row === undefined ? null : { sealed: row.sealed, about: `${row.person} phone` };
}

/** People on a ledger. */
export function createPeople({
  ledger,
  clock,
  key: held,
  street: streetKey,
  newId,
  clockRight,
}: PeopleDeps): People {
  const locks = createPinLocks(clock, clockRight ?? (() => true));
  const { db, read } = ledger;
  /** The visit asks `keyFault` before it asks for a phone number: to come here without a key is a bug. */
  const key = held.ok ? held.value : withoutKey(held.refusal);
  const byPhone = db.prepare<[Buffer], { person: string }>('SELECT person FROM person WHERE phone_hmac = ?');
  const pinRow = db.prepare<[string], PinRow>('SELECT pin_salt, pin_hash FROM person WHERE person = ?');
  const keep = db.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const bind = db.prepare('INSERT INTO card_code VALUES (?, ?)');
  const wall = (): number => Math.trunc(clock.wall());

  const findByPhone = (phone: string): { person: string } | null => byPhone.get(key.lookup(phone)) ?? null;

  /** Until when a person is locked now, or null. */
  const lockOf = (person: string, { lockedUntil }: MemberFacts): number | null =>
    locks.of(person, lockedUntil);

  const memberOf = (person: string): MemberFacts => {
    const member = read.member(person);
    if (member === null) throw new Error(`no person ${person}`);
    return member;
  };

  const countWrong = (person: string): PinRefusal => {
    let outcome: PinRefusal = { why: 'wrong', triesLeft: 0 };
    const committed = ledger.commit<PinRefusal>(`person:${person}`, () => {
      const member = memberOf(person);
      // Another attempt at the same time may have locked it.
      const until = lockOf(person, member);
      if (until !== null) return refused({ why: 'pin-locked', until });
      const { triesLeft, lockedUntil } = afterWrongPin(member.failed, wall());
      outcome =
        lockedUntil === null ? { why: 'wrong', triesLeft } : { why: 'pin-locked', until: lockedUntil };
      return done([event('pin-failed', { person, lockedUntil })]);
    });
    // Timed from now on.
    lockOf(person, memberOf(person));
    if (committed.ok) return outcome;
    if (committed.refusal.why !== 'ledger-fault') return committed.refusal;
    locks.unrecorded(person);
    return notRecorded(committed.refusal);
  };

  const checkPin: People['checkPin'] = async (person, pin) => {
    const locked = lockOf(person, memberOf(person));
    if (locked !== null) return refused({ why: 'pin-locked', until: locked });
    const row = pinRow.get(person);
    if (row === undefined) throw new Error(`person ${person} has no PIN`);
    const right = timingSafeEqual(await hashPin(key.pepper(pin), row.pin_salt), row.pin_hash);
    // Facts may have changed while the hash was made.
    const member = memberOf(person);
    const until = lockOf(person, member);
    if (until !== null) return refused({ why: 'pin-locked', until });
    if (!right) return refused(countWrong(person));
    locks.right(person);
    if (member.failed > 0 || member.lockedUntil !== null) {
      // Only what must be reset is recorded: a log of every identification would be a log of movements.
      const committed = ledger.commit(`person:${person}`, () => done([event('pin-passed', { person })]));
      if (!committed.ok) return refused(notRecorded(committed.refusal as LedgerFault));
    }
    return done({ person, trust: member.trust });
  };

  /** Whoever holds a card of the street is known here from the first time on, and checked once the office says so. */
  const welcome = ({ person, trust }: FeedValue<'cards'>): ReturnType<People['byCard']> => {
    const member = read.member(person);
    const news =
      member === null
        ? event('person-arrived', { person, trust })
        : trust === 'verified' && member.trust !== 'verified'
          ? event('person-verified', { person })
          : null;
    if (news !== null) {
      const committed = ledger.commit<never>('hub', () => done([news]));
      // Nobody whom the ledger does not know can be lent to; one who is known keeps the trust of before.
      if (!committed.ok && member === null) return refused(notRecorded(committed.refusal));
    }
    return done({ person, trust: read.member(person)?.trust ?? trust });
  };

  return {
    keyFault: () => (held.ok ? null : held.refusal),
    findByPhone,
    checkPin,
    async register({ phone, dwelling, pin }) {
      const already = findByPhone(phone);
      if (already !== null) {
        const checked = await checkPin(already.person, pin);
        if (checked.ok) return done(already);
        return refused(checked.refusal.why === 'wrong' ? { why: 'card-unknown' } : checked.refusal);
      }
      const person = newId();
      const salt = randomBytes(16);
      const hash = await hashPin(key.pepper(pin), salt);
      const committed = ledger.commit<Refusal>(`person:${person}`, () => {
        // Registered twice at the same time: the first one holds.
        if (findByPhone(phone) !== null) return refused({ why: 'card-unknown' });
        const now = wall();
        keep.run(
          person,
          key.lookup(phone),
          key.seal(phone, `${person} phone`),
          key.seal(JSON.stringify(dwelling), `${person} dwelling`),
          salt,
          hash,
          consentVersion,
          now,
          now + keptForMs,
        );
        return done([
          event('person-registered', { person, trust: 'self-registered', consent: consentVersion }),
        ]);
      });
      if (committed.ok) return done({ person });
      const { refusal } = committed;
      return refused(refusal.why === 'ledger-fault' ? notRecorded(refusal) : refusal);
    },
    byCard(code) {
      const found = read.card(code);
      const street = read.mirrors.cardOf(() => streetKey.tokenOf(code));
      if (found === null && street === null) return refused({ why: 'card-unknown' });
      // Blocked here, or by the office: either is enough.
      if (street?.status === 'blocked' || found?.blocked != null) return refused({ why: 'card-blocked' });
      // A card issued twice is a case at the hub; here it is whose it is here.
      if (street !== null && (found === null || found.person === street.person)) return welcome(street);
      return found === null
        ? refused({ why: 'card-unknown' })
        : done({ person: found.person, trust: found.trust });
    },
    issueCard(code, trust) {
      const person = newId();
      const card = newId();
      const committed = ledger.commit<never>('command', () => {
        bind.run(code, card);
        return done([
          event('person-registered', { person, trust, consent: 'card' }),
          event('card-issued', { card, person }),
        ]);
      });
      return committed.ok ? done({ person }) : refused(notRecorded(committed.refusal as LedgerFault));
    },
    trustOf: (person) => read.member(person)?.trust ?? null,
  };
}
