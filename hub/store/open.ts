import { join } from 'node:path';
import { done, type Result } from '../../domain/result.ts';
import { migrate, type NewerStore, type Part } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

export const storeFile = 'hub.sqlite';

/** Where a store is: a directory, or a server. */
export type StorePlace = { dir: string } | { url: string; partitions: number };

/**
 * Opens a store and brings it to this release. `others`: migrations of parts besides the hub itself.
 * @throws what the database says when it cannot be opened
 */
export async function openStore(
  place: StorePlace,
  others: readonly Part[] = [],
): Promise<Result<Store, NewerStore>> {
  if ('dir' in place) {
    const store = openSqlite(join(place.dir, storeFile));
    const migrated = await orClosed(store, migrate(store, others));
    if (migrated.ok) return done(store);
    await store.close();
    return migrated;
  }
  // A migration may take long, and waits for that of another hub.
  const making = openPostgres(place.url, { answers: 0 });
  const migrated = await orClosed(making, migrate(making, others, place.partitions));
  await making.close();
  return migrated.ok ? done(openPostgres(place.url)) : migrated;
}

/** What was to come; a store for which it failed is closed. */
async function orClosed<T>(store: Store, coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch (error) {
    await store.close();
    throw error;
  }
}
