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

/** What is hashed of an event, by any name its holder gives the fields. Instants in milliseconds. */
export interface Chained {
  epoch: number;
  seq: number;
  id: string;
  type: string;
  version: number;
  wallAt: number;
  boot: string;
  monoMs: number;
  actor: string;
  /** Canonical JSON, exactly as written. */
  body: string;
  /** Hash of the event before it, 64 characters of hexadecimal. */
  prevHash: string;
}

/** `prevHash` of the first event of a log. */
export const genesisHash = '0'.repeat(64);

/**
 * The text of an event whose SHA-256 is its hash: every field and the hash before it, as a JSON array in this
 * order, a text that two different events cannot share.
 */
export function chainText(event: Chained): string {
  return JSON.stringify([
    event.epoch,
    event.seq,
    event.id,
    event.type,
    event.version,
    event.wallAt,
    event.boot,
    event.monoMs,
    event.actor,
    event.body,
    event.prevHash,
  ]);
}
