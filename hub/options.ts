import { z } from 'zod';
import { done, type Result, refused } from '../domain/result.ts';

const HostPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'must be HOST:PORT')
  .transform((text) => {
    const colon = text.lastIndexOf(':');
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
  })
  .refine(({ port }) => port < 65_536, 'the port is at most 65535');

/** What the hub is started with: options of the command and variables of the environment. */
export const HubOptions = z.strictObject({
  /** Where the SQLite store and the member key lie; with PostgreSQL, the member key alone. */
  data: z.string().min(1),
  listen: HostPort,
  /** A PostgreSQL server; left out, SQLite in `data`. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** Where browsers reach the desk. */
  origin: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  /** Parts that PostgreSQL spreads each table over by hut, at its first start. */
  partitions: z.coerce.number().int().min(0).max(256),
});
export type HubOptions = z.infer<typeof HubOptions>;

/** Reads options; the refusal names each that is wrong. */
export function readOptions(given: Record<string, unknown>): Result<HubOptions, string> {
  const read = HubOptions.safeParse(given);
  if (read.success) return done(read.data);
  return refused(
    read.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`).join('\n'),
  );
}
