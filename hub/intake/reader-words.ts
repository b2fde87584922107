import type { SyncRefusal } from '../../domain/sync/refusals.ts';

/** What a reader is asked. */
export interface ReaderAsk {
  nth: number;
  body: Uint8Array;
  encoding: string | null;
}

/** What it answers: why not, or the batch as the text it was read from, with the hashes of its events, 32 bytes each. */
export type ReaderAnswer = { nth: number } & (
  | { refusal: SyncRefusal }
  | { text: string; hashes: Uint8Array<ArrayBuffer> }
);
