import type { Database } from 'better-sqlite3';
import type { z } from 'zod';
import { type FeedStream, type FeedValue, feedStreams } from '../../domain/sync/feeds.ts';

/** What the hub owns, as it last said it, as far as this release can read it. */
export interface Mirrors {
  /** Kept in memory: asked at each borrow and each screen, and there are few. */
  recalls(): readonly FeedValue<'recalls'>[];
  blockOf(person: string): FeedValue<'blocks'> | null;
  /** Whether there are cards of the street. */
  hasCards(): boolean;
  /** A card of the street, issued at whichever hut, by its token: made only where there are such cards. */
  cardOf(token: () => string | null): FeedValue<'cards'> | null;
  /** Cards of the street that this person holds. */
  cardsOf(person: string): FeedValue<'cards'>[];
  /** The oldest release that the hub still takes; null when it said nothing. */
  minimumRelease(): string | null;
  /** What is on in the street. */
  events(): FeedValue<'events'>[];
  /** Every row of a feed as it came, by key. For feeds that are small. */
  rows(stream: FeedStream): { key: string; value: unknown }[];
  /** What is in memory is read anew: a feed was pulled. */
  forget(): void;
}

/** Rows are kept as they came, for the release that can read them; what a later hub adds to one is left aside. */
const readable = {
  recalls: feedStreams.recalls.value.strip(),
  blocks: feedStreams.blocks.value.strip(),
  cards: feedStreams.cards.value.strip(),
  events: feedStreams.events.value.strip(),
  version: feedStreams.version.value.strip(),
};
type Readable = keyof typeof readable;

/** Rows of which this release makes something. Of policy and returns it makes events, of which nothing is left aside. */
const asked: Partial<Record<FeedStream, z.ZodType>> = {
  ...readable,
  policy: feedStreams.policy.value,
  returns: feedStreams.returns.value,
};

/** Whether this release can read a row of a feed, or has no use for any of them. */
export const canRead = (stream: FeedStream, value: unknown): boolean =>
  asked[stream]?.safeParse(value).success ?? true;

/** A row as this release reads it; nothing where it cannot. */
function asRead<S extends Readable>(stream: S, json: string): FeedValue<S>[] {
  const read = readable[stream].safeParse(JSON.parse(json));
  return read.success ? [read.data as FeedValue<S>] : [];
}

export function createMirrors(db: Database): Mirrors {
  const one = db
    .prepare<[string, string], string>('SELECT value FROM mirror WHERE stream = ? AND key = ?')
    .pluck();
  const all = db.prepare<[string], { key: string; value: string }>(
    'SELECT key, value FROM mirror WHERE stream = ? ORDER BY key',
  );
  const held = db
    .prepare<[string], string>(
      "SELECT value FROM mirror WHERE stream = 'cards' AND json_extract(value, '$.person') = ?",
    )
    .pluck();
  const any = db.prepare<[string], number>('SELECT 1 FROM mirror WHERE stream = ? LIMIT 1').pluck();
  /** Feeds and whether there is anything in them: a borrow asks three, and most hold nothing in most huts. */
  const filled = new Map<FeedStream, boolean>();
  const holds = (stream: FeedStream): boolean => {
    const known = filled.get(stream) ?? any.get(stream) === 1;
    filled.set(stream, known);
    return known;
  };
  const read = <S extends Readable>(stream: S, key: string): FeedValue<S> | null => {
    const value = holds(stream) ? one.get(stream, key) : undefined;
    return value === undefined ? null : (asRead(stream, value)[0] ?? null);
  };
  const every = <S extends Readable>(stream: S): FeedValue<S>[] =>
    all.all(stream).flatMap(({ value }) => asRead(stream, value));
  let recalls: readonly FeedValue<'recalls'>[] | null = null;
  return {
    recalls() {
      recalls ??= every('recalls');
      return recalls;
    },
    blockOf: (person) => read('blocks', person),
    hasCards: () => holds('cards'),
    cardOf(token) {
      const key = holds('cards') ? token() : null;
      return key === null ? null : read('cards', key);
    },
    cardsOf: (person) => (holds('cards') ? held.all(person).flatMap((value) => asRead('cards', value)) : []),
    minimumRelease: () => read('version', 'minimum')?.release ?? null,
    events: () => every('events'),
    rows: (stream) => all.all(stream).map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown })),
    forget() {
      recalls = null;
      filled.clear();
    },
  };
}
