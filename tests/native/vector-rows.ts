import { expect } from 'vitest';
import { z } from 'zod';
import type { LockProtocol } from '../../domain/config/lock-protocols.ts';
import type { Wiring } from '../../native/lock-board/protocol.ts';
import { openAllCommand, openManyCommand } from '../../native/lock-board/xor-8a/frames.ts';

const hex = z
  .string()
  .regex(/^([0-9A-F]{2})+$/)
  .transform((text) => Uint8Array.from(Buffer.from(text, 'hex')));
export const Vector = z.strictObject({
  op: z.string(),
  board: z.number().optional(),
  station: z.number().optional(),
  lock: z.number().optional(),
  channel: z.number().optional(),
  locks: z.array(z.number()).optional(),
  ms: z.number().optional(),
  tx: hex.optional(),
  rx: hex.optional(),
  means: z.string().optional(),
  level: z.enum(['A', 'B']),
});
export type Vector = z.infer<typeof Vector>;

/** What an answer says. `doors`: how many channels it tells of; `open`, `occupied`: those of them. */
export type Meaning =
  | { is: 'opened' }
  | { is: 'refused' }
  | { is: 'door'; lock: 'open' | 'closed' }
  | { is: 'doors'; doors: number; open: number[]; occupied?: number[] };

export interface VectorRow {
  /** Where a vector names none. */
  address: number;
  /** Our channel (from 1) of what the vector calls lock or channel. */
  channelOf(vector: Vector): number;
  wiring?(vector: Vector): Partial<Wiring>;
  /** By the answer's bytes in hex. */
  means: Record<string, Meaning>;
  /** Operations that this kiosk does not ask of a board, checked by its frames alone. */
  special?: Record<string, (vector: Vector, wiring: Wiring) => void>;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** What the vectors of each protocol mean in our words. */
export const vectorRows: Record<LockProtocol, VectorRow> = {
  'xor-8a': {
    address: 1,
    channelOf: ({ lock }) => lock ?? 0,
    means: {
      '8A0101008A': { is: 'opened' },
      '8A0101119B': { is: 'refused' },
      '8001011191': { is: 'door', lock: 'closed' },
      '8001010080': { is: 'door', lock: 'open' },
      '800100000033B2': { is: 'doors', doors: 24, open: upTo(24) },
      '800100000233B0': { is: 'doors', doors: 24, open: upTo(24).filter((channel) => channel !== 2) },
    },
    special: {
      openAll: ({ tx }) => expect(openAllCommand(1)).toEqual(tx),
      openMany: ({ tx, locks }) => expect(openManyCommand(1, locks ?? [])).toEqual(tx),
    },
  },
};
