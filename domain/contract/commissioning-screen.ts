import { z } from 'zod';
import { feedbacks, orders } from '../config/lock-protocols.ts';

/** The name of a protocol, as the config has it. */
const Protocol = z.string().min(1).max(40);
const Path = z.string().max(200);
const Door = z.number().int().min(1).max(999);
/** Bytes as a keeper may read them to somebody on the phone: `8A 01 01 11`. */
const Hex = z.string().max(600);

/** Why a port or a device cannot be used now. */
export const PortProblem = z.enum(['missing', 'busy', 'permission', 'silent']);
export type PortProblem = z.infer<typeof PortProblem>;

/** A board that answered a probe. */
export const FoundBoardView = z.strictObject({
  protocol: Protocol,
  address: z.number().int(),
  baud: z.number().int(),
  channels: z.number().int(),
  echo: z.boolean(),
  answer: Hex,
});
export type FoundBoardView = z.infer<typeof FoundBoardView>;

export const PortView = z.strictObject({
  path: Path,
  label: z.string().max(120),
  state: z.enum(['waiting', 'asking', 'asked']),
  problem: PortProblem.optional(),
  /** The program that has the port, where that is the problem. */
  by: z.string().max(40).optional(),
  boards: z.array(FoundBoardView),
});
export type PortView = z.infer<typeof PortView>;

export const WalkTroubleView = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('several') }),
  z.strictObject({ is: z.literal('known'), door: Door }),
  z.strictObject({ is: z.literal('other-wiring') }),
  /** A board does not answer at this moment. */
  z.strictObject({ is: z.literal('silent') }),
]);

/** What the hut makes of a scan: one of our labels, a known kind of foreign code, or damage. */
export const scanMeanings = [
  'item',
  'card',
  'keeper-card',
  'slip',
  'place',
  'shop',
  'book',
  'payment',
  'link',
  'contact',
  'wifi',
  'other',
  'part',
  'doubled',
  'two-codes',
  'unreadable',
] as const;
export const ScanMeaning = z.enum(scanMeanings);
export type ScanMeaning = z.infer<typeof ScanMeaning>;

/** One scan as the scanner sent it and as the hut understands it. */
export const ScanSeen = z.strictObject({
  /** Which scan of this test, from 1. */
  nth: z.number().int().min(1),
  from: z.string().max(200),
  hex: Hex,
  text: z.string().max(600),
  /** The symbology, where the scanner says it: `Code 128 ]C0`. */
  symbology: z.string().max(24).nullable(),
  means: ScanMeaning,
});
export type ScanSeen = z.infer<typeof ScanSeen>;

/** One frame on a wire. `at`: milliseconds since the first one shown. */
export const FrameSeen = z.strictObject({
  /** Which frame since the hut began, from 1. */
  nth: z.number().int().min(1),
  at: z.number(),
  /** Milliseconds since the frame before. */
  after: z.number(),
  direction: z.enum(['tx', 'rx']),
  path: Path,
  hex: Hex,
  /** What it says, in the words of the protocol; empty when no protocol of this wire knows it. */
  says: z.string().max(200),
});
export type FrameSeen = z.infer<typeof FrameSeen>;

const DoorProof = z.strictObject({
  door: Door,
  proof: z.enum(['waiting', 'good', 'failed', 'skipped', 'crossed']),
});

/** Steps of the screen 设备: what is there, finding it, walking through it, proving it, keeping it. */
export const DevicesStep = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('now'),
    practice: z.boolean(),
    boards: z.array(
      z.strictObject({
        id: z.string(),
        protocol: Protocol,
        path: Path,
        doors: z.number().int(),
        state: z.enum(['connecting', 'connected', 'unreachable']),
        problem: PortProblem.optional(),
      }),
    ),
    scanners: z.array(
      z.strictObject({ kind: z.string(), path: Path.optional(), problem: PortProblem.optional() }),
    ),
  }),
  z.strictObject({
    is: z.literal('ports'),
    asking: z.strictObject({ protocol: Protocol, address: z.number().int() }).nullable(),
    done: z.boolean(),
    ports: z.array(PortView).max(24),
  }),
  z.strictObject({
    is: z.literal('walk'),
    at: z.enum(['close-all', 'open', 'close']),
    door: Door,
    known: z.array(Door),
    trouble: WalkTroubleView.optional(),
  }),
  z.strictObject({
    is: z.literal('prove'),
    at: z.enum(['ready', 'opening', 'open', 'turned', 'failed', 'done']),
    door: Door.nullable(),
    /** A door that is open beside the one at work, or instead of it. */
    another: Door.nullable(),
    /** The next try takes the other channel that this door may have. */
    turns: z.boolean(),
    doors: z.array(DoorProof),
  }),
  z.strictObject({
    is: z.literal('result'),
    boards: z.array(
      z.strictObject({
        id: z.string(),
        protocol: Protocol,
        path: Path,
        baud: z.number().int(),
        address: z.number().int(),
        feedback: z.enum(feedbacks),
        order: z.enum(orders),
        echo: z.boolean(),
        doors: z.array(Door),
      }),
    ),
    /** Kept, though no pulse has opened them. */
    unproven: z.array(Door),
    /** Not kept: what a pulse for them would open is not known, or is another door. */
    leftOut: z.array(Door),
    /** The config could not be written; nothing has changed. */
    problem: z.enum(['not-written']).optional(),
  }),
  /** `kept`: name of the file that holds the config of before. */
  z.strictObject({ is: z.literal('saved'), kept: z.string().nullable() }),
  z.strictObject({
    is: z.literal('scan-test'),
    scans: z.array(ScanSeen).max(4),
    learned: z.strictObject({ prefix: z.string(), suffix: z.string() }).nullable(),
    /** The config does not know this scanner, or not what it sends around its codes. */
    keeps: z.boolean(),
    problem: z.enum(['not-written']).optional(),
  }),
  z.strictObject({
    is: z.literal('monitor'),
    frames: z.array(FrameSeen).max(12),
    exported: z.string().optional(),
    problem: z.enum(['not-written']).optional(),
  }),
]);
export type DevicesStep = z.infer<typeof DevicesStep>;

/** The keeper's screen 设备. */
export const devicesScreen = z.strictObject({ at: z.literal('keeper-devices'), step: DevicesStep });
export type DevicesScreen = z.infer<typeof devicesScreen>;

/** What a keeper presses there. */
export const DevicesAct = z.enum([
  'find',
  'walk',
  'all-closed',
  'no-such-door',
  'no-more-doors',
  'prove',
  'again',
  'skip',
  'show-result',
  'save',
  'scan-test',
  'monitor',
  'export',
  'back',
]);
export type DevicesAct = z.infer<typeof DevicesAct>;
export const devicesAction = z.strictObject({ do: z.literal('devices'), act: DevicesAct });
