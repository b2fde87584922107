import { feedbackOf, type LearnedBoard, otherOrder } from '../../domain/commissioning/walk.ts';
import type { FoundBoard } from '../../native/lock-board/probe.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { BoardConfig } from '../config/config.ts';

/** A board as the walk learned it. `otherwise`: how it is instead, should its status bytes come in the other order. */
export interface LearnedConfig {
  board: BoardConfig;
  otherwise: BoardConfig | null;
}

/** The boards of a config from what was found and what the walk learned; boards without a door are left out. */
export function boardsOf(found: readonly FoundBoard[], learned: readonly LearnedBoard[]): LearnedConfig[] {
  return found.flatMap((board, i): LearnedConfig[] => {
    const its = learned[i];
    if (its === undefined || Object.keys(its.doors).length === 0) return [];
    const { facts } = protocolOf(board.protocol);
    const order = its.order ?? facts.order;
    const written = {
      id: `board-${i + 1}`,
      protocol: board.protocol,
      path: board.path,
      baud: board.baud,
      address: board.address,
      feedback: feedbackOf(facts.feedback, its.inverted),
      echo: board.echo,
    };
    return [
      {
        board: BoardConfig.parse({ ...written, order, doors: its.doors }),
        otherwise:
          its.otherwise === null
            ? null
            : BoardConfig.parse({ ...written, order: otherOrder(order), doors: its.otherwise }),
      },
    ];
  });
}
