import { event } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Residents } from '../people/residents.ts';
import type { Sharing } from '../people/sharing.ts';
import type { StreetKey } from '../people/street-key.ts';
import { createMirroring, type Mirroring } from './mirroring.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createProgress, type ProgressBook } from './progress.ts';
import { createPendingMembers, type PendingMembers } from './sharing-members.ts';

/** What sync reads and writes of a hut's data. Made of functions, so that it stays across openings of the store. */
export interface SyncStore extends Outbox, Mirroring, ProgressBook {
  /** Number of the last event. */
  lastSeq(): number;
  /** Events that the hub has not acknowledged. */
  queue(): number;
  /** Whom the hub is to be told of, after what it knows and within what it has acknowledged; null without a key. */
  pendingMembers(): PendingMembers | null;
  /** Keeps the key by which cards of other huts are known. False when the disk did not take it. */
  keepStreetKey(key: string): boolean;
  hasStreetKey(): boolean;
  /** The oldest release that the hub takes; null when it said nothing. */
  minimumRelease(): string | null;
  /** Carries out one erasure that the office ordered. To be called while nobody waits. Answers whether there was one. */
  eraseOrdered(): boolean;
  /** The hut was enrolled. */
  joined(hut: string, fingerprint: string, actor: 'command' | `keeper:${string}`): Result<null, LedgerFault>;
}

export function createSyncStore(
  ledger: Ledger,
  residents: Residents,
  sharing: Sharing,
  street: StreetKey,
): SyncStore {
  const { db } = ledger;
  const progress = createProgress(db);
  const pending = createPendingMembers(ledger, sharing);
  // One with things out, or on their way, stays until they are back, and the next is asked after.
  const due = db
    .prepare<[], string>(
      `SELECT key FROM mirror WHERE stream = 'erasures'
         AND (EXISTS (SELECT 1 FROM person WHERE person = mirror.key)
           OR EXISTS (SELECT 1 FROM card JOIN card_code ON card_code.card = card.card WHERE card.person = mirror.key))
         AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.person = mirror.key AND returned_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM opening WHERE opening.person = mirror.key AND settled_at IS NULL) LIMIT 1`,
    )
    .pluck();
  return {
    ...createOutbox(db),
    ...createMirroring(ledger),
    ...progress,
    keepStreetKey: (key) => street.keep(key),
    hasStreetKey: () => street.ready(),
    lastSeq: () => ledger.head().seq,
    queue: () => Math.max(0, ledger.head().seq - progress.now().acked),
    pendingMembers() {
      if (!sharing.ready()) return null;
      const { acked, members } = progress.now();
      return members >= acked ? { upTo: members, members: [] } : pending(members, acked);
    },
    minimumRelease: () => ledger.read.mirrors.minimumRelease(),
    eraseOrdered() {
      const person = due.get();
      return person !== undefined && residents.erase({ person, actor: 'hub' }).ok;
    },
    joined(hut, fingerprint, actor) {
      const committed = ledger.commit<never>(actor, () => done([event('hub-joined', { hut, fingerprint })]));
      return committed.ok ? done(null) : committed;
    },
  };
}
