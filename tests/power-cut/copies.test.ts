import { afterAll, describe, expect, test } from 'vitest';
import { type Act, cutAct, cutNames, recordBackup, recordRestoration, withoutOneSync } from './copies.ts';
import { type Folders, makeFolders } from './folders.ts';
import { cannotRecord } from './recorded-hut.ts';

/** The long run is `npm run torture -- copies`. */
const points = 10;

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

async function wrongOf(act: Act, count = points): Promise<string> {
  const wrong: string[] = [];
  for await (const outcome of cutAct(act, count, seed)) {
    if (outcome.wrong.length > 0) wrong.push(`${JSON.stringify(outcome.cut)}: ${outcome.wrong.join('; ')}`);
  }
  return wrong.join('\n');
}

describe.skipIf(refused !== null)('the power is cut', { timeout: 120_000 }, () => {
  afterAll(() => {
    for (const each of made) each.remove(false);
  });

  test('while a backup is made: what has the name of a backup is one, and one that was told stays', async () => {
    const act = await recordBackup(folders());
    expect(act.missed).toEqual([]);
    expect(await wrongOf(act)).toBe('');
  });

  test.each([
    ['that are not synced', 'broken/no-file-sync.ts', /is no backup/],
    ['in a directory that is not synced', 'broken/no-directory-sync.ts', /that was told is not there/],
  ])('backups %s are found out', async (_, module, found) => {
    expect(await wrongOf(await recordBackup(folders(), module), 2)).toMatch(found);
  });

  test('while a ledger is restored: the next start brings it to its end, and nothing of the log is lost', async () => {
    const act = await recordRestoration(folders());
    expect(act.missed).toEqual([]);
    // Where the files change places, nothing is left to luck: each name is missing once while all others are there.
    const wrong = [...cutNames(act)].filter((outcome) => outcome.wrong.length > 0);
    expect(wrong).toEqual([]);
    expect(await wrongOf(act, 3)).toBe('');
    // The first and the last that it needs. Without the very first, the place for the old files is made again; without
    // the very last, the next start does what is left once more.
    const inData = [...withoutOneSync(act)].filter(({ sync }) => sync === 'data');
    for (const broken of [inData[1], inData.at(-2)]) {
      let found = false;
      for (const outcome of broken === undefined ? [] : cutNames(broken.act)) {
        found = outcome.wrong.length > 0;
        if (found) break;
      }
      expect(found, broken?.sync).toBe(true);
    }
  });
});
