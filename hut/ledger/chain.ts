import { hash } from 'node:crypto';

/** An event as it stands in the log. Instants in milliseconds; hashes are 32 bytes. */
export interface StoredEvent {
  epoch: number;
  seq: number;
  event_id: string;
  type: string;
  version: number;
  wall_at: number;
  boot: string;
  mono_ms: number;
  actor: string;
  /** Canonical JSON, exactly as hashed. */
  body: string;
  prev_hash: Buffer;
  hash: Buffer;
}

/** What the first event of a log follows. */
export const genesis: Buffer = Buffer.alloc(32);

/** JSON with the keys of every object in order, so that one value has one text. Undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('no JSON for this number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const inner = fields[key];
    if (inner === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(inner)}`;
  }
  return `{${text}}`;
}

/**
 * SHA-256 over every field of an event and the hash before it, as a JSON array in this order: a text that two
 * different events cannot share.
 */
export function eventHash(event: Omit<StoredEvent, 'hash'>): Buffer {
  const fields = [
    event.epoch,
    event.seq,
    event.event_id,
    event.type,
    event.version,
    event.wall_at,
    event.boot,
    event.mono_ms,
    event.actor,
    event.body,
    event.prev_hash.toString('hex'),
  ];
  return hash('sha256', JSON.stringify(fields), 'buffer');
}
