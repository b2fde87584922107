import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '../domain/sync/batch.ts';
import { openStore } from '../hub/store/open.ts';
import { noPostgres, startPostgres } from '../tests/hub/postgres-server.ts';
import { busyLog } from './hub/logs.ts';
import { rawCopy, rawSqlite, type Written, writtenIn } from './hub/raw.ts';
import { connections, enrolAll, makeReady, type Ready, type Sender, sendAll, startHub } from './hub/scene.ts';
import { type Figure, figure } from './measure.ts';

const events = Number(process.env.XIAOWU_BENCH_EVENTS ?? 64_000);

/** Of each hut at the least: the first few hundred are what it has, not what people do. */
const eachAtLeast = 4_000;
/** Sent before anything is measured, by a hut of its own: a hub runs for months. */
const warmUp = 16_000;

interface Work {
  hutIds: string[];
  /** Of each hut, in order. */
  batches: Batch[][];
}

function workOf(huts: number): Work {
  const each = Math.max(eachAtLeast, Math.trunc(events / huts));
  const hutIds = Array.from({ length: huts }, (_, n) => `hut-${n}`);
  const batches = hutIds.map((hutId, n) => busyLog(hutId, n + 1, each).batches());
  return { hutIds, batches };
}

/**
 * Every hut sends its log, each batch when the one before it was answered. Events a second, and what the hub then had
 * in its store.
 */
async function ingest(work: Work, databaseUrl: string | null): Promise<{ rate: number; written: Written[] }> {
  const dir = mkdtempSync(join(tmpdir(), 'ingest-'));
  const place = databaseUrl === null ? { dir } : { url: databaseUrl, partitions: 0 };
  const warm = { hutId: 'hut-warm', log: busyLog('hut-warm', 99, warmUp) };
  const senders = await enrolAll(place, [...work.hutIds, warm.hutId]);
  const hub = await startHub(dir, databaseUrl);
  const agent = connections(work.hutIds.length);
  const requestsOf = async (sender: Sender | undefined, batches: readonly Batch[]): Promise<Ready[]> => {
    if (sender === undefined) throw new Error('no such hut');
    const all: Ready[] = [];
    for (const batch of batches) {
      const asked = { method: 'POST', path: '/v1/huts/me/events', value: batch } as const;
      all.push(await makeReady(sender, hub.origin, { ...asked, events: batch.events.length }));
    }
    return all;
  };
  try {
    await sendAll(hub.origin, agent, await requestsOf(senders.at(-1), warm.log.batches()), 1);
    const requests: Ready[][] = [];
    for (const [n, own] of work.batches.entries()) {
      requests.push(await requestsOf(senders[n], own));
    }
    const begun = performance.now();
    await Promise.all(requests.map((own) => sendAll(hub.origin, agent, own, 1)));
    const taken = requests.flat().reduce((sum, one) => sum + one.events, 0);
    const rate = taken / ((performance.now() - begun) / 1_000);
    agent.destroy();
    await hub.end();
    const opened = await openStore(place);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const written = await writtenIn(opened.value);
    await opened.value.close();
    return { rate, written };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Events a second that the hub takes from 1, 8 and 32 huts, each with one batch on its way, against the bare insert
 * of the same rows of events and projections: HTTP, signatures, unpacking, schemas, the chain, the fold and the look
 * at what lies between huts are in ours and not in that.
 */
export async function* run(): AsyncIterable<Figure> {
  for (const huts of [1, 8, 32]) {
    const { rate, written } = await ingest(workOf(huts), null);
    const promise = huts >= 8 ? '≥ 0.40' : '';
    yield figure(`hub-ingest, SQLite, ${huts} huts`, 'events/s', rate, rawSqlite(written), events, promise);
  }
  const missing = noPostgres();
  if (missing !== null) {
    console.error(`left out on PostgreSQL: ${missing}`);
    return;
  }
  const server = await startPostgres({ safe: true });
  try {
    for (const huts of [1, 8, 32]) {
      const { rate, written } = await ingest(workOf(huts), await server.newDatabase());
      const raw = await rawCopy(await server.newDatabase(), written);
      const promise = huts >= 8 ? '≥ 0.30' : '';
      yield figure(`hub-ingest, PostgreSQL, ${huts} huts`, 'events/s', rate, raw, events, promise);
    }
  } finally {
    await server.stop();
  }
}
