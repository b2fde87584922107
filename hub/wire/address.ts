import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The other end of the connection; one for all where there is none, as in tests. */
export function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Whom tries are counted against: the other end of the connection. Where that is this machine itself there is a proxy
 * in between, and the last address of what it forwards is the one it saw; what stands before it anybody may have
 * written. Whoever comes from elsewhere is not believed.
 */
export function askingAddress(peer: string, forwarded: string | undefined): string {
  if (forwarded === undefined || !loopback.test(peer)) return peer;
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-fA-F:.]{2,45}$/.test(last) ? last : peer;
}
