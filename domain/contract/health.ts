import { z } from 'zod';
import { ClockFault, Trouble } from './trouble.ts';
import { Instant } from './words.ts';

/** `attention`: works, and somebody should look. `broken`: something residents need does not work. */
export const HealthLevel = z.enum(['ok', 'attention', 'broken']);
export type HealthLevel = z.infer<typeof HealthLevel>;

/**
 * How the hut and its hub get on. `alone`: not enrolled. `unreadable`: enrolled, and what says as whom cannot be read.
 * `starting`: not asked yet. `unconfirmed`: the office has not compared the fingerprint. `away`: no answer. `revoked`: the
 * office withdrew this hut. `refused`: see the log.
 */
export const SyncState = z.enum([
  'alone',
  'unreadable',
  'starting',
  'unconfirmed',
  'fine',
  'away',
  'revoked',
  'refused',
]);
export type SyncState = z.infer<typeof SyncState>;

const level = HealthLevel;
const Count = z.number().int().min(0);

/** How it stands with a hut, by part. Asked by the shell, by `npm run hut -- --health`, and at the keeper's desk. */
export const Health = z.strictObject({
  /** The worst of its parts. */
  level,
  at: Instant,
  ledger: z.strictObject({
    level,
    state: z.union([z.literal('open'), Trouble]),
    /** Number of the last event; null while the ledger cannot be read. */
    seq: Count.nullable(),
    /** Bytes of database and write-ahead log. */
    bytes: Count.nullable(),
    /** The last time it was restored: what happened from `backTo` to `lostUntil` is missing, if anything. */
    restored: z
      .strictObject({
        at: Instant,
        backTo: Instant.nullable(),
        lostUntil: Instant.nullable(),
        lostEvents: Count.nullable(),
      })
      .nullable(),
  }),
  devices: z.strictObject({
    level,
    /** Lock boards and scanners that the configuration names. */
    boards: Count,
    scanners: Count,
    away: z.array(
      z.strictObject({
        device: z.enum(['locker', 'scanner']),
        doors: z.array(z.number().int()),
        because: z.enum(['missing', 'busy', 'permission', 'silent']),
      }),
    ),
  }),
  disk: z.strictObject({
    level,
    state: z.enum(['enough', 'used', 'none', 'unknown']),
    freeBytes: Count.nullable(),
    /** The reserve for a full disk is whole. */
    reserved: z.boolean(),
  }),
  clock: z.strictObject({ level, fault: ClockFault.nullable(), wall: z.number() }),
  backup: z.strictObject({
    level,
    lastGoodAt: Instant.nullable(),
    /** Why the last try came to nothing. */
    failure: z.string().nullable(),
    second: z.enum(['none', 'good', 'missing', 'failed']),
  }),
  /** `alone`: without a hub. `queue`: events that it has not acknowledged. */
  sync: z.strictObject({
    level,
    state: SyncState,
    /** Its last answer; null: never. */
    lastAt: Instant.nullable(),
    queue: Count,
    /** It wants a later release than this one, or says something that this one cannot read. */
    outdated: z.boolean(),
  }),
  program: z.strictObject({ level, release: z.string(), upSeconds: Count, memoryBytes: Count }),
});
export type Health = z.infer<typeof Health>;
export const HealthPart = z.enum(['ledger', 'devices', 'disk', 'clock', 'backup', 'sync', 'program']);
export const healthParts = HealthPart.options;
export type HealthPart = z.infer<typeof HealthPart>;

/** The worst of some levels. */
export const worst = (levels: readonly HealthLevel[]): HealthLevel =>
  levels.includes('broken') ? 'broken' : levels.includes('attention') ? 'attention' : 'ok';
