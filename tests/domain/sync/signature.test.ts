import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { expect, test } from 'vitest';
import {
  contentDigest,
  readSignature,
  type SignedRequest,
  signatureBase,
  signatureHeaders,
} from '../../../domain/sync/signature.ts';

const keys = generateKeyPairSync('ed25519');
const body = 'a body';
const request: SignedRequest = {
  method: 'POST',
  authority: 'hub.example:8443',
  path: '/v1/huts/me/events',
  query: '?',
  contentDigest: contentDigest(createHash('sha256').update(body).digest('base64')),
  created: 1_795_000_000,
  nonce: 'AAECAwQFBgcICQoLDA0ODw',
  keyId: 'hut-a/1',
};
const headersOf = (what: SignedRequest) =>
  signatureHeaders(what, sign(null, Buffer.from(signatureBase(what)), keys.privateKey).toString('base64'));

test('what a hut signs, another implementation of RFC 9421 finds good, and nothing else', async () => {
  const lookup = {
    keyLookup: async () => ({
      id: request.keyId,
      verify: async (data: Buffer, signature: Buffer) => verify(null, data, keys.publicKey, signature),
    }),
    notAfter: new Date(request.created * 1_000),
    maxAge: Number.POSITIVE_INFINITY,
  };
  const sent = {
    method: request.method,
    url: `https://${request.authority}${request.path}`,
    headers: headersOf(request),
  };
  expect(await httpbis.verifyMessage(lookup, sent)).toBe(true);
  expect(await httpbis.verifyMessage(lookup, { ...sent, method: 'PUT' })).toBe(false);
  expect(await httpbis.verifyMessage(lookup, { ...sent, url: `${sent.url}?after=1` })).toBe(false);
});

test('the headers are read back as they were made', () => {
  const headers = headersOf(request);
  const read = readSignature((name) => headers[name]);
  expect(read).toMatchObject({
    ok: true,
    value: { created: request.created, nonce: request.nonce, keyId: request.keyId },
  });
});

test.each([
  ['a component left out', 'signature-input', (text: string) => text.replace(' "@query"', '')],
  ['one more component', 'signature-input', (text: string) => text.replace('"@query"', '"@query" "date"')],
  ['another algorithm', 'signature-input', (text: string) => text.replace('ed25519', 'hmac-sha256')],
  ['no nonce', 'signature-input', (text: string) => text.replace(/;nonce="[^"]*"/, '')],
  ['a quote in the key', 'signature-input', (text: string) => text.replace('hut-a/1', 'hut"a/1')],
  ['two signatures', 'signature', (text: string) => `${text}, ${text}`],
  ['a short signature', 'signature', (text: string) => text.replace(/:.{4}/, ':')],
  ['another digest', 'content-digest', (text: string) => text.replace('sha-256', 'md5')],
])('%s is refused', (_, header, change) => {
  const headers = headersOf(request);
  headers[header] = change(headers[header] ?? '');
  expect(readSignature((name) => headers[name]).ok).toBe(false);
});
