import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Batch } from '../../domain/sync/batch.ts';
import { enrolProofText, rotationProofText } from '../../domain/sync/enrolment.ts';
import {
  contentDigest,
  type SignedRequest,
  signatureBase,
  signatureHeaders,
} from '../../domain/sync/signature.ts';

export type Fetch = (request: Request) => Promise<Response>;

/** What was answered, read. */
export interface Answer {
  status: number;
  // The tests look at whatever was answered.
  body: Record<string, unknown> & { error?: string };
}
export const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: (await response.json()) as Answer['body'],
});

/** A key pair; the public half as it travels. */
export interface Keys {
  privateKey: KeyObject;
  publicKey: string;
}
export function makeKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** What of a request a test may change. */
export interface Sending {
  method: string;
  /** With query. */
  path: string;
  body?: Buffer;
  encoding?: string;
  /** Seconds. */
  created?: number;
  nonce?: string;
  keyId?: string;
  /** What is signed, when it shall differ from what is sent. */
  signs?: Partial<SignedRequest>;
}

export const hubOrigin = 'http://hub.test:8460';

/** Speaks to a hub as a hut does, with a key of its own and real signatures. */
export class HutClient {
  readonly fetch: Fetch;
  readonly origin: string;
  readonly wall: () => number;
  keys: Keys;
  keyId: string;

  constructor(fetch: Fetch, keyId: string, keys: Keys, wall: () => number, origin = hubOrigin) {
    this.fetch = fetch;
    this.keyId = keyId;
    this.keys = keys;
    this.wall = wall;
    this.origin = origin;
  }

  /** A request as it would be sent. */
  request({ method, path, body, encoding, created, nonce, keyId, signs }: Sending): Request {
    const url = new URL(path, this.origin);
    const sent = body ?? Buffer.alloc(0);
    const parts: SignedRequest = {
      method,
      authority: url.host,
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      contentDigest: contentDigest(hash('sha256', sent, 'base64')),
      created: created ?? Math.trunc(this.wall() / 1_000),
      nonce: nonce ?? randomBytes(16).toString('base64url'),
      keyId: keyId ?? this.keyId,
      ...signs,
    };
    const signature = sign(null, Buffer.from(signatureBase(parts)), this.keys.privateKey).toString('base64');
    const headers: Record<string, string> = { ...signatureHeaders(parts, signature) };
    if (encoding !== undefined) headers['content-encoding'] = encoding;
    return new Request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
  }

  async send(sending: Sending): Promise<Answer> {
    return answerOf(await this.fetch(this.request(sending)));
  }

  get(path: string): Promise<Answer> {
    return this.send({ method: 'GET', path });
  }
  post(path: string, value: unknown): Promise<Answer> {
    return this.send({ method: 'POST', path, body: Buffer.from(JSON.stringify(value)) });
  }
  put(path: string, value: unknown): Promise<Answer> {
    return this.send({ method: 'PUT', path, body: Buffer.from(JSON.stringify(value)) });
  }
  push(batch: Batch): Promise<Answer> {
    const body = gzipSync(JSON.stringify(batch));
    return this.send({ method: 'POST', path: '/v1/huts/me/events', body, encoding: 'gzip' });
  }
}

/** Asks for a place at the hub, with a code of the office. */
export async function enrolBy(fetch: Fetch, code: string, keys: Keys, origin = hubOrigin): Promise<Answer> {
  const text = enrolProofText(code, keys.publicKey, new URL(origin).host);
  const proof = sign(null, Buffer.from(text), keys.privateKey).toString('base64url');
  const body = JSON.stringify({ code, publicKey: keys.publicKey, proof, release: '0.1.0' });
  return answerOf(await fetch(new Request(new URL('/v1/enrol', origin), { method: 'POST', body })));
}

/** That whoever announces a next key has it. */
export const rotationProof = (hutId: string, { privateKey, publicKey }: Keys): string =>
  sign(null, Buffer.from(rotationProofText(hutId, publicKey)), privateKey).toString('base64url');
