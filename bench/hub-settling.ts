import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../tests/hub/hut-log.ts';
import { noPostgres, startPostgres } from '../tests/hub/postgres-server.ts';
import { busyLog, crossingLog } from './hub/logs.ts';
import { connections, enrolAll, makeReady, type Ready, type Sender, sendAll, startHub } from './hub/scene.ts';
import { type Figure, figure } from './measure.ts';

const huts = 16;
const eachEvents = Number(process.env.XIAOWU_BENCH_EVENTS ?? 58_000) / huts;
/** Cards that are given out, in all huts together, each in several of them. */
const cards = 400;
/** Members of each hut. */
const members = 200;

/** What each hut sends at once with all others: its log, and then everybody's personal data. Seconds of both. */
async function comeBack(
  databaseUrl: string | null,
  crossing: boolean,
): Promise<{ logs: number; people: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'settling-'));
  const place = databaseUrl === null ? { dir } : { url: databaseUrl, partitions: 0 };
  const hutIds = Array.from({ length: huts }, (_, n) => `hut-${n}`);
  const senders = await enrolAll(place, hutIds);
  const hub = await startHub(dir, databaseUrl);
  const agent = connections(huts);
  const seconds = async (requestsOf: (sender: Sender, nth: number) => Promise<Ready[]>): Promise<number> => {
    const requests = await Promise.all(senders.map(requestsOf));
    const begun = performance.now();
    await Promise.all(requests.map((own) => sendAll(hub.origin, agent, own, 1)));
    return (performance.now() - begun) / 1_000;
  };
  try {
    const logs = await seconds((sender, nth) => {
      const log = crossing
        ? crossingLog(hutIds, nth, eachEvents)
        : busyLog(sender.hutId, nth + 1, eachEvents);
      const asked = { method: 'POST', path: '/v1/huts/me/events' } as const;
      return Promise.all(
        log
          .batches()
          .map((batch) =>
            makeReady(sender, hub.origin, { ...asked, value: batch, events: batch.events.length }),
          ),
      );
    });
    const people = await seconds((sender, nth) =>
      Promise.all(
        Array.from({ length: members }, (_, i) => {
          const card = crossing ? (i * 7 + nth * 11) % cards : nth * members + i;
          const ref = `${sender.hutId}-person-${i}`;
          const held = [{ card: `card-${i}`, token: sha256(`card ${card}`) }];
          const value = { version: 1, trust: 'verified', phone: null, dwelling: null, consent: '1' };
          const path = `/v1/members/${ref}`;
          return makeReady(sender, hub.origin, {
            method: 'PUT',
            path,
            value: { ...value, consentAt: 1, keptUntil: 2, cards: held },
          });
        }),
      ),
    );
    agent.destroy();
    return { logs, people };
  } finally {
    await hub.end();
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Sixteen huts come back at once with 58,000 events in which things of each were brought back to others, and with people
 * who have the same cards; against as much that is each hut's own.
 */
export async function* run(): AsyncIterable<Figure> {
  async function* on(store: string, newDatabase: () => Promise<string | null>): AsyncIterable<Figure> {
    const own = await comeBack(await newDatabase(), false);
    const between = await comeBack(await newDatabase(), true);
    const events = huts * eachEvents;
    yield figure(`settling, ${store}, logs of ${huts} huts`, 's', between.logs, own.logs, events, '');
    yield figure(
      `settling, ${store}, people of ${huts} huts`,
      's',
      between.people,
      own.people,
      huts * members,
      '',
    );
  }
  yield* on('SQLite', async () => null);
  const missing = noPostgres();
  if (missing !== null) {
    console.error(`left out on PostgreSQL: ${missing}`);
    return;
  }
  const server = await startPostgres({ safe: true });
  try {
    yield* on('PostgreSQL', () => server.newDatabase());
  } finally {
    await server.stop();
  }
}
