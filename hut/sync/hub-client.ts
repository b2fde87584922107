import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { type SyncAnswer, type SyncEndpoint, syncEndpoints } from '../../domain/sync/endpoints.ts';
import { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { HubIdentity } from './hub-file.ts';
import { createSigner } from './signing.ts';

/** A request as it goes on the wire. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}
export interface WireAnswer {
  status: number;
  body: Uint8Array;
}
/** Carries one request to the hub. Rejects when there was no answer; then nobody knows whether it arrived. */
export type Wire = (request: WireRequest) => Promise<WireAnswer>;

/** Nobody answered, or not sensibly: it is tried again. */
export interface Unreachable {
  error: 'unreachable';
  message: string;
}
export type CallRefusal = SyncRefusal | Unreachable;

type Body<E extends SyncEndpoint> = (typeof syncEndpoints)[E] extends { body: infer B extends z.ZodType }
  ? z.infer<B>
  : never;

export interface Call<E extends SyncEndpoint> {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  /** A body, or its text where that is there already. */
  body?: Body<E> | string;
}

export interface HubClient {
  call<E extends SyncEndpoint>(endpoint: E, call?: Call<E>): Promise<Result<SyncAnswer<E>, CallRefusal>>;
  /** A whole signed request that is not sent: for a stick. */
  signed(endpoint: SyncEndpoint, call: Call<SyncEndpoint>): Promise<WireRequest>;
}

export interface HubClientDeps {
  wire: Wire;
  identity: Pick<HubIdentity, 'url' | 'keyId' | 'publicKey' | 'privateKey'>;
  clock: Pick<Clock, 'wall'>;
  /** What the hub's clock shows more than ours, milliseconds. */
  offset: () => number;
  /** Random bytes for nonces. */
  random: (bytes: number) => Uint8Array;
  /** Packs a body. Left out: gzip off the main thread. */
  pack?: (text: string) => Promise<Uint8Array>;
}

const gzipped = promisify(gzip);
const packGently = (text: string): Promise<Uint8Array> => gzipped(text, { level: 6 });
/** Shorter ones travel as they are. */
const worthPacking = 1_024;
const nothing = new Uint8Array();

/** Speaks the protocol with one hub, as one hut. */
export function createHubClient(deps: HubClientDeps): HubClient {
  const { wire, identity, clock, offset, random, pack = packGently } = deps;
  const { origin, host } = new URL(identity.url);
  const signer = createSigner(identity.keyId, identity);

  async function signed<E extends SyncEndpoint>(
    endpoint: E,
    { params = {}, query = {}, body }: Call<E>,
  ): Promise<WireRequest> {
    const { method, path: template } = syncEndpoints[endpoint];
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]) => [name, String(value)]),
    ).toString();
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    // A batch is always packed: on a stick nobody says whether it is.
    const packed = endpoint === 'push' || text.length >= worthPacking;
    const bytes = text === '' ? nothing : packed ? await pack(text) : Buffer.from(text);
    return {
      method,
      url: `${origin}${path}${search === '' ? '' : `?${search}`}`,
      headers: {
        ...(text === '' ? {} : { 'content-type': 'application/json' }),
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
        ...signer.headers({
          method,
          authority: host,
          path,
          query: `?${search}`,
          body: bytes,
          created: Math.floor((clock.wall() + offset()) / 1000),
          nonce: Buffer.from(random(16)).toString('base64url'),
        }),
      },
      body: bytes,
    };
  }

  return {
    signed,
    call: async (endpoint, call = {}) => readAnswer(endpoint, wire, await signed(endpoint, call)),
  };
}

/**
 * Speaks to the hub beside all rounds of sync: by a command, or without a ledger. Where the clock of the machine is
 * wrong, the hub says what time it is.
 */
export function createLoneClient(deps: Omit<HubClientDeps, 'offset' | 'pack'>): HubClient {
  let offset = 0;
  const client = createHubClient({ ...deps, offset: () => offset });
  return {
    signed: client.signed,
    async call(endpoint, call) {
      const answer = await client.call(endpoint, call);
      if (answer.ok || answer.refusal.error !== 'skew') return answer;
      offset = answer.refusal.time - deps.clock.wall();
      return client.call(endpoint, call);
    },
  };
}

/** Of `fetch` the error says only that it failed; why (no such name, refused, a certificate of later) is its cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const why = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : '') : '';
  return why === '' ? error.message : `${error.message}: ${why}`;
}

/** Sends a request and reads the answer by the schemas of its endpoint. */
export async function readAnswer<E extends SyncEndpoint>(
  endpoint: E,
  wire: Wire,
  request: WireRequest,
): Promise<Result<SyncAnswer<E>, CallRefusal>> {
  const away = (message: string) => refused<CallRefusal>({ error: 'unreachable', message });
  let answer: WireAnswer;
  try {
    answer = await wire(request);
  } catch (error) {
    return away(wordsOf(error));
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch {
    return away(`the answer ${answer.status} is no JSON: is this the address of a hub?`);
  }
  if (answer.status === 200) {
    const read = syncEndpoints[endpoint].answer.safeParse(json);
    // The schema is that of the endpoint; the compiler cannot follow that through the lookup.
    if (read.success) return done(read.data as SyncAnswer<E>);
    return away(`an answer of another form: ${read.error.issues[0]?.path.join('.')}`);
  }
  const said = SyncRefusal.safeParse(json);
  return said.success ? refused(said.data) : away(`the hub answered ${answer.status}`);
}
