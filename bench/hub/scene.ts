import { type ChildProcess, spawn } from 'node:child_process';
import { hash, randomBytes, sign } from 'node:crypto';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { contentDigest, signatureBase, signatureHeaders } from '../../domain/sync/signature.ts';
import { addHut } from '../../hub/enrolment/enrol.ts';
import { openStore, type StorePlace } from '../../hub/store/open.ts';
import { fingerprintOf } from '../../hub/wire/keys.ts';
import { type Keys, makeKeys } from '../../tests/hub/hut-client.ts';

/** Packs what is sent, ahead of its signature. */
export const pack = (value: unknown): Promise<Buffer> => zip(JSON.stringify(value));
const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** A hut that may send. */
export interface Sender {
  hutId: string;
  keys: Keys;
}

/** Makes huts known in a store, with keys as if they had been enrolled. */
export async function enrolAll(place: StorePlace, hutIds: readonly string[]): Promise<Sender[]> {
  const opened = await openStore(place);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const senders = hutIds.map((hutId) => ({ hutId, keys: makeKeys() }));
  await opened.value.transaction(async (sql) => {
    for (const { hutId, keys } of senders) {
      await addHut(sql, hutId, hutId, 1);
      await sql.run(`INSERT INTO hut_key VALUES ($1, 1, $2, $3, 'active', 1, 1, NULL)`, [
        hutId,
        keys.publicKey,
        fingerprintOf(keys.publicKey),
      ]);
    }
  });
  await opened.value.close();
  return senders;
}

/** The hub as it runs, in a process of its own on loopback. */
export interface HubProcess {
  origin: URL;
  end(): Promise<void>;
}

export async function startHub(dir: string, databaseUrl: string | null): Promise<HubProcess> {
  const main = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [main, '--data', dir, '--listen', '127.0.0.1:0'], {
    env: { ...process.env, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** The end of its log: a line for each case is of no use here, and why it ended is. */
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (text: string) => {
      const url = /ready (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the hub ended: ${code} ${said}`)));
  });
  return {
    origin: new URL(ready),
    async end() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** A request that is signed and packed before anything is measured. */
export interface Ready {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Events in it. */
  events: number;
}

export async function makeReady(
  { hutId, keys }: Sender,
  origin: URL,
  asked: { method: Ready['method']; path: string; value?: unknown; packed?: Buffer; events?: number },
): Promise<Ready> {
  const { method, path, value, packed, events = 0 } = asked;
  const body = packed ?? (value === undefined ? Buffer.alloc(0) : await pack(value));
  const url = new URL(path, origin);
  const parts = {
    method,
    authority: url.host,
    path: url.pathname,
    query: url.search === '' ? '?' : url.search,
    contentDigest: contentDigest(hash('sha256', body, 'base64')),
    created: Math.trunc(Date.now() / 1_000),
    nonce: randomBytes(16).toString('base64url'),
    keyId: `${hutId}/1`,
  };
  const signature = sign(null, Buffer.from(signatureBase(parts)), keys.privateKey).toString('base64');
  const headers: Record<string, string> = {
    ...signatureHeaders(parts, signature),
    'accept-encoding': 'gzip',
  };
  if (body.length > 0) headers['content-encoding'] = 'gzip';
  if (method !== 'GET') headers['content-length'] = String(body.length);
  return { method, path, headers, body, events };
}

/** Keeps connections, as huts do while they catch up. */
export const connections = (atOnce: number): Agent => new Agent({ keepAlive: true, maxSockets: atOnce });

/** What came of a request: its status, its body read, and how many bytes it was on the wire. */
export interface Answered {
  status: number;
  body: Record<string, unknown>;
  bytes: number;
}

export function send(origin: URL, agent: Agent, { method, path, headers, body }: Ready): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, origin), { method, headers, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', async () => {
        const whole = Buffer.concat(parts);
        const text = answer.headers['content-encoding'] === 'gzip' ? await unzip(whole) : whole;
        resolve({
          status: answer.statusCode ?? 0,
          body: JSON.parse(text.toString('utf8')),
          bytes: whole.length,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends requests in order, at most `atOnce` on their way; each must be answered with 200. */
export async function sendAll(
  origin: URL,
  agent: Agent,
  requests: readonly Ready[],
  atOnce: number,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const one = requests[next++];
      if (one === undefined) return;
      const { status, body } = await send(origin, agent, one);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
