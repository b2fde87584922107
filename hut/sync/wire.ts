import type { Wire } from './hub-client.ts';

/** How long the hub may take to answer, milliseconds. */
const patience = 30_000;
/** Bytes of an answer at most: a page of a hut's own log, or a snapshot of a street's cards. */
const largest = 64 * 1024 * 1024;

/** Requests by HTTP. Redirects are not followed: a signed request is for one hub alone. */
export const httpWire: Wire = async ({ method, url, headers, body }) => {
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
    ...(body.length === 0 ? {} : { body: Buffer.from(body) }),
  });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > largest) throw new Error('the answer is too large');
    parts.push(part);
  }
  return { status: response.status, body: Buffer.concat(parts) };
};
