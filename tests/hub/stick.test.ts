import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runImport } from '../../hub/commands.ts';
import { importStick } from '../../hub/intake/import-stick.ts';
import { HutLog } from './hut-log.ts';
import { stickOf } from './stick-of.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub.close());

const started = (log: HutLog, n: number): HutLog => {
  for (let i = 0; i < n; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  return log;
};

test('a stick brings what the wire would have brought, weeks later, over an epoch, and twice', async () => {
  const hut = await hub.hut('stick-a');
  const log = started(started(new HutLog('stick-a'), 3).beginEpoch(), 2);
  const text = await stickOf(hut, log.batches(2));
  hub.clock.advance(21 * 24 * 60 * 60_000);
  const answer = {
    ok: true,
    value: { hut: 'stick-a', acknowledged: { ackSeq: 6, ackHash: log.hashes[6] } },
  };
  expect(await importStick(hub.deps, hub.hub.settle, text)).toMatchObject(answer);
  expect(await importStick(hub.deps, hub.hub.settle, text)).toMatchObject(answer);
  // A stick says nothing of when the hut was last heard of; a new epoch is told as on the wire.
  expect(await hub.store.read.all(`SELECT seen_at FROM hut_cursor WHERE hut_id = 'stick-a'`)).toEqual([
    { seen_at: null },
  ]);
  expect(hub.lines).toContainEqual({ what: 'epoch-opened', hut: 'stick-a', epoch: 2 });
  expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject(log.head);
});

test('a short batch on a stick is not packed, as on the wire', async () => {
  const hut = await hub.hut('stick-e');
  const text = await stickOf(hut, started(new HutLog('stick-e'), 1).batches(), Buffer.from);
  expect(await importStick(hub.deps, hub.hub.settle, text)).toMatchObject({
    ok: true,
    value: { acknowledged: { ackSeq: 1 } },
  });
});

test('a stick on which a letter was changed is taken up to there', async () => {
  const hut = await hub.hut('stick-b');
  const log = started(new HutLog('stick-b'), 4);
  const lines = (await stickOf(hut, log.batches(2))).split('\n');
  lines[2] = (lines[2] ?? '').replace('"body":"H4sIA', '"body":"H4sIB');
  expect(await importStick(hub.deps, hub.hub.settle, lines.join('\n'))).toMatchObject({
    ok: false,
    refusal: { line: 3, refusal: { error: 'digest' } },
  });
  expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({ lastSeq: 2 });
});

test("a stick of another hut's batches, of none, or of anything else is refused", async () => {
  const hut = await hub.hut('stick-c');
  const other = await hub.hut('stick-d');
  const log = started(new HutLog('stick-c'), 2);
  const [head = ''] = (await stickOf(other, [])).split('\n');
  const [, batch = ''] = (await stickOf(hut, log.batches())).split('\n');
  const refused = (line: number, error: string) => ({ ok: false, refusal: { line, refusal: { error } } });
  expect(await importStick(hub.deps, hub.hub.settle, `${head}\n${batch}`)).toMatchObject(
    refused(2, 'bad-request'),
  );
  expect(await importStick(hub.deps, hub.hub.settle, head)).toMatchObject(refused(1, 'bad-request'));
  expect(await importStick(hub.deps, hub.hub.settle, 'holiday.jpg')).toMatchObject(refused(1, 'bad-request'));
});

test('a file that is none, or whose answer finds no room, is told in words', async () => {
  const hut = await hub.hut('stick-f');
  const directory = mkdtempSync(join(tmpdir(), 'stick-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  expect(await runImport(hub.deps, directory)).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('cannot be read'),
  });
  const file = join(directory, 'stick.ndjson');
  writeFileSync(file, await stickOf(hut, started(new HutLog('stick-f'), 2).batches()));
  mkdirSync(`${file}.answer`);
  expect(await runImport(hub.deps, file)).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('was taken'),
  });
  rmSync(`${file}.answer`, { recursive: true });
  expect(await runImport(hub.deps, file)).toMatchObject({ ok: true });
  expect(JSON.parse(readFileSync(`${file}.answer`, 'utf8'))).toMatchObject({ hut: 'stick-f' });
});
