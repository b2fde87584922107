import { z } from 'zod';
import type { Member } from '../../domain/sync/members.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Sharing } from '../people/sharing.ts';

/** A person of whom the hub is to be told, or who is to be forgotten there. */
export interface PendingMember {
  person: string;
  /** Grows with each change, across restarts and restored ledgers: the number of the event that changed it. */
  version: number;
  /** Null: erased. */
  member: Member | null;
}

/** A stretch of the log that was looked at for persons. */
export interface PendingMembers {
  /** The last event that was looked at. */
  upTo: number;
  members: PendingMember[];
}

/** Events that change what is kept of a person. */
const about = new Set([
  'person-registered',
  'person-verified',
  'person-erased',
  'card-issued',
  'card-blocked',
]);
/** Events looked at in one go. */
const stretch = 500;

const Body = z.looseObject({ person: z.string().optional(), card: z.string().optional() });

interface Row {
  seq: number;
  type: string;
  wallAt: number;
  body: string;
}

/**
 * Whom the hub is to be told of: derived from the log, so there is no second list of it that could be wrong. Looks at
 * events after `after` up to `upTo`, a stretch at a time.
 */
export function createPendingMembers(
  { db }: Pick<Ledger, 'db'>,
  sharing: Sharing,
): (after: number, upTo: number) => PendingMembers {
  const epochs = db
    .prepare<[number], number>('SELECT epoch FROM event WHERE epoch > ? ORDER BY epoch LIMIT 1')
    .pluck();
  const rows = db.prepare<[number, number, number, number], Row>(
    `SELECT seq, type, wall_at AS wallAt, body FROM event
     WHERE epoch = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
  );
  const holder = db.prepare<[string], string>('SELECT person FROM card WHERE card = ?').pluck();
  return (after, upTo) => {
    const found = new Map<string, { version: number; at: number; erased: boolean }>();
    let looked = 0;
    let end = after;
    for (let epoch = epochs.get(0); epoch !== undefined && looked < stretch; epoch = epochs.get(epoch)) {
      for (const { seq, type, wallAt, body } of rows.all(epoch, after, upTo, stretch - looked)) {
        looked++;
        end = seq;
        if (!about.has(type)) continue;
        const { person, card } = Body.parse(JSON.parse(body));
        const whose = person ?? (card === undefined ? undefined : holder.get(card));
        if (whose === undefined) continue;
        const before = found.get(whose);
        const erased = type === 'person-erased' || before?.erased === true;
        found.set(whose, { version: seq, at: before?.at ?? wallAt, erased });
      }
    }
    // Nothing more lies in between: a later number of the log begins where the hub ends.
    if (looked < stretch) end = Math.max(end, upTo);
    const members = [...found].flatMap(([person, { version, at, erased }]): PendingMember[] => {
      if (erased) return [{ person, version, member: null }];
      const member = sharing.memberOf(person, version, at);
      return member === null ? [] : [{ person, version, member }];
    });
    return { upTo: end, members };
  };
}
