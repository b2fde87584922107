import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeFolders } from './folders.ts';
import { cannotRecord, recordProgram } from './recorded-hut.ts';
import type { Recording } from './recording.ts';

const refused = await cannotRecord();
if (refused !== null) console.warn(`syncs are not counted on this machine: ${refused}`);

/** Each act of `syncing.ts`, and the files that were synced from its mark to the next one. */
function syncsByAct({ ops }: Recording): { act: string; synced: string[] }[] {
  const acts: { act: string; synced: string[] }[] = [];
  const paths = new Map<number, string>();
  for (const { deed } of ops) {
    if (deed.is === 'open') paths.set(deed.handle, deed.path);
    const mark = deed.is === 'mkdir' ? /\d+\.(\w+)$/.exec(deed.path) : null;
    if (mark !== null) acts.push({ act: mark[1] ?? '', synced: [] });
    if (deed.is === 'sync') acts.at(-1)?.synced.push(paths.get(deed.handle)?.split('/').at(-1) ?? '');
  }
  return acts;
}

describe.skipIf(refused !== null)('seen by the kernel', { timeout: 60_000 }, () => {
  const folders = makeFolders();
  afterAll(() => folders.remove(false));

  test('exactly one sync per commit, the first one of a visit too', async () => {
    const data = join(folders.disk, 'data');
    mkdirSync(data);
    const recording = await recordProgram({
      folder: folders.disk,
      out: join(folders.recordings, 'syncing'),
      program: ['syncing.ts', data],
    });
    const acts = syncsByAct(recording);
    const commits = acts.filter(({ act }) => act === 'commit');
    expect(commits.length).toBe(18);
    expect(commits.map(({ synced }) => synced)).toEqual(commits.map(() => ['ledger.db-wal']));
    // The database itself is synced while nobody waits.
    const rests = acts.filter(({ act }) => act === 'rest');
    expect(rests.map(({ synced }) => synced.includes('ledger.db'))).toEqual(rests.map(() => true));
  });
});
