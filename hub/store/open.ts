import { join } from 'node:path';
import type { Result } from '../../domain/result.ts';
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
  const store = 'dir' in place ? openSqlite(join(place.dir, storeFile)) : openPostgres(place.url);
  try {
    const migrated = await migrate(store, others, 'dir' in place ? 0 : place.partitions);
    if (migrated.ok) return { ok: true, value: store };
    await store.close();
    return migrated;
  } catch (error) {
    await store.close();
    throw error;
  }
}
