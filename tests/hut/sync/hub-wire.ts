import type { Hub } from '../../../hub/hub.ts';
import type { Wire, WireAnswer, WireRequest } from '../../../hut/sync/hub-client.ts';

/** Where the hub of a test is. */
export const hubUrl = 'http://localhost:8460';

/** Hands a request to a hub in this process: its real handlers, and no socket. */
export async function ask(hub: Pick<Hub, 'fetch'>, request: WireRequest): Promise<WireAnswer> {
  const { method, url, headers, body } = request;
  const answer = await hub.fetch(
    new Request(url, { method, headers, ...(body.length === 0 ? {} : { body: Buffer.from(body) }) }),
  );
  return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
}

/** A wire that always works. */
export const wireTo =
  (hub: () => Pick<Hub, 'fetch'>): Wire =>
  (request) =>
    ask(hub(), request);
