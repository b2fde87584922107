import { release } from '../../domain/release.ts';
import { done, type Result } from '../../domain/result.ts';
import { syncEndpoints } from '../../domain/sync/endpoints.ts';
import { enrolProofText } from '../../domain/sync/enrolment.ts';
import { type CallRefusal, readAnswer, type Wire } from './hub-client.ts';
import type { HubIdentity } from './hub-file.ts';
import { makeKeyPair, signText } from './signing.ts';

/** What enrolment brought: who this hut is from now on, and what the hub has of its log. */
export interface NewIdentity {
  identity: HubIdentity;
  /** Number of the last event that the hub has of this hut: more than 0 when its machine was lost. */
  lastSeq: number;
}

/**
 * Makes a key and gives it to the hub with the code of the office. Nothing is written: whoever asked keeps the
 * identity. It is good for nothing until the office has compared the fingerprint.
 */
export async function enrol(ask: {
  url: string;
  /** As `readEnrolCode` reads it. */
  code: string;
  wire: Wire;
}): Promise<Result<NewIdentity, CallRefusal>> {
  const { code, wire } = ask;
  const { origin, host } = new URL(ask.url);
  const pair = makeKeyPair();
  const proof = signText(pair, enrolProofText(code, pair.publicKey, host));
  const { method, path } = syncEndpoints.enrol;
  const answer = await readAnswer('enrol', wire, {
    method,
    url: `${origin}${path}`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ code, publicKey: pair.publicKey, proof, release })),
  });
  if (!answer.ok) return answer;
  const { hutId, keyId, lastSeq } = answer.value;
  return done({ identity: { ...pair, url: origin, hutId, keyId }, lastSeq });
}
