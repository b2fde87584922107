import { afterAll, describe, expect, test } from 'vitest';
import { type Folders, makeFolders } from './folders.ts';
import { cutMigration, type Migration, oldLedgers, recordMigration } from './migration.ts';
import { cannotRecord } from './recorded-hut.ts';

/** The long run is `npm run torture -- migration`. */
const points = 8;

const made: Folders[] = [];
const folders = (): Folders => {
  const fresh = makeFolders();
  made.push(fresh);
  return fresh;
};
const refused = await cannotRecord();
if (refused !== null) console.warn(`power cuts are not tested on this machine: ${refused}`);

/** A new one each time; a failure prints it with the cut. */
const seed = Math.floor(Math.random() * 2 ** 31);

async function wrongOf(migration: Migration): Promise<string[]> {
  const wrong: string[] = [];
  for await (const outcome of cutMigration(migration, points, seed)) {
    if (outcome.wrong.length > 0) wrong.push(`${JSON.stringify(outcome.cut)}: ${outcome.wrong.join('; ')}`);
  }
  return wrong;
}

describe.skipIf(refused !== null)('the power is cut in a migration', { timeout: 120_000 }, () => {
  afterAll(() => {
    for (const each of made) each.remove(false);
  });

  test.each(oldLedgers())(
    'from version $version: the old version is there or the new one, whole',
    async (old) => {
      const migration = await recordMigration(old, folders());
      expect(migration.missed).toEqual([]);
      expect(await wrongOf(migration)).toEqual([]);
    },
  );

  test('a migration without its transaction leaves halves, and is found out', async () => {
    const [none] = oldLedgers();
    if (none === undefined) throw new Error('there is always the empty folder');
    const wrong = await wrongOf(await recordMigration(none, folders(), 'broken/split-migration.ts'));
    expect(wrong.join('\n')).toMatch(/half a migration/);
  });
});
