import { type MemoWhat, memoPart } from '../../domain/memo/memo.ts';
import { base64Of } from '../sound/recorder.ts';
import type { Client } from '../wire/client.ts';

/** Gives a memo to the hut, part by part. False when it was not taken: nothing is kept then. */
export async function giveMemo(
  call: Client['call'],
  token: number,
  what: MemoWhat,
  file: ArrayBuffer,
): Promise<boolean> {
  const of = Math.max(1, Math.ceil(file.byteLength / memoPart));
  for (let part = 0; part < of; part++) {
    const bytes = base64Of(file.slice(part * memoPart, (part + 1) * memoPart));
    const answer = await call('keepMemo', { token, what, part, of, bytes });
    if (!answer.ok || !answer.value.taken) return false;
  }
  return true;
}

/** Fetches a memo from the hut; null when it cannot be had. */
export async function fetchMemo(
  call: Client['call'],
  token: number,
  memo: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  for (let part = 0, of = 1; part < of; part++) {
    const answer = await call('memo', { token, memo, part });
    if (!answer.ok || answer.value.bytes === null) return null;
    of = answer.value.of;
    parts.push(Uint8Array.from(atob(answer.value.bytes), (sign) => sign.charCodeAt(0)));
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}
