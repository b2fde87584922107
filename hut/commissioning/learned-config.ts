import type { LearnedBoard } from '../../domain/commissioning/walk.ts';
import { feedbackOf } from '../../domain/commissioning/walk.ts';
import type { FoundBoard } from '../../native/lock-board/probe.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { BoardConfig } from '../config/config.ts';

/** The boards of a config from what was found and what the walk learned; boards without a door are left out. */
export function boardsOf(found: readonly FoundBoard[], learned: readonly LearnedBoard[]): BoardConfig[] {
  return found.flatMap((board, i) => {
    const its = learned[i];
    if (its === undefined || Object.keys(its.doors).length === 0) return [];
    const { facts } = protocolOf(board.protocol);
    return [
      BoardConfig.parse({
        id: `board-${i + 1}`,
        protocol: board.protocol,
        path: board.path,
        baud: board.baud,
        address: board.address,
        feedback: feedbackOf(facts.feedback, its.inverted),
        order: its.order ?? facts.order,
        echo: board.echo,
        doors: its.doors,
      }),
    ];
  });
}
