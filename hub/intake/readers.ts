import { Worker } from 'node:worker_threads';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Batch } from '../../domain/sync/batch.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { ReaderAnswer, ReaderAsk } from './reader-words.ts';
import type { BatchReader, Checked } from './reading.ts';

const hashBytes = 32;

interface Waiting {
  resolve: (read: Result<Checked, SyncRefusal>) => void;
  reject: (error: unknown) => void;
}

/** A thread and who waits for it. One that breaks tells them, and is replaced when it is next asked. */
class Reader {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #asked = 0;

  get queue(): number {
    return this.#waiting.size;
  }

  read(body: Buffer, encoding: string | null): Promise<Result<Checked, SyncRefusal>> {
    this.#worker ??= this.#start();
    const ask: ReaderAsk = { nth: ++this.#asked, body, encoding };
    this.#worker.postMessage(ask);
    return new Promise((resolve, reject) => this.#waiting.set(ask.nth, { resolve, reject }));
  }

  #start(): Worker {
    const worker = new Worker(new URL('./reader-main.ts', import.meta.url));
    // Nobody stays for its sake.
    worker.unref();
    worker.on('message', (answer: ReaderAnswer) => {
      this.#waiting
        .get(answer.nth)
        ?.resolve('refusal' in answer ? refused(answer.refusal) : done(checkedOf(answer)));
      this.#waiting.delete(answer.nth);
    });
    const end = (error: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.once('error', end);
    worker.once('exit', (code) => end(new Error(`a reader ended: ${code}`)));
    return worker;
  }
}

function checkedOf({ text, hashes }: { text: string; hashes: Uint8Array<ArrayBuffer> }): Checked {
  // Written by a reader of what it had read by the schema.
  const batch: Batch = JSON.parse(text);
  const all = Buffer.from(hashes.buffer);
  return {
    batch,
    hashes: batch.events.map((_, i) => all.subarray(i * hashBytes, (i + 1) * hashBytes)),
  };
}

/**
 * Reads batches in so many threads, so that unpacking, schemas and hashes go on beside what the hub's own thread does:
 * requests, and one transaction after another.
 */
export function createReaders(threads: number): BatchReader {
  const readers = Array.from({ length: threads }, () => new Reader());
  return (body, encoding) => {
    const [least, ...others] = readers;
    if (least === undefined) throw new Error('no reader');
    return others.reduce((a, b) => (b.queue < a.queue ? b : a), least).read(body, encoding);
  };
}
