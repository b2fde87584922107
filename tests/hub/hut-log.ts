import { createHash } from 'node:crypto';
import { canonicalJson, chainText, genesisHash } from '../../domain/ledger/chain.ts';
import type { EventBody, EventType } from '../../domain/ledger/events.ts';
import { type Batch, chainedOf, type LogHead, type SyncEvent } from '../../domain/sync/batch.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface RawOptions {
  at?: number;
  id?: string;
  actor?: string;
}

/** The log of a hut as it would write it, without a hut. Times and ids are counted. */
export class HutLog {
  readonly events: SyncEvent[] = [];
  /** Hash of the event before each, and of the last. */
  readonly hashes: string[] = [genesisHash];
  readonly epochs: { epoch: number; firstSeq: number }[] = [{ epoch: 1, firstSeq: 1 }];
  readonly #hut: string;
  at: number;

  constructor(hut: string, at = 1_795_000_000_000) {
    this.#hut = hut;
    this.at = at;
  }

  get lastSeq(): number {
    return this.events.length;
  }
  get head(): LogHead {
    return {
      epoch: this.epochs.at(-1)?.epoch ?? 1,
      lastSeq: this.lastSeq,
      lastHash: this.hashes.at(-1) ?? '',
    };
  }

  add<T extends EventType>(type: T, body: EventBody<T>, at: number = this.at, id = ''): this {
    return this.addRaw(type, canonicalJson(body), { at, id });
  }

  /** An event of any type, with any text for a body. */
  addRaw(type: string, body: string, { at = this.at, id = '', actor = 'hut' }: RawOptions = {}): this {
    this.at = at + 1_000;
    const event: SyncEvent = {
      id: id !== '' ? id : `${this.#hut}-event-${this.lastSeq + 1}-${this.epochs.length}`,
      type,
      version: 1,
      wallAt: at,
      boot: `${this.#hut}-boot`,
      monoMs: this.lastSeq * 10,
      actor,
      body,
    };
    const seq = this.lastSeq + 1;
    const { epoch } = this.head;
    const from = { epoch, firstSeq: seq, prevHash: this.head.lastHash, events: [], lastHash: genesisHash };
    this.hashes.push(sha256(chainText(chainedOf(from, 0, event, from.prevHash))));
    this.events.push(event);
    return this;
  }

  /** Goes on in a new epoch. */
  beginEpoch(epoch: number = this.head.epoch + 1): this {
    this.epochs.push({ epoch, firstSeq: this.lastSeq + 1 });
    return this.add('ledger-restored', { why: 'command', from: 'log', backTo: null, lost: null });
  }

  /** Throws away what comes after an event, as a disk that was set back. */
  rollBack(seq: number): this {
    this.events.length = seq;
    this.hashes.length = seq + 1;
    while ((this.epochs.at(-1)?.firstSeq ?? 1) > seq + 1) this.epochs.pop();
    return this;
  }

  /** Events from one number to another as a batch of one epoch. */
  batch(firstSeq: number, lastSeq: number): Batch {
    const epoch = this.epochs.findLast((begun) => begun.firstSeq <= firstSeq)?.epoch ?? 1;
    return {
      epoch,
      firstSeq,
      prevHash: this.hashes[firstSeq - 1] ?? '',
      events: this.events.slice(firstSeq - 1, lastSeq),
      lastHash: this.hashes[lastSeq] ?? '',
    };
  }

  /** All of it in batches of `size`, in order. */
  batches(size = 500, after = 0): Batch[] {
    const all: Batch[] = [];
    for (let first = after + 1; first <= this.lastSeq; ) {
      const next = this.epochs.find(({ firstSeq }) => firstSeq > first)?.firstSeq ?? this.lastSeq + 1;
      const last = Math.min(first + size - 1, next - 1);
      all.push(this.batch(first, last));
      first = last + 1;
    }
    return all;
  }
}
