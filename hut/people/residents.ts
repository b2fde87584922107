import type { Clock } from '../../domain/clock.ts';
import { type Actor, event } from '../../domain/ledger/events.ts';
import { Dwelling, maskPhone } from '../../domain/people/identity.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Trust } from '../../domain/stock/kinds.ts';
import { faultOf, type LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createEraser } from './erasing.ts';
import { createExports, type ResidentExport } from './exporting.ts';
import type { PersonKey, PersonKeyFault } from './person-key.ts';
import type { StreetKey } from './street-key.ts';

/** One card of a resident, as a keeper sees it. */
export interface ResidentCard {
  /** Reference in the ledger. */
  card: string;
  /** Last four characters of the code, as printed under it. */
  tail: string;
  blocked: boolean;
}

/** What the hut holds about a resident, as a keeper sees it. Instants are milliseconds since 1970. */
export interface ResidentSheet {
  person: string;
  trust: Trust;
  /** Masked. Null when no number is kept, or the key is lost. */
  phone: string | null;
  /** Null as with the phone. */
  dwelling: Dwelling | null;
  consent: { version: string; at: number; keptUntil: number } | null;
  cards: ResidentCard[];
  /** Things out in this name. */
  out: number;
}

/** What a keeper does for a resident. Every act is recorded with who did it. */
export interface Residents {
  /** Why phone numbers cannot be read or looked up now: the key is lost or wrong. Cards go on working. */
  keyFault(): PersonKeyFault | null;
  /** Whose number this is (11 digits), or null. Throws while the key is lost: ask `keyFault` first. */
  byPhone(phone: string): string | null;
  /** Whose card this is, blocked or not, of this hut or of its street; null when nobody holds it. */
  byCard(code: string): string | null;
  /** Null when nobody of this reference is held any more. */
  sheet(person: string): ResidentSheet | null;
  /** Binds a blank card: its holder is checked from then on. `card-taken`: somebody of the street holds it already. */
  giveCard(ask: {
    person: string;
    code: string;
    actor: Actor;
  }): Result<null, { why: 'card-taken' } | LedgerFault>;
  /** A lost card: every card of this resident is blocked. `no-card`: there is none to block. */
  blockCards(ask: { person: string; actor: Actor }): Result<null, { why: 'no-card' } | LedgerFault>;
  /** Everything held about a resident, for the resident. Whoever hands it out records that with `noteExported`. */
  exportOf(person: string): ResidentExport;
  noteExported(ask: { person: string; actor: Actor }): Result<null, LedgerFault>;
  /**
   * Forgets a resident: rows deleted, the pages they lay on overwritten, the write-ahead log emptied, cards
   * blocked, and what was told of a thing that they ever had taken away, whoever told it. `loans`: things are still out
   * in this name. `left`: why the disk did not let go of what was deleted; `finishErasing` tries again. A power cut in
   * between is made good at the next start.
   */
  erase(ask: {
    person: string;
    actor: Actor;
    whole?: boolean;
  }): Result<{ left: LedgerFault | null }, { why: 'loans' } | LedgerFault>;
  /** Overwrites what an erasure had to leave on the disk; does nothing where it left nothing. */
  finishErasing(): Result<null, LedgerFault>;
  /**
   * Erases one whose time is over (`keptForMs` after they registered) and who has nothing out. To be called while
   * nobody waits, and only while the clock is right. Answers whether there was one.
   */
  eraseExpired(): Result<boolean, { why: 'loans' } | LedgerFault>;
}

export interface ResidentsDeps {
  ledger: Ledger;
  clock: Clock;
  key: Result<PersonKey, PersonKeyFault>;
  /** Knows cards that were given out elsewhere in the street. */
  street: Pick<StreetKey, 'tokenOf'>;
  newId: () => string;
  /** Takes away what was told of a thing. Throws what the disk says. */
  forgetMemos?: (item: string) => void;
}

interface PersonRow {
  phone: Buffer;
  dwelling: Buffer;
  consent: string;
  consentAt: number;
  keptUntil: number;
}

interface CardRow {
  card: string;
  code: string;
  blocked: string | null;
}

