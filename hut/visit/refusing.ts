import type { Refusal } from '../../domain/contract/screen.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import { waysFrom } from '../../domain/lending/ways.ts';
import type { Lending } from '../lending/lending.ts';
import type { VisitContext } from './context.ts';
import type { Stage, Who } from './stage.ts';

/** The stage of a refusal, with the ways that lead on from it. `who`: the person, where one said who they are. */
export function refusalStage(
  {
    lending,
    faultOf,
    who,
  }: {
    lending: Pick<Lending, 'itemById' | 'pickItem' | 'loansOf' | 'loanView'>;
    faultOf: (door: number) => DoorFault | null;
    who: Pick<Who, 'person'> | null;
  },
  refusal: Refusal,
  from: Parameters<VisitContext['refuse']>[1],
): Stage {
  const item = from.item === undefined ? null : lending.itemById(from.item);
  const sameKindElsewhere = item !== null && lending.pickItem(item.kind, faultOf, item.item).ok;
  // Read where it is asked for only: a refusal may say that nothing can be read.
  const loans = () => (who === null ? [] : lending.loansOf(who.person));
  const inTheWay =
    refusal.why === 'overdue-loan'
      ? loans().toSorted((a, b) => a.due - b.due)[0]
      : refusal.why === 'out-to-you'
        ? loans().find((loan) => loan.item === from.item)
        : undefined;
  const ways = waysFrom(refusal, {
    inHand: from.inHand ?? false,
    sameKindElsewhere,
    identifying: from.want !== undefined,
    renewing: from.under.at === 'loans',
    known: who !== null,
    renewable: inTheWay !== undefined && lending.loanView(inTheWay).renewable,
    returning: from.flow === 'return',
  });
  return {
    at: 'refusal',
    flow: from.flow,
    refusal,
    ways,
    under: from.under,
    ...(from.item === undefined ? {} : { item: from.item }),
    ...(from.want === undefined ? {} : { want: from.want }),
    ...(from.problem === undefined ? {} : { problem: from.problem }),
    ...(from.opening === undefined ? {} : { opening: from.opening }),
  };
}
