import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type StorePlace } from '../hub/store/open.ts';
import { noPostgres, startPostgres } from '../tests/hub/postgres-server.ts';
import { busyLog } from './hub/logs.ts';
import { rawCopy, rawSqlite, type Written, writtenIn } from './hub/raw.ts';
import { connections, enrolAll, makeReady, type Ready, sendAll, startHub } from './hub/scene.ts';
import { type Figure, figure } from './measure.ts';
import { noPouchdb, pouchdbRate } from './pouchdb/peer.ts';

const events = Number(process.env.XIAOWU_BENCH_EVENTS ?? 100_000);
/** It takes twenty times as long for as many, and is no slower with fewer. */
const peerEvents = 30_000;
/** Batches on their way at once. */
const inFlight = 6;

/** One hut sends its whole log. Events a second, bytes of an event on the wire, and what the hub then had. */
async function drain(
  databaseUrl: string | null,
): Promise<{ rate: number; bytes: number; written: Written[] }> {
  const dir = mkdtempSync(join(tmpdir(), 'drain-'));
  const place: StorePlace = databaseUrl === null ? { dir } : { url: databaseUrl, partitions: 0 };
  const [sender, warm] = await enrolAll(place, ['hut-drain', 'hut-warm']);
  if (sender === undefined || warm === undefined) throw new Error('no hut');
  const hub = await startHub(dir, databaseUrl);
  const agent = connections(inFlight);
  try {
    const ready = async (whose: typeof sender, length: number): Promise<Ready[]> => {
      const all: Ready[] = [];
      for (const batch of busyLog(whose.hutId, length, length).batches()) {
        const asked = { method: 'POST', path: '/v1/huts/me/events', value: batch } as const;
        all.push(await makeReady(whose, hub.origin, { ...asked, events: batch.events.length }));
      }
      return all;
    };
    await sendAll(hub.origin, agent, await ready(warm, 16_000), 1);
    const requests = await ready(sender, events);
    const begun = performance.now();
    await sendAll(hub.origin, agent, requests, inFlight);
    const rate = events / ((performance.now() - begun) / 1_000);
    agent.destroy();
    await hub.end();
    const opened = await openStore(place);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const written = await writtenIn(opened.value);
    await opened.value.close();
    return { rate, bytes: requests.reduce((sum, { body }) => sum + body.length, 0) / events, written };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * 100,000 events of one hut over loopback, several batches on their way, against the bare insert of the same rows, and
 * beside PouchDB and its server where they are installed.
 * The bytes of an event are those of gzipped bodies as they travel.
 */
export async function* run(): AsyncIterable<Figure> {
  const light = await drain(null);
  const name = `drain, SQLite, ${inFlight} batches on their way`;
  yield figure(name, 'events/s', light.rate, rawSqlite(light.written), events, '≥ 0.30');
  yield figure(
    'drain, bytes of an event',
    'bytes',
    light.bytes,
    119,
    events,
    '≤ 1 (0.5 MB for 14 days of 300)',
  );
  const withoutPeer = noPouchdb();
  if (withoutPeer === null) {
    const { events: sent } = busyLog('hut-drain', events, Math.min(events, peerEvents));
    const peer = await pouchdbRate(sent);
    yield figure(
      'drain, beside PouchDB → express-pouchdb',
      'events/s',
      light.rate,
      peer,
      sent.length,
      '≥ 10',
    );
  } else console.error(`left out: ${withoutPeer}`);
  const missing = noPostgres();
  if (missing !== null) {
    console.error(`left out on PostgreSQL: ${missing}`);
    return;
  }
  const server = await startPostgres({ safe: true });
  try {
    const heavy = await drain(await server.newDatabase());
    const raw = await rawCopy(await server.newDatabase(), heavy.written);
    yield figure(
      `drain, PostgreSQL, ${inFlight} batches on their way`,
      'events/s',
      heavy.rate,
      raw,
      events,
      '≥ 0.20',
    );
  } finally {
    await server.stop();
  }
}
