import type { Dwelling } from '../../domain/people/identity.ts';
import type { Trust } from '../../domain/stock/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** One loan of a resident. Times are ISO 8601. */
export interface ExportedLoan {
  thing: string;
  barcode: string;
  begun: string;
  due: string;
  returned: string | null;
}

/** Everything that the hut holds about one resident, in the clear: it leaves the hut in the resident's hand alone. */
export interface ResidentExport {
  format: 'xiaowu-export';
  version: 1;
  made: string;
  /** The reference by which the hut's log knows this person. */
  reference: string;
  phone: string | null;
  dwelling: Dwelling | null;
  trust: Trust;
  consent: { version: string; at: string; keptUntil: string } | null;
  cards: { code: string; blocked: boolean }[];
  loans: ExportedLoan[];
  /** Doors that were asked to open for this resident. */
  openings: { door: number; at: string; outcome: string | null }[];
}

interface Held {
  phone: string | null;
  dwelling: Dwelling | null;
  trust: Trust;
  consent: string | null;
  consentAt: number | null;
  keptUntil: number | null;
  cards: { code: string; blocked: boolean }[];
}

const iso = (at: number): string => new Date(at).toISOString();

/** Gathers what the ledger holds. Reads all loans once: some tenths of a second in a hut of ten years. */
export function createExports({ db }: Pick<Ledger, 'db'>): {
  of: (person: string, at: number, held: Held) => ResidentExport;
} {
  const loans = db.prepare<
    [string],
    { thing: string; barcode: string; begun: number; due: number; returned: number | null }
  >(
    `SELECT i.name_zh AS thing, i.barcode, l.begun_at AS begun, l.due, l.returned_at AS returned
     FROM loan l JOIN item i ON i.item = l.item WHERE l.person = ? ORDER BY l.loan`,
  );
  const openings = db.prepare<[string], { door: number; at: number; outcome: string | null }>(
    'SELECT door, requested_at AS at, outcome FROM opening WHERE person = ? ORDER BY opening',
  );
  return {
    of: (person, at, { phone, dwelling, trust, consent, consentAt, keptUntil, cards }) => ({
      format: 'xiaowu-export',
      version: 1,
      made: iso(at),
      reference: person,
      phone,
      dwelling,
      trust,
      consent:
        consent === null || consentAt === null || keptUntil === null
          ? null
          : { version: consent, at: iso(consentAt), keptUntil: iso(keptUntil) },
      cards,
      loans: loans.all(person).map(({ thing, barcode, begun, due, returned }) => ({
        thing,
        barcode,
        begun: iso(begun),
        due: iso(due),
        returned: returned === null ? null : iso(returned),
      })),
      openings: openings.all(person).map((row) => ({ ...row, at: iso(row.at) })),
    }),
  };
}
