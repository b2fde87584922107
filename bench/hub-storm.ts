import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FeedStream } from '../domain/sync/feeds.ts';
import { busyLog, numbers } from './hub/logs.ts';
import { connections, enrolAll, makeReady, pack, type Ready, send, startHub } from './hub/scene.ts';
import { type Figure, figure, idle, quantile } from './measure.ts';

const huts = Number(process.env.XIAOWU_BENCH_HUTS ?? 2_000);
/** Milliseconds in which all of them come back. */
const within = 60_000;
/** Events of a day without a network. */
const aDay = 300;
/** Milliseconds that nobody waits longer for an answer. */
const bearable = 1_000;

interface Storm {
  samples: number[];
  bytes: number;
  events: number;
  refused: number;
  broken: number;
}

/**
 * What one hut does when it hears of the hub again: cursor, its day, and each feed, one after the other. Requests are
 * signed when it wakes, so that none is old.
 */
async function comeBack(
  origin: URL,
  requests: readonly (() => Promise<Ready>)[],
  storm: Storm,
): Promise<void> {
  const agent = connections(1);
  try {
    for (const make of requests) {
      const one = await make();
      const begun = performance.now();
      const { status } = await send(origin, agent, one);
      storm.samples.push(performance.now() - begun);
      storm.bytes += one.events > 0 ? one.body.length : 0;
      storm.events += one.events;
      if (status >= 500) storm.broken += 1;
      else if (status !== 200) storm.refused += 1;
    }
  } finally {
    agent.destroy();
  }
}

/** Huts that were offline for a day come back within a minute: how long they wait, and that none is turned away. */
export async function* run(): AsyncIterable<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'storm-'));
  const hutIds = Array.from({ length: huts }, (_, n) => `hut-${n}`);
  const senders = await enrolAll({ dir }, hutIds);
  const hub = await startHub(dir, null);
  const storm: Storm = { samples: [], bytes: 0, events: 0, refused: 0, broken: 0 };
  try {
    const random = numbers(1);
    const days: Buffer[] = [];
    for (const [n, { hutId }] of senders.entries()) {
      days.push(await pack(busyLog(hutId, n, aDay).batch(1, aDay)));
    }
    const coming = senders.map((sender, n) => {
      const get = (path: string) => () => makeReady(sender, hub.origin, { method: 'GET', path });
      const push = () => {
        const path = '/v1/huts/me/events';
        const packed = days[n] ?? Buffer.alloc(0);
        return makeReady(sender, hub.origin, { method: 'POST', path, packed, events: aDay });
      };
      const feeds = FeedStream.options.map((stream) => get(`/v1/feeds/${stream}?after=0&mark=`));
      return { at: random() * within, requests: [get('/v1/huts/me/cursor'), push, ...feeds] };
    });
    const begun = performance.now();
    await Promise.all(
      coming.map(async ({ at, requests }) => {
        await idle(at);
        await comeBack(hub.origin, requests, storm);
      }),
    );
    const took = performance.now() - begun;
    const p99 = quantile(storm.samples, 0.99);
    const n = storm.samples.length;
    yield figure(`storm, ${huts} huts, p99 of an answer`, 'ms', p99, bearable, n, '≤ 1');
    yield figure(
      `storm, ${huts} huts, p50 of an answer`,
      'ms',
      quantile(storm.samples, 0.5),
      bearable,
      n,
      '',
    );
    yield figure('storm, time until all were done', 'ms', took, within, huts, '');
    yield figure('storm, answers of 500 and above', 'answers', storm.broken, 1, n, '0');
    yield figure('storm, answers that were refused', 'answers', storm.refused, 1, n, '0');
    yield figure('storm, bytes of an event', 'bytes', storm.bytes / storm.events, 119, storm.events, '≤ 1');
  } finally {
    await hub.end();
    rmSync(dir, { recursive: true, force: true });
  }
}
