import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { HutClient, Sending } from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import type { TestHub } from './test-hub.ts';

/** Everything that a hut could have changed, but for nonces of requests that were taken. */
async function allOf(hub: TestHub): Promise<string> {
  const tables = await hub.store.read.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('hut_nonce') ORDER BY name`,
  );
  const rows = await Promise.all(tables.map(({ name }) => hub.store.read.all(`SELECT * FROM ${name}`)));
  return JSON.stringify(rows);
}

let huts = 0;
/** A hut with a log of its own, of which some is at the hub. */
export async function someHut(
  hub: TestHub,
): Promise<{ hut: HutClient; log: HutLog; name: string; push: Sending }> {
  const name = `hut-${++huts}`;
  const hut = await hub.hut(name);
  const log = new HutLog(name);
  for (let i = 0; i < 4; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  expect((await hut.push(log.batch(1, 2))).status).toBe(200);
  const push = {
    method: 'POST',
    path: '/v1/huts/me/events',
    body: gzipSync(JSON.stringify(log.batch(3, 4))),
    encoding: 'gzip',
  };
  return { hut, log, name, push };
}

/** Sends something and sees that it is refused as documented and changes nothing. */
export async function refusedWith(
  hub: TestHub,
  send: () => Promise<{ status: number; body: object }>,
  status: number,
  error: string,
): Promise<void> {
  const before = await allOf(hub);
  expect(await send()).toMatchObject({ status, body: { error } });
  expect(await allOf(hub)).toBe(before);
}
