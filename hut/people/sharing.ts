import { z } from 'zod';
import { Dwelling } from '../../domain/people/identity.ts';
import type { Result } from '../../domain/result.ts';
import type { Member } from '../../domain/sync/members.ts';
import { faultOf } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { cardHashOf } from './card-hash.ts';
import { keptForMs } from './people.ts';
import type { PersonKey, PersonKeyFault } from './person-key.ts';

/** What the hub keeps for this hut alone, sealed: the rows of one person as they are here. Bytes in base64. */
const SealedRows = z.strictObject({
  person: z
    .strictObject({
      phone: z.string(),
      dwelling: z.string(),
      pinSalt: z.string(),
      pinHash: z.string(),
      consent: z.string(),
      consentAt: z.number().int(),
      keptUntil: z.number().int(),
    })
    .nullable(),
  cards: z.array(z.strictObject({ code: z.string(), card: z.string() })),
});

interface PersonRow {
  phone_enc: Buffer;
  dwelling_enc: Buffer;
  pin_salt: Buffer;
  pin_hash: Buffer;
  consent: string;
  consent_at: number;
  delete_after: number;
}

/** The only way by which personal data leaves a hut, and comes back to a rebuilt one. */
export interface Sharing {
  /** Whether it can be read at all: without the person key nothing is shared. */
  ready(): boolean;
  /**
   * What the hub is to know of a person; null when nobody of this reference is held any more, or what is held was
   * spoilt. `registeredAt`: when the first of what is told now was recorded; the two years of somebody who has a card
   * alone count from it. `version` grows with each change.
   */
  memberOf(person: string, version: number, registeredAt: number): Member | null;
  /**
   * Puts back what `memberOf` sealed. False when it is not of this hut's key, the person is not in the log, or somebody
   * registered anew with the number meanwhile. Throws what the disk says.
   */
  takeBack(person: string, sealed: string): boolean;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const nothingTold: Pick<Member, 'phone' | 'dwelling'> = { phone: null, dwelling: null };

/** What a person told of themselves; null where its seal does not fit. */
function readRow(key: PersonKey, person: string, row: PersonRow): typeof nothingTold | null {
  try {
    const told = Dwelling.parse(JSON.parse(key.unseal(row.dwelling_enc, `${person} dwelling`)));
    return {
      phone: key.unseal(row.phone_enc, `${person} phone`),
      dwelling: `${told.building}-${told.unit}-${told.room}`,
    };
  } catch {
    return null;
  }
}

export function createSharing(
  { db, read }: Pick<Ledger, 'db' | 'read'>,
  key: Result<PersonKey, PersonKeyFault>,
): Sharing {
  const rowOf = db.prepare<[string], PersonRow>(
    `SELECT phone_enc, dwelling_enc, pin_salt, pin_hash, consent, consent_at, delete_after
     FROM person WHERE person = ?`,
  );
  const cardsOf = db.prepare<[string], { card: string; code: string; blocked: string | null }>(
    `SELECT c.card, coalesce(k.code, c.card) AS code, c.blocked FROM card c
     LEFT JOIN card_code k ON k.card = c.card WHERE c.person = ? ORDER BY c.card`,
  );
  const keep = db.prepare('INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const others = db.prepare('SELECT 1 FROM person WHERE phone_hmac = ? AND person <> ?');
  const bind = db.prepare('INSERT OR REPLACE INTO card_code VALUES (?, ?)');
  return {
    ready: () => key.ok,
    memberOf(person, version, registeredAt) {
      const member = read.member(person);
      const row = rowOf.get(person);
      const cards = cardsOf.all(person).filter(({ blocked }) => blocked === null);
      if (!key.ok || member === null || (row === undefined && cards.length === 0)) return null;
      const told = row === undefined ? nothingTold : readRow(key.value, person, row);
      // One that a flipped bit spoilt must not keep back all others, and the feeds behind them.
      if (told === null) return null;
      const own: z.infer<typeof SealedRows> = {
        person:
          row === undefined
            ? null
            : {
                phone: base64(row.phone_enc),
                dwelling: base64(row.dwelling_enc),
                pinSalt: base64(row.pin_salt),
                pinHash: base64(row.pin_hash),
                consent: row.consent,
                consentAt: row.consent_at,
                keptUntil: row.delete_after,
              },
        cards: cards.map(({ code, card }) => ({ code, card })),
      };
      return {
        version,
        trust: member.trust,
        ...told,
        consent: row?.consent ?? 'card',
        consentAt: row?.consent_at ?? registeredAt,
        keptUntil: row?.delete_after ?? registeredAt + keptForMs,
        cards: cards.map(({ card, code }) => ({ card, token: cardHashOf(code) })),
        sealed: base64(key.value.seal(JSON.stringify(own), `${person} member`)),
      };
    },
    takeBack(person, sealed) {
      if (!key.ok || read.member(person) === null) return false;
      let own: z.infer<typeof SealedRows>;
      try {
        const text = key.value.unseal(Buffer.from(sealed, 'base64'), `${person} member`);
        own = SealedRows.parse(JSON.parse(text));
        const { person: row } = own;
        if (row !== null) {
          const phone = Buffer.from(row.phone, 'base64');
          const found = key.value.lookup(key.value.unseal(phone, `${person} phone`));
          // Who registered anew with this number meanwhile is who has it.
          if (others.get(found, person) !== undefined) return false;
          keep.run(
            person,
            found,
            phone,
            Buffer.from(row.dwelling, 'base64'),
            Buffer.from(row.pinSalt, 'base64'),
            Buffer.from(row.pinHash, 'base64'),
            row.consent,
            row.consentAt,
            row.keptUntil,
          );
        }
      } catch (error) {
        if (faultOf(error) !== null) throw error;
        // Sealed with another key: nobody can read it, and the person registers anew.
        return false;
      }
      for (const { code, card } of own.cards) bind.run(code, card);
      return true;
    },
  };
}
