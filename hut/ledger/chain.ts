import { hash } from 'node:crypto';
import { type Chained, chainText } from '../../domain/ledger/chain.ts';

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

/** SHA-256 of an event's `chainText`, and the hash before it, in hexadecimal. */
export function eventHash(event: Omit<StoredEvent, 'prev_hash' | 'hash'>, prevHash: string): string {
  const {
    epoch,
    seq,
    event_id: id,
    type,
    version,
    wall_at: wallAt,
    boot,
    mono_ms: monoMs,
    actor,
    body,
  } = event;
  return chainedHash({ epoch, seq, id, type, version, wallAt, boot, monoMs, actor, body, prevHash });
}

/** SHA-256 of `chainText`, in hexadecimal. */
export const chainedHash = (event: Chained): string => hash('sha256', chainText(event), 'hex');
