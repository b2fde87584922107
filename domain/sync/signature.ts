import { done, type Result, refused } from '../result.ts';

/**
 * HTTP Message Signatures (RFC 9421) as huts use them: one signature, Ed25519, over exactly these components. What a
 * request leaves out or adds is refused, so there is nothing to negotiate and nothing to be talked out of.
 */
const components = ['@method', '@authority', '@path', '@query', 'content-digest'] as const;
const label = 'hut';

/** What is signed of a request. */
export interface SignedRequest {
  /** Upper case. */
  method: string;
  /** Host and port as in the Host header, lower case, without the scheme's own port (RFC 9421, 2.2.3). */
  authority: string;
  /** Begins with a slash. */
  path: string;
  /** With its question mark; `?` alone when there is none (RFC 9421, 2.2.7). */
  query: string;
  /** The header of RFC 9530 over the body as it travels, so after gzip; of an empty body too. */
  contentDigest: string;
  /** Seconds since 1970 by the hut's clock, corrected by what it knows of the hub's. */
  created: number;
  /** 16 random bytes in base64url; never used twice. */
  nonce: string;
  /** Whose key. */
  keyId: string;
}

/** The Content-Digest header for a SHA-256 given in base64 (RFC 9530). */
export const contentDigest = (sha256Base64: string): string => `sha-256=:${sha256Base64}:`;

const params = ({ created, nonce, keyId }: SignedRequest): string =>
  `(${components.map((name) => `"${name}"`).join(' ')});created=${created};nonce="${nonce}";keyid="${keyId}";alg="ed25519"`;

/** The text that is signed (RFC 9421, 2.5). */
export function signatureBase(request: SignedRequest): string {
  const values: Record<(typeof components)[number], string> = {
    '@method': request.method,
    '@authority': request.authority,
    '@path': request.path,
    '@query': request.query,
    'content-digest': request.contentDigest,
  };
  const lines = components.map((name) => `"${name}": ${values[name]}`);
  return [...lines, `"@signature-params": ${params(request)}`].join('\n');
}

/** The headers of a signed request; `signature` is base64 of the 64 bytes over `signatureBase`. */
export const signatureHeaders = (request: SignedRequest, signature: string): Record<string, string> => ({
  'content-digest': request.contentDigest,
  'signature-input': `${label}=${params(request)}`,
  signature: `${label}=:${signature}:`,
});

/** What the headers of a request say. */
export interface ReadSignature {
  contentDigest: string;
  created: number;
  nonce: string;
  keyId: string;
  /** Base64. */
  signature: string;
}

const inputForm = new RegExp(
  `^${label}=\\(${components.map((name) => `"${name}"`).join(' ')}\\);created=(\\d{1,11});nonce="([A-Za-z0-9_-]{16,64})";keyid="([A-Za-z0-9_./-]{1,100})";alg="ed25519"$`,
);
const signatureForm = new RegExp(`^${label}=:([A-Za-z0-9+/]{86}==):$`);
const digestForm = /^sha-256=:[A-Za-z0-9+/]{43}=:$/;

/** Reads the three headers. A refusal says which of them is missing or not as agreed. */
export function readSignature(header: (name: string) => string | undefined): Result<ReadSignature, string> {
  const digest = header('content-digest');
  if (digest === undefined || !digestForm.test(digest)) return refused('Content-Digest with one sha-256');
  const input = inputForm.exec(header('signature-input') ?? '');
  if (input === null) return refused('Signature-Input with the components and parameters of the protocol');
  const signature = signatureForm.exec(header('signature') ?? '');
  if (signature === null) return refused('Signature with 64 bytes');
  const [, created = '', nonce = '', keyId = ''] = input;
  return done({
    contentDigest: digest,
    created: Number(created),
    nonce,
    keyId,
    signature: signature[1] ?? '',
  });
}
