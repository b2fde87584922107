import { expect } from 'vitest';
import { z } from 'zod';
import { allLocks, asks, cu12Frames } from '../../native/lock-board/kerong-cu12/frames.ts';
import { cu16Frames, wholeBus } from '../../native/lock-board/kerong-cu16/frames.ts';
import type { Wiring } from '../../native/lock-board/protocol.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { wklyFrames } from '../../native/lock-board/wkly/frames.ts';
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
export const vectorRows: Record<string, VectorRow> = {
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
  wkly: {
    address: 0,
    channelOf: ({ lock }) => lock ?? 0,
    means: {
      '574B4C590B008200010081': { is: 'opened' },
      '574B4C590B008300010080': { is: 'door', lock: 'open' },
      '574B4C590B008300010181': { is: 'door', lock: 'closed' },
      '574B4C592200840018000000000000000000000000000000000000000000000000B7': {
        is: 'doors',
        doors: 24,
        open: upTo(24),
      },
    },
    special: {
      openAll: ({ tx, rx }) => {
        expect(wklyFrames.encode({ is: 'open-all', board: 0, data: Uint8Array.of() })).toEqual(tx);
        expect(wklyFrames.encode({ is: 'open-all', board: 0, data: Uint8Array.of(0) })).toEqual(rx);
      },
      openMany: ({ tx, rx, locks = [] }) => {
        const data = Uint8Array.of(locks.length, ...locks);
        expect(wklyFrames.encode({ is: 'open-many', board: 0, data })).toEqual(tx);
        expect(wklyFrames.encode({ is: 'open-many', board: 0, data: Uint8Array.of(0) })).toEqual(rx);
      },
      unsolicited: ({ rx = new Uint8Array(0) }, wiring) => {
        expect(wklyFrames.decode(rx)?.frame).toEqual({ is: 'notice', board: 0, data: Uint8Array.of(1, 1) });
        expect(protocolOf('wkly').codec(wiring).notices(rx)).toEqual({
          notices: [{ channel: 1, raw: rx }],
          used: rx.length,
        });
      },
    },
  },
  winnsen: {
    address: 1,
    channelOf: ({ lock }) => lock ?? 0,
    means: {
      '90078501050103': { is: 'opened' },
      '90078201010103': { is: 'doors', doors: 16, open: [1, 9] },
    },
  },
  'kerong-cu16': {
    address: 0,
    channelOf: ({ lock }) => lock ?? 0,
    means: { '020035FFFF00000338': { is: 'doors', doors: 16, open: [] } },
    special: {
      openAll: ({ tx }) => expect(cu16Frames.encode({ is: 'unlock-all', board: 0, lock: 0 })).toEqual(tx),
      readBus: ({ tx, rx }) => {
        expect(cu16Frames.encode({ is: 'status-of-all', board: wholeBus, lock: 0 })).toEqual(tx);
        expect(cu16Frames.decode(rx ?? new Uint8Array(0))?.frame).toEqual({
          is: 'status-of-all-is',
          board: 1,
          locks: Uint8Array.of(0, 0),
          occupied: Uint8Array.of(0, 0),
        });
      },
    },
  },
  'kerong-cu12': {
    address: 0,
    channelOf: ({ lock }) => lock ?? 0,
    means: {
      '02000080100203990200': { is: 'doors', doors: 12, open: upTo(12).filter((channel) => channel !== 2) },
      '0200028110000398': { is: 'opened' },
    },
    special: {
      openAll: ({ tx }) => {
        const data = new Uint8Array(0);
        expect(cu12Frames.encode({ is: 'unlock', board: 0, lock: allLocks, ask: asks.order, data })).toEqual(
          tx,
        );
      },
    },
  },
  'kerong-cu48': {
    address: 0,
    channelOf: ({ lock }) => (lock ?? -1) + 1,
    wiring: () => ({ channels: upTo(48) }),
    means: { '02000075FFFFFFFFFFFF0000000000000374': { is: 'doors', doors: 48, open: [] } },
  },
  'waveshare-relay': {
    address: 1,
    channelOf: ({ channel }) => (channel ?? -1) + 1,
    wiring: ({ ms }) => (ms === undefined ? {} : { pulseMs: ms }),
    means: {
      '0105020000078DB0': { is: 'opened' },
      '0105020000024DB3': { is: 'opened' },
      '0105020100089C74': { is: 'opened' },
      '01020100A188': { is: 'doors', doors: 8, open: upTo(8) },
      '010201016048': { is: 'doors', doors: 8, open: upTo(8).filter((channel) => channel !== 1) },
    },
    special: {
      allOff: ({ tx, rx }, wiring) => {
        const [allOff] = protocolOf('waveshare-relay').codec(wiring).onConnect?.() ?? [];
        expect(allOff?.tx).toEqual(tx);
        expect(allOff?.match(rx ?? new Uint8Array(0))).toMatchObject({ is: 'held', value: { ok: true } });
      },
      exception: ({ rx }, wiring) => {
        const match = protocolOf('waveshare-relay')
          .codec(wiring)
          .open(1)
          .match(rx ?? new Uint8Array(0));
        const refusal = { code: 'BoardRejected', board: 3 };
        expect(match).toEqual({ is: 'answer', value: { ok: false, refusal } });
      },
    },
  },
};
