import type { Database } from 'better-sqlite3';
import type { DoorReason } from '../../domain/keeper/keeper.ts';
import { type Evidence, event, type VoidReason } from '../../domain/ledger/events.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { KeeperOpening } from './keeping-types.ts';

/** Why a door does not open for a keeper: it cannot be reached, it stands open, or an opening of it is not over. */
export type NoOpening = { why: 'door-unreachable' | 'door-open' | 'door-busy' } | LedgerFault;

/** Doors that a keeper opens. The same rules as for a borrow: first the commit, then one pulse. */
export interface KeeperOpenings {
  /**
   * Asks for a door: commits who, which and why. A door that was stuck may be tried: the keeper stands before it,
   * and a whole cycle is what makes it trusted again.
   */
  requestOpening(ask: {
    keeper: string;
    door: number;
    reason: DoorReason;
    visit: string;
    doorFault: DoorFault | null;
  }): Result<KeeperOpening, NoOpening>;
  /** The opening of this reference, settled or not; null when it is none of a keeper's. */
  keeperOpening(opening: string): KeeperOpening | null;
  /** Openings of keepers neither finished nor void. */
  unsettledKeeperOpenings(): KeeperOpening[];
  openingOpened(opening: string): Result<null, LedgerFault>;
  /** The door was open and is shut. A settled opening stays as it is. */
  finishOpening(opening: string, evidence: Evidence): Result<KeeperOpening, LedgerFault>;
  voidOpening(opening: string, because: VoidReason): Result<null, LedgerFault>;
}

type Row = Omit<KeeperOpening, 'purpose'> & { outcome: string | null };

const select = `SELECT opening, door, keeper, reason, visit, requested_at AS requestedAt, opened_at AS openedAt,
  outcome FROM keeper_opening`;

/** What a reader of doors asks: which of them a keeper has open. Prepared once. */
export const unsettledKeeperDoors = (db: Database): (() => number[]) => {
  const doors = db.prepare<[], number>('SELECT door FROM keeper_opening WHERE settled_at IS NULL').pluck();
  return () => doors.all();
};

/** Openings of keepers on a ledger. */
export function createKeeperOpenings({
  ledger,
  newId,
}: {
  ledger: Ledger;
  newId: () => string;
}): KeeperOpenings {
  const { db } = ledger;
  const one = db.prepare<[string], Row>(`${select} WHERE opening = ?`);
  const unsettled = db.prepare<[], Row>(`${select} WHERE settled_at IS NULL`);
  const opened = ({ outcome: _, ...row }: Row): KeeperOpening => ({ ...row, purpose: 'keeper' });
  const known = (ref: string): Row => {
    const found = one.get(ref);
    if (found === undefined) throw new Error(`no opening ${ref} of a keeper`);
    return found;
  };
  return {
    requestOpening({ keeper, door, reason, visit, doorFault }) {
      if (doorFault === 'unreachable') return refused({ why: 'door-unreachable' });
      if (doorFault === 'standing-open') return refused({ why: 'door-open' });
      const body = { opening: newId(), door, keeper, reason, visit };
      const committed = ledger.commit<{ why: 'door-busy' }>(`keeper:${keeper}`, (read) => {
        const busy =
          read.unsettled().some((other) => other.door === door) || read.keeperDoors().includes(door);
        return busy ? refused({ why: 'door-busy' }) : done([event('keeper-opening-requested', body)]);
      });
      if (!committed.ok) return committed;
      return done({ ...body, purpose: 'keeper', requestedAt: committed.value.wallAt, openedAt: null });
    },
    keeperOpening(ref) {
      const found = one.get(ref);
      return found === undefined ? null : opened(found);
    },
    unsettledKeeperOpenings: () => unsettled.all().map(opened),
    openingOpened(ref) {
      const found = known(ref);
      if (found.outcome !== null || found.openedAt !== null) return done(null);
      const committed = ledger.commit<never>('hut', () =>
        done([event('keeper-opening-opened', { opening: ref })]),
      );
      return committed.ok ? done(null) : committed;
    },
    finishOpening(ref, evidence) {
      const found = known(ref);
      if (found.outcome !== null) return done(opened(found));
      const committed = ledger.commit<never>(`keeper:${found.keeper}`, () =>
        done([event('keeper-opening-finished', { opening: ref, evidence })]),
      );
      return committed.ok ? done(opened(found)) : committed;
    },
    voidOpening(ref, because) {
      if (known(ref).outcome !== null) return done(null);
      const committed = ledger.commit<never>('hut', () =>
        done([event('keeper-opening-void', { opening: ref, because })]),
      );
      return committed.ok ? done(null) : committed;
    },
  };
}
