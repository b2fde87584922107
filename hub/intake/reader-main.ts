// A thread that reads batches: see readers.ts.
import { parentPort } from 'node:worker_threads';
import type { ReaderAnswer, ReaderAsk } from './reader-words.ts';
import { readBatch } from './reading.ts';

const answer = ({ nth, body, encoding }: ReaderAsk): ReaderAnswer => {
  const read = readBatch(Buffer.from(body.buffer, body.byteOffset, body.byteLength), encoding);
  if (!read.ok) return { nth, refusal: read.refusal };
  const { batch, hashes } = read.value;
  return { nth, text: JSON.stringify(batch), hashes: new Uint8Array(Buffer.concat(hashes)) };
};
parentPort?.on('message', (ask: ReaderAsk) => {
  const answered = answer(ask);
  parentPort?.postMessage(answered, 'hashes' in answered ? [answered.hashes.buffer] : []);
});
