import type { Database } from 'better-sqlite3';
import type { FeedStream, FeedValue } from '../../domain/sync/feeds.ts';

/** What the hub owns, as it last said it. Rows were checked when they were pulled. */
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
  /** Every row of a feed, by key. For feeds that are small. */
  rows(stream: FeedStream): { key: string; value: unknown }[];
  /** What is in memory is read anew: a feed was pulled. */
  forget(): void;
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
  // Each was parsed by the schema of its feed before it was written.
  const read = <T>(stream: FeedStream, key: string): T | null => {
    const value = holds(stream) ? one.get(stream, key) : undefined;
    return value === undefined ? null : (JSON.parse(value) as T);
  };
  let recalls: readonly FeedValue<'recalls'>[] | null = null;
  const rows = (stream: FeedStream) =>
    all.all(stream).map(({ key, value }) => ({ key, value: JSON.parse(value) }));
  return {
    recalls() {
      recalls ??= rows('recalls').map(({ value }) => value as FeedValue<'recalls'>);
      return recalls;
    },
    blockOf: (person) => read('blocks', person),
    hasCards: () => holds('cards'),
    cardOf(token) {
      const key = holds('cards') ? token() : null;
      return key === null ? null : read('cards', key);
    },
    cardsOf: (person) =>
      holds('cards') ? held.all(person).map((value) => JSON.parse(value) as FeedValue<'cards'>) : [],
    minimumRelease: () => read<{ release: string }>('version', 'minimum')?.release ?? null,
    rows,
    forget() {
      recalls = null;
      filled.clear();
    },
  };
}
