import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import type { z } from 'zod';
import { done, type Result, refused } from '../../domain/result.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { isStorable, mayBeUnstorable } from '../store/storable.ts';
import { refusal } from './refusing.ts';

/** Bytes that are unpacked at a time: a batch of the usual size at once. */
const chunkSize = 256 * 1024;
const zip = promisify(gzip);

/** Why a body is not taken. */
export const tooLarge = (limit: number): SyncRefusal =>
  refusal('too-large', `At most ${limit} bytes once unpacked; send less at a time.`, { limit });

/** The body as it travelled. It is not read further than `limit` bytes, whatever its headers say. */
export async function readBody(request: Request, limit: number): Promise<Result<Buffer, SyncRefusal>> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) return refused(tooLarge(limit));
  try {
    // Node ends a body at its declared length.
    if (declared !== null) return done(Buffer.from(await request.arrayBuffer()));
    return await readUpTo(request, limit);
  } catch {
    // Whoever sent it went away in the middle: nobody hears this, and nothing is broken here.
    return refused(refusal('bad-request', 'The body broke off.'));
  }
}

async function readUpTo(request: Request, limit: number): Promise<Result<Buffer, SyncRefusal>> {
  if (request.body === null) return done(Buffer.alloc(0));
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done: ended, value } = await reader.read();
    if (ended) return done(Buffer.concat(parts));
    length += value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return refused(tooLarge(limit));
    }
    parts.push(value);
  }
}

/** Unpacks what came with `Content-Encoding: gzip`, to no more than `limit` bytes. */
export function unpack(body: Buffer, encoding: string | null, limit: number): Result<Buffer, SyncRefusal> {
  if (encoding === null || encoding === 'identity') return done(body);
  if (encoding !== 'gzip') return refused(refusal('bad-request', 'Content-Encoding may be gzip or nothing.'));
  try {
    return done(gunzipSync(body, { maxOutputLength: limit, chunkSize }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') return refused(tooLarge(limit));
    return refused(refusal('bad-request', 'The body is not gzip, or not whole.'));
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads JSON by its schema. `code`: how what does not fit is refused. */
export function readJson<T extends z.ZodType>(
  body: Buffer,
  schema: T,
  code: 'bad-request' | 'envelope',
): Result<z.infer<T>, SyncRefusal> {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(body);
    value = JSON.parse(text);
  } catch {
    return refused(refusal('bad-request', 'The body is not JSON in UTF-8.'));
  }
  const read = schema.safeParse(value);
  if (!read.success) return refused(refusal(code, issueText(read.error)));
  if (mayBeUnstorable(text) && !isStorable(read.data)) {
    return refused(refusal(code, 'A text holds NUL or half a character.'));
  }
  return done(read.data);
}

/** Where the first thing is wrong and what; nothing of what was sent. */
export function issueText(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'The body does not fit.';
  const path = issue.path.filter((part) => typeof part === 'number' || /^[A-Za-z]{1,30}$/.test(String(part)));
  return `${path.join('.') || 'body'}: ${issue.code}`;
}

/** From this many bytes on an answer is packed for who takes it. */
const packFrom = 1_024;

/** A JSON answer, packed where that is taken and worth it. */
export async function jsonAnswer(request: Request, value: unknown): Promise<Response> {
  const text = JSON.stringify(value);
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  if (text.length < packFrom || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(text, { headers });
  }
  const packed = await zip(text, { level: 3 });
  return new Response(new Uint8Array(packed), { headers: { ...headers, 'content-encoding': 'gzip' } });
}
