import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runBackup, runBackupBy } from '../../hub/commands.ts';
import { storeFile } from '../../hub/store/open.ts';
import { HubProcess } from './desk/hub-process.ts';
import { HutClient } from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';
import { openTestHub, type TestHub, type TestHubOptions } from './test-hub.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hub-backup-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
async function hubOn(place: TestHubOptions['place'] & object): Promise<TestHub> {
  const hub = await openTestHub({ place });
  onTestFinished(() => hub.close());
  return hub;
}
const started = (log: HutLog, n: number): HutLog => {
  for (let i = 0; i < n; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  return log;
};
const cursorOf = async (hut: HutClient) => (await hut.get('/v1/huts/me/cursor')).body;

test('what is in a backup is safe, what came after is not; a hub goes on from it', async () => {
  const dir = folder();
  const hub = await hubOn({ dir });
  const hut = await hub.hut('hut-kept');
  const log = started(new HutLog('hut-kept'), 5);
  await hut.push(log.batch(1, 3));
  expect(await cursorOf(hut)).toMatchObject({ lastSeq: 3, safeSeq: 0 });
  const file = join(dir, 'backup.sqlite');
  expect(await runBackup(hub, join(dir, storeFile), file)).toMatchObject({ ok: true });
  expect((await hut.push(log.batch(4, 5))).body).toMatchObject({ ackSeq: 5, safeSeq: 3 });
  expect(await cursorOf(hut)).toMatchObject({ lastSeq: 5, safeSeq: 3 });

  const back = join(dir, 'back');
  mkdirSync(back);
  copyFileSync(file, join(back, storeFile));
  const restored = await hubOn({ dir: back });
  const later = new HutClient(restored.hub.fetch, hut.keyId, hut.keys, hut.wall);
  expect(await cursorOf(later)).toMatchObject({ lastSeq: 3 });
  expect((await later.push(log.batch(4, 5))).body).toMatchObject({ ackSeq: 5 });
});

test('a backup overwrites nothing, and one that is not whole is none', async () => {
  const dir = folder();
  const hub = await hubOn({ dir });
  const hut = await hub.hut('hut-torn');
  for (const batch of started(new HutLog('hut-torn'), 2_000).batches()) await hut.push(batch);
  const file = join(dir, 'backup.sqlite');
  const store = join(dir, storeFile);
  expect(await runBackup(hub, store, file)).toMatchObject({ ok: true });
  const { mtimeMs } = statSync(file);
  expect(await runBackup(hub, store, file)).toMatchObject({
    refusal: expect.stringMatching(/never overwrites/),
  });
  expect(statSync(file).mtimeMs).toBe(mtimeMs);

  // A store whose disk has gone bad in the middle.
  const torn = join(dir, 'torn.sqlite');
  copyFileSync(file, torn);
  const disk = openSync(torn, 'r+');
  for (let page = 20; page < 60; page++) writeSync(disk, Buffer.alloc(2_048, 0xa5), 0, 2_048, page * 4_096);
  const never = join(dir, 'never.sqlite');
  expect(await runBackup(hub, torn, never)).toMatchObject({ refusal: expect.stringMatching(/not made/) });
  expect(existsSync(never) || existsSync(`${never}.unfinished`)).toBe(false);
});

test('the command backs up a hub that runs', { timeout: 60_000 }, async () => {
  const hub = await HubProcess.open(null);
  const file = join(hub.dir, 'backup.sqlite');
  expect(hub.command('backup', file)).toMatch(/0 huts, checked/);
  expect(existsSync(file)).toBe(true);
  expect(() => hub.command('backup', file)).toThrow(/never overwrites/);
});

onAllStores('a backup by the tool of the server', (hub) => {
  test('makes safe what was there when it began, once it ended well', async () => {
    const hut = await hub().hut('hut-by');
    const log = started(new HutLog('hut-by'), 4);
    await hut.push(log.batch(1, 2));
    const failed = await runBackupBy(hub(), 'tool', async () => 1);
    expect(failed).toMatchObject({ refusal: expect.stringMatching(/ended with 1/) });
    expect(await cursorOf(hut)).toMatchObject({ safeSeq: 0 });
    const kept = await runBackupBy(hub(), 'tool', async () => {
      await hut.push(log.batch(3, 3));
      return 0;
    });
    expect(kept.ok).toBe(true);
    expect((await hut.push(log.batch(4, 4))).body).toMatchObject({ ackSeq: 4, safeSeq: 2 });
  });
});
