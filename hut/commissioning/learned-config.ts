import type { z } from 'zod';
import { feedbackOf, type LearnedBoard, otherOrder } from '../../domain/commissioning/walk.ts';
import type { FoundBoard } from '../../native/lock-board/probe.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { BoardConfig } from '../config/config.ts';

/** A board as the walk learned it. `otherwise`: how it is instead, should its status bytes come in the other order. */
export interface LearnedConfig {
  board: BoardConfig;
  otherwise: BoardConfig | null;
}

/**
 * What the very board was set to before that neither search nor walk finds out: it stays. Of its inputs only what the
 * walk can have learned by, which takes each for the door switch of the channel of its number.
 */
function settingsBefore(
  { path, protocol, address, doors }: BoardConfig,
  before: readonly BoardConfig[],
): Partial<BoardConfig> {
  const same = before.find(
    (each) => each.path === path && each.protocol === protocol && each.address === address,
  );
  if (same === undefined) return {};
  const { pulseMs, clearBusy, expectsAck, inputs } = same;
  const fits = Object.values(doors).every((channel) => inputs?.door[channel] === channel);
  return {
    pulseMs,
    clearBusy,
    ...(expectsAck === undefined ? {} : { expectsAck }),
    ...(fits ? { inputs } : {}),
  };
}

/**
 * The boards of a config from what was found, what the walk learned, and the boards that were configured `before`;
 * boards without a door are left out.
 */
export function boardsOf(
  found: readonly FoundBoard[],
  learned: readonly LearnedBoard[],
  before: readonly BoardConfig[],
): LearnedConfig[] {
  const parsed = (written: z.input<typeof BoardConfig>): BoardConfig => {
    const board = BoardConfig.parse(written);
    return { ...board, ...settingsBefore(board, before) };
  };
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
        board: parsed({ ...written, order, doors: its.doors }),
        otherwise:
          its.otherwise === null
            ? null
            : parsed({ ...written, order: otherOrder(order), doors: its.otherwise }),
      },
    ];
  });
}
