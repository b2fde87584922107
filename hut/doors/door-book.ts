import { done, type Result, refused } from '../../domain/result.ts';
import type { Keeping } from '../keeper/keeping.ts';
import type { KeeperOpening } from '../keeper/keeping-types.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import { notRecorded } from '../lending/context.ts';
import type { Lending, NotRecorded, Settled } from '../lending/lending.ts';
import type { Opening } from '../lending/lending-types.ts';

/** A door asked to open: for a loan, a return, or a keeper. */
export type DoorOpening = Opening | KeeperOpening;
/** What a finished opening led to. */
export type DoorOutcome = Settled | { to: 'keeper'; opening: KeeperOpening };

/** What the doors write down, whoever a door opened for. */
export interface DoorBook extends Pick<Lending, 'noteDoor' | 'suspectDoors'> {
  /** Openings neither finished nor void. At most one per door. */
  unsettledOpenings(): readonly DoorOpening[];
  openingOpened(opening: string): Result<unknown, NotRecorded>;
  finishOpening(
    opening: string,
    evidence: Parameters<Lending['finishOpening']>[1],
  ): Result<DoorOutcome | null, NotRecorded>;
  voidOpening(opening: string, because: Parameters<Lending['voidOpening']>[1]): Result<null, NotRecorded>;
}

const told = <T>(result: Result<T, LedgerFault>): Result<T, NotRecorded> =>
  result.ok ? result : refused(notRecorded(result.refusal));

/** Lending and the keepers as one book: each opening is written where it was asked for. */
export function doorBook(lending: Lending, keeping: Keeping): DoorBook {
  const isKeepers = (opening: string): boolean => keeping.keeperOpening(opening) !== null;
  return {
    noteDoor: (body) => lending.noteDoor(body),
    suspectDoors: () => lending.suspectDoors(),
    unsettledOpenings: () => [...lending.unsettledOpenings(), ...keeping.unsettledKeeperOpenings()],
    openingOpened: (opening) =>
      isKeepers(opening) ? told(keeping.openingOpened(opening)) : lending.openingOpened(opening),
    finishOpening(opening, evidence) {
      if (!isKeepers(opening)) return lending.finishOpening(opening, evidence);
      const finished = told(keeping.finishOpening(opening, evidence));
      return finished.ok ? done({ to: 'keeper', opening: finished.value }) : finished;
    },
    voidOpening: (opening, because) =>
      isKeepers(opening)
        ? told(keeping.voidOpening(opening, because))
        : lending.voidOpening(opening, because),
  };
}
