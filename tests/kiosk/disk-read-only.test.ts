import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { breakWrites, cannotBreak, nobody, noOwnDisk, readOnlyDisk } from './broken-disk.ts';
import { HutProcess } from './hut-process.ts';

/** Everything below a directory and itself. */
const below = (dir: string): string[] => [
  dir,
  ...readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name)),
];
function rights(dir: string, writable: boolean): void {
  for (const path of below(dir)) {
    const folder = statSync(path).isDirectory() ? 0o100 : 0;
    chmodSync(path, (writable ? 0o600 : 0o400) | folder);
  }
}

/** Rights bind nobody who is root, so a test run by root starts the hut as somebody else; where that one cannot even
 * read the program, there is nothing to try. */
const cannotBeNobody = ((): string | null => {
  if (nobody.uid === undefined) return process.platform === 'win32' ? 'no rights of this kind' : null;
  const tried = spawnSync(process.execPath, ['--version'], nobody);
  const program = spawnSync('ls', [join(import.meta.dirname, '../../hut')], nobody);
  return tried.status === 0 && program.status === 0 ? null : 'user nobody cannot read the program';
})();
if (cannotBeNobody !== null) console.log(`a read-only data folder is not tried: ${cannotBeNobody}`);

describe.skipIf(cannotBeNobody !== null)('a data folder that takes no writing', { timeout: 60_000 }, () => {
  it('at the start: the screen says so, nothing is touched, and the hut opens when it may write', async () => {
    const hut = await HutProcess.open('practice');
    await hut.until((view) => view.screen.at === 'attract');
    await hut.stop();
    for (const path of below(hut.dir)) if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid);
    rights(hut.dir, false);
    onTestFinished(() => {
      if (existsSync(hut.dir)) rights(hut.dir, true);
    });
    const before = below(hut.dir);
    await hut.start({ user: nobody });
    const { screen } = await hut.until((view) => view.screen.at === 'trouble');
    expect(screen).toEqual({ at: 'trouble', trouble: 'read-only' });
    expect((await hut.health()).ledger.state).toBe('read-only');
    expect(below(hut.dir)).toEqual(before);

    rights(hut.dir, true);
    await hut.until((view) => view.screen.at === 'attract');
    await hut.press({ do: 'begin' });
    await hut.until((view) => view.screen.at === 'home');
    expect((await hut.health()).ledger.state).toBe('open');
    expect(await hut.stop()).toBe(0);
  });
});

describe.skipIf(noOwnDisk !== null)('a file system that is mounted read-only', { timeout: 60_000 }, () => {
  it('is called read-only, and no broken disk', async () => {
    const hut = await HutProcess.open('practice');
    await hut.until((view) => view.screen.at === 'attract');
    await hut.stop();
    await hut.start({ prefix: readOnlyDisk(hut.dir) });
    const { screen } = await hut.until((view) => view.screen.at === 'trouble');
    expect(screen).toEqual({ at: 'trouble', trouble: 'read-only' });
    expect((await hut.health()).ledger.state).toBe('read-only');
    expect(await hut.stop()).toBe(0);
  });
});

describe.skipIf(cannotBreak !== null)(
  'a disk that stops taking writes while the hut runs',
  { timeout: 60_000 },
  () => {
    it('is told on the screen and by --health, and forgiven when it writes again', async () => {
      const hut = await HutProcess.open('practice');
      await hut.until((view) => view.screen.at === 'attract');
      const mend = breakWrites(hut.pid);
      await hut.press({ do: 'begin' });
      await hut.press({ do: 'call-keeper' });
      await hut.until((view) => view.troubles.some((each) => each.device === 'disk'));
      await hut.press({ do: 'back' });
      await hut.until((view) => view.screen.at === 'trouble');
      expect((await hut.health()).ledger).toMatchObject({ state: 'disk-error', level: 'broken' });
      mend();
      await hut.until((view) => view.screen.at === 'home' && view.troubles.length === 0);
      expect((await hut.health()).ledger.state).toBe('open');
      expect(await hut.stop()).toBe(0);
    });
  },
);
