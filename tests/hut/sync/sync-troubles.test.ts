import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readAnswer, type Wire, type WireAnswer } from '../../../hut/sync/hub-client.ts';
import { readHubFile } from '../../../hut/sync/hub-file.ts';
import { isWholeLog, ownLogFile } from '../../../hut/sync/own-log.ts';
import { askForLog } from '../../../hut/sync/rescue.ts';
import { startSync } from '../../../hut/sync/sync.ts';
import { openTestHub, type TestHub } from '../../hub/test-hub.ts';
import { wellAt } from '../health/well.ts';
import { value } from '../ledger/stocked-hut.ts';
import { wireTo } from './hub-wire.ts';
import { syncedHut } from './synced-hut.ts';

async function office(): Promise<TestHub> {
  const hub = await openTestHub();
  onTestFinished(() => hub.close());
  return hub;
}

/** A hub that answers only when the test lets it. */
function slowWire(hub: TestHub) {
  const waiting: { answer: () => void; fail: () => void }[] = [];
  const slow = { is: false, asked: 0, waiting };
  const wire: Wire = (request) => {
    slow.asked++;
    if (!slow.is) return wireTo(() => hub.hub)(request);
    return new Promise<WireAnswer>((resolve, reject) => {
      waiting.push({
        answer: () => void wireTo(() => hub.hub)(request).then(resolve, reject),
        fail: () => reject(new Error('no answer within 30 s')),
      });
    });
  };
  return { slow, wire };
}

test('a hub too slow for the time of the next round is left alone for as long as any that fails', async () => {
  const hub = await office();
  const { slow, wire } = slowWire(hub);
  using synced = await syncedHut(hub, 'hut-a', { wire });
  const { hut, sync } = synced;
  await synced.round();
  slow.is = true;
  value(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
  sync.committed();
  hut.clock.advance(500);
  await vi.waitFor(() => expect(slow.waiting).toHaveLength(1));
  // Meanwhile the next whole round would be due.
  hut.clock.advance(120_000);
  const before = slow.asked;
  slow.waiting[0]?.fail();
  await sync.settled();
  expect(sync.status().state).toBe('away');
  hut.clock.advance(10);
  await sync.settled();
  expect(slow.asked).toBe(before);
});

test('whoever asks for a round while one is under way gets one after it, even if that fails', async () => {
  const hub = await office();
  const { slow, wire } = slowWire(hub);
  using synced = await syncedHut(hub, 'hut-a', { wire });
  const { hut, sync } = synced;
  slow.is = true;
  sync.hurry();
  hut.clock.advance(0);
  await vi.waitFor(() => expect(slow.waiting).toHaveLength(1));
  sync.hurry();
  slow.waiting[0]?.fail();
  await sync.settled();
  slow.is = false;
  hut.clock.advance(0);
  await sync.settled();
  expect(sync.status()).toMatchObject({ state: 'fine', queue: 0 });
});

test('a hut that closes sends nothing that was still being packed', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut } = synced;
  await synced.sync.close();
  let packed = () => {};
  let sent = 0;
  const asked: string[] = [];
  const sync = startSync({
    clock: hut.clock,
    chance: () => 0.5,
    random: (bytes) => Buffer.alloc(bytes, 7),
    wire: (request) => {
      asked.push(request.url);
      return wireTo(() => hub.hub)(request);
    },
    pack: (text) =>
      new Promise((resolve) => {
        sent++;
        packed = () => resolve(gzipSync(text, { level: 1 }));
      }),
    identity: () => readHubFile(hut.dir),
    store: hut.sync,
    log: () => {},
    health: () => wellAt(hut.clock.wall()),
    busy: () => false,
    changed: () => {},
    redraw: () => {},
    ownLogFile: join(hut.dir, ownLogFile),
    parted: () => {},
  });
  hut.clock.advance(0);
  await vi.waitFor(() => expect(sent).toBeGreaterThan(0));
  const before = asked.length;
  const closed = sync.close();
  packed();
  await closed;
  expect(asked).toHaveLength(before);
});

test('why the hub is away is said: of fetch itself the message tells nothing', async () => {
  const request = { method: 'GET' as const, url: 'https://hub', headers: {}, body: new Uint8Array(0) };
  const answer = (cause: unknown) =>
    readAnswer('cursor', () => Promise.reject(new TypeError('fetch failed', { cause })), request);
  expect(await answer(new Error('certificate is not yet valid'))).toMatchObject({
    refusal: { error: 'unreachable', message: 'fetch failed: certificate is not yet valid' },
  });
  // Several addresses were tried: no message, only a code.
  const many = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  expect(await answer(many)).toMatchObject({ refusal: { message: 'fetch failed: ECONNREFUSED' } });
  expect(await answer(undefined)).toMatchObject({ refusal: { message: 'fetch failed' } });
});

test('a part of the log that was fetched before does not keep a hut from asking for the whole', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  await synced.round();
  const { dir, clock } = synced.hut;
  const file = join(dir, ownLogFile);
  const fetchWhole = async () => {
    synced.log.length = 0;
    askForLog({ dir, wire: wireTo(() => hub.hub), clock, log: (entry) => void synced.log.push(entry) });
    await vi.waitFor(() => expect(synced.log.map(({ what }) => what)).toContain('log-fetched'));
  };
  await fetchWhole();
  const [first = ''] = readFileSync(file, 'utf8').split('\n');
  expect(isWholeLog(file)).toBe(true);
  const { firstSeq, ...rest } = JSON.parse(first);
  for (const left of [JSON.stringify({ ...rest, firstSeq: firstSeq + 5 }), first.slice(0, 90), '']) {
    writeFileSync(file, left);
    expect(isWholeLog(file)).toBe(false);
    await fetchWhole();
    expect(isWholeLog(file)).toBe(true);
  }
  expect(existsSync(`${file}.part`)).toBe(false);
});
