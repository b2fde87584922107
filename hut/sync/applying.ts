import { canonicalJson } from '../../domain/ledger/chain.ts';
import { event, type NewEvent } from '../../domain/ledger/events.ts';
import { type FeedStream, type FeedValue, feedStreams } from '../../domain/sync/feeds.ts';
import type { Reader } from '../ledger/reader.ts';

/** A row of a feed as it is mirrored. */
export interface MirroredRow {
  key: string;
  value: unknown;
}

/** The value, where this release can read it. */
const readValue = <S extends FeedStream>(stream: S, value: unknown): FeedValue<S> | null => {
  const read = feedStreams[stream].value.safeParse(value);
  return read.success ? (read.data as FeedValue<S>) : null;
};

/** Kinds and terms that differ from what the hut knows. */
function policyEvents(read: Reader, rows: readonly MirroredRow[]): NewEvent[] {
  return rows.flatMap(({ value }) => {
    const kind = readValue('policy', value);
    if (kind === null) return [];
    const known = read.kind(kind.kind);
    const same = known !== null && canonicalJson(known) === canonicalJson(kind);
    return same ? [] : [event('kind-defined', kind)];
  });
}

/** Loans that are over, since their thing came back elsewhere. It is not here: nobody is offered it. */
function returnEvents(read: Reader, rows: readonly MirroredRow[]): NewEvent[] {
  const ended = new Set<string>();
  return rows.flatMap(({ key, value }) => {
    const back = readValue('returns', value);
    if (back === null || back.loan === null || ended.has(back.loan)) return [];
    const { loan: ref, hut, at } = back;
    const loan = read.loan(ref);
    if (loan === null || loan.returnedAt !== null) return [];
    ended.add(ref);
    const { item } = loan;
    const retired = read.item(item)?.item.condition === 'retired';
    return [
      event('loan-returned-elsewhere', { loan: ref, returned: key, hut, at }),
      ...(retired
        ? []
        : [
            event('item-condition-set', {
              item,
              condition: 'missing',
              why: 'returned-elsewhere',
              problem: null,
            }),
          ]),
    ];
  });
}

/**
 * What the hut records when these rows came down: only what it does not know yet, so that the same rows again record
 * nothing. Recalls, blocks and cards are read where they are mirrored; erasures are carried out while nobody waits.
 */
export function eventsOf(read: Reader, stream: FeedStream, rows: readonly MirroredRow[]): NewEvent[] {
  if (stream === 'policy') return policyEvents(read, rows);
  return stream === 'returns' ? returnEvents(read, rows) : [];
}
