import { z } from 'zod';

/** Backups of the ledger: how many, and where else. */
export const BackupConfig = z.strictObject({
  second: z
    .string()
    .regex(/^(\/.+|[A-Za-z]:[\\/].+)$/, 'an absolute directory such as /media/stick/xiaowu or E:\\xiaowu')
    .optional()
    .describe('a directory on another disk, such as a mounted stick, where every backup is copied to'),
  hours: z
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe('for how many hours the last backup of every hour is kept'),
  days: z
    .number()
    .int()
    .min(1)
    .max(30)
    .default(30)
    .describe('for how many days the last backup of every day is kept; residents are promised 30 at most'),
  megabytes: z
    .number()
    .int()
    .min(100)
    .max(1_000_000)
    .default(8192)
    .describe('room that all backups in one place may take; the oldest go first'),
});
export type BackupConfig = z.infer<typeof BackupConfig>;
