// A hub that takes everything at its word, in a process of its own: what it costs the hut alone is to be measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

const zeros = '0'.repeat(64);
let head = { epoch: 1, lastSeq: 0, lastHash: zeros };

/** What it answers to a request; the shapes are those of `domain/sync/endpoints.ts`. */
function answer(method: string, path: string, body: Buffer): unknown {
  const time = Date.now();
  if (path.endsWith('/cursor')) return { ...head, safeSeq: head.lastSeq, time };
  if (method === 'POST') {
    const batch = JSON.parse((body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8'));
    const ackSeq = batch.firstSeq + batch.events.length - 1;
    head = { epoch: batch.epoch, lastSeq: ackSeq, lastHash: batch.lastHash };
    return { ackSeq, ackHash: batch.lastHash, safeSeq: ackSeq, parked: [], time };
  }
  return method === 'GET' ? { rows: [], nextRev: 0, mark: '', head: 0 } : { version: 1 };
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method = '', url = '' } = request;
    const text = JSON.stringify(answer(method, url.split('?')[0] ?? '', Buffer.concat(parts)));
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.exit(0));