/** Residents on a ledger, for the keeper. */
export function createResidents({
  ledger,
  clock,
  key,
  street,
  newId,
  forgetMemos,
}: ResidentsDeps): Residents {
  const { db, read } = ledger;
  const byPhone = db.prepare<[Buffer], string>('SELECT person FROM person WHERE phone_hmac = ?').pluck();
  const personRow = db.prepare<[string], PersonRow>(
    `SELECT phone_enc AS phone, dwelling_enc AS dwelling, consent, consent_at AS consentAt,
       delete_after AS keptUntil FROM person WHERE person = ?`,
  );
  // A card of before version 2 is its own code.
  const cards = db.prepare<[string], CardRow>(
    `SELECT c.card, coalesce(k.code, c.card) AS code, c.blocked FROM card c
     LEFT JOIN card_code k ON k.card = c.card WHERE c.person = ? ORDER BY c.card`,
  );
  const bind = db.prepare('INSERT INTO card_code VALUES (?, ?)');
  const eraser = createEraser(ledger, forgetMemos === undefined ? {} : { forgetMemos });
  eraser.finish();
  const exports = createExports(ledger);

  const opened = (person: string): { phone: string; dwelling: Dwelling; row: PersonRow } | null => {
    const row = personRow.get(person);
    if (row === undefined || !key.ok) return null;
    const phone = key.value.unseal(row.phone, `${person} phone`);
    const dwelling = Dwelling.parse(JSON.parse(key.value.unseal(row.dwelling, `${person} dwelling`)));
    return { phone, dwelling, row };
  };

  /** The same, or null where a seal does not fit any more: who cannot be read can still be looked at and forgotten. */
  const readable = (person: string): ReturnType<typeof opened> => {
    try {
      return opened(person);
    } catch (error) {
      if (faultOf(error) !== null) throw error;
      return null;
    }
  };

  /** Whose card of another hut this is, as the hub says. */
  const ofStreet = (code: string): string | null =>
    read.mirrors.cardOf(() => street.tokenOf(code))?.person ?? null;

  const expired = db
    .prepare<[number], string>(
      `SELECT person FROM person WHERE delete_after < ?
         AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.person = person.person AND returned_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM opening WHERE opening.person = person.person AND settled_at IS NULL) LIMIT 1`,
    )
    .pluck();
  const erase: Residents['erase'] = ({ person, actor, whole }) => {
    const things = eraser.thingsOf(person);
    const committed = ledger.commit<{ why: 'loans' }>(actor, (now) => {
      if (now.openLoans(person).length > 0) return refused({ why: 'loans' });
      if (now.unsettled().some((opening) => opening.person === person)) return refused({ why: 'loans' });
      const held = cards.all(person);
      eraser.forget(
        person,
        held.map(({ code }) => code),
        readable(person)?.phone ?? null,
      );
      return done([
        event('person-erased', { person }),
        ...held.flatMap(({ card, blocked }) =>
          blocked === null ? [event('card-blocked', { card, why: 'erased' })] : [],
        ),
      ]);
    });
    // Whoever brought a thing back may have said or shown something of it.
    if (!committed.ok) return committed;
    const finished = eraser.finish({ things, whole: whole === true });
    return done({ left: finished.ok ? null : finished.refusal });
  };

  return {
    keyFault: () => (key.ok ? null : key.refusal),
    byPhone(phone) {
      if (!key.ok) throw new Error(key.refusal.message);
      return byPhone.get(key.value.lookup(phone)) ?? null;
    },
    byCard: (code) => read.card(code)?.person ?? ofStreet(code),
    sheet(person) {
      const member = read.member(person);
      if (member === null) return null;
      const row = personRow.get(person);
      const plain = readable(person);
      const held = cards.all(person);
      return {
        person,
        trust: member.trust,
        phone: plain === null ? null : maskPhone(plain.phone),
        dwelling: plain?.dwelling ?? null,
        consent:
          row === undefined ? null : { version: row.consent, at: row.consentAt, keptUntil: row.keptUntil },
        cards: held.map(({ card, code, blocked }) => ({
          card,
          tail: code.slice(-4),
          blocked: blocked !== null,
        })),
        out: read.openLoans(person).length,
      };
    },
    giveCard({ person, code, actor }) {
      const card = newId();
      const committed = ledger.commit<{ why: 'card-taken' }>(actor, (now) => {
        if (now.card(code) !== null || ofStreet(code) !== null) return refused({ why: 'card-taken' });
        bind.run(code, card);
        const verified = now.member(person)?.trust === 'verified';
        return done([
          event('card-issued', { card, person }),
          ...(verified ? [] : [event('person-verified', { person })]),
        ]);
      });
      return committed.ok ? done(null) : committed;
    },
    blockCards({ person, actor }) {
      const committed = ledger.commit<{ why: 'no-card' }>(actor, () => {
        const held = cards.all(person).filter(({ blocked }) => blocked === null);
        if (held.length === 0) return refused({ why: 'no-card' });
        return done(held.map(({ card }) => event('card-blocked', { card, why: 'lost' })));
      });
      return committed.ok ? done(null) : committed;
    },
    exportOf(person) {
      const plain = readable(person);
      const member = read.member(person);
      return exports.of(person, Math.trunc(clock.wall()), {
        phone: plain?.phone ?? null,
        dwelling: plain?.dwelling ?? null,
        trust: member?.trust ?? 'self-registered',
        consent: plain?.row.consent ?? null,
        consentAt: plain?.row.consentAt ?? null,
        keptUntil: plain?.row.keptUntil ?? null,
        cards: cards.all(person).map(({ code, blocked }) => ({ code, blocked: blocked !== null })),
      });
    },
    noteExported({ person, actor }) {
      const committed = ledger.commit<never>(actor, () => done([event('person-exported', { person })]));
      return committed.ok ? done(null) : committed;
    },
    erase,
    finishErasing: () => eraser.finish(),
    eraseExpired() {
      const person = expired.get(Math.trunc(clock.wall()));
      if (person === undefined) return done(false);
      const erased = erase({ person, actor: 'hut' });
      return erased.ok ? done(true) : erased;
    },
  };
}
