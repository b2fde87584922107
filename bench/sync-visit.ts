import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { event } from '../domain/ledger/events.ts';
import { done } from '../domain/result.ts';
import { Config } from '../hut/config/config.ts';
import { type HutStore, openHutStore } from '../hut/ledger/hut-store.ts';
import { realClock } from '../hut/real-clock.ts';
import { seedPractice } from '../hut/stock/practice-stock.ts';
import type { Wire } from '../hut/sync/hub-client.ts';
import { ownLogFile } from '../hut/sync/own-log.ts';
import { makeKeyPair } from '../hut/sync/signing.ts';
import { startSync } from '../hut/sync/sync.ts';
import { httpWire } from '../hut/sync/wire.ts';
import { wellAt } from '../tests/hut/health/well.ts';
import { type Figure, figure, idle, median, quantile } from './measure.ts';

const acts = Number(process.env.XIAOWU_BENCH_TRIPS ?? 1_000);
/** Presses in a row, before the other way has its turn: long enough that batches come and rest meanwhile. */
const turn = 200;
/** Far more than weeks offline: enough to go up for as long as it is measured. */
const waitingEvents = 400_000;

async function startHub(): Promise<{ url: string; end: () => void }> {
  const child = fork(new URL('./acknowledging-hub.ts', import.meta.url));
  const port = await new Promise<number>((resolve) =>
    child.once('message', (message) => resolve((message as { port: number }).port)),
  );
  return { url: `http://127.0.0.1:${port}`, end: () => child.send('end') };
}

function openStore(dir: string): HutStore {
  const store = openHutStore({ dir, clock: realClock, boot: 'bench', hours: Config.parse({}).hut.hours });
  if (!store.ok) throw new Error(store.refusal.message);
  if (!seedPractice(store.value).ok) throw new Error('no practice stock');
  return store.value;
}

/**
 * Milliseconds from when a press is due until what it asks for is on the disk: it waits for whatever the process is at,
 * and then for its commit.
 */
async function presses(store: HutStore, count: number, took: number[]): Promise<void> {
  for (let n = 0; n < count; n++) {
    const pause = 3 + (n % 5);
    const due = performance.now() + pause;
    await idle(pause);
    // A timer may be early by less than a millisecond.
    const from = Math.min(due, performance.now());
    store.ledger.commit('hut', () => done([event('keeper-called', { visit: `v${n}`, screen: 'home' })]));
    took.push(performance.now() - from);
  }
}

/** Carries requests while it is let: what is measured with and without is measured in turns. */
function gated(): { wire: Wire; let(open: boolean): void } {
  let open = true;
  let waiting: (() => void)[] = [];
  return {
    async wire(request) {
      while (!open) await new Promise<void>((resolve) => waiting.push(resolve));
      return httpWire(request);
    },
    let(now) {
      open = now;
      if (!open) return;
      for (const go of waiting) go();
      waiting = [];
    },
  };
}

/** The same hut, in turns: at rest, and while all that waits goes up; with somebody at the screen, or nobody. */
async function measure(busy: boolean): Promise<{ without: number[]; during: number[]; perSecond: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  const store = openStore(dir);
  for (let i = 0; i < waitingEvents; i += 1_000) {
    const calls = Array.from({ length: 1_000 }, (_, j) =>
      event('keeper-called', { visit: `bench-${i + j}`, screen: 'home' }),
    );
    store.ledger.commit<never>('hut', () => done(calls));
  }
  store.ledger.tidy();
  const hub = await startHub();
  const gate = gated();
  const sync = startSync({
    clock: realClock,
    chance: Math.random,
    random: randomBytes,
    wire: gate.wire,
    identity: () => done({ ...makeKeyPair(), url: hub.url, hutId: 'bench', keyId: 'bench/1' }),
    store: store.sync,
    log: () => {},
    health: () => wellAt(realClock.wall()),
    busy: () => busy,
    changed: () => {},
    redraw: () => {},
    ownLogFile: join(dir, ownLogFile),
    parted: () => {},
  });
  while (store.sync.now().acked === 0) await idle(1);
  const without: number[] = [];
  const during: number[] = [];
  let sent = 0;
  let sending = 0;
  while (during.length < acts && store.sync.queue() > 5_000) {
    gate.let(false);
    // What is on its way arrives.
    await idle(100);
    await presses(store, turn, without);
    const [from, began] = [store.sync.now().acked, performance.now()];
    gate.let(true);
    await presses(store, turn, during);
    sent += store.sync.now().acked - from;
    sending += performance.now() - began;
  }
  const perSecond = (sent / sending) * 1_000;
  gate.let(true);
  await sync.close();
  store.close();
  hub.end();
  rmSync(dir, { recursive: true, force: true });
  return { without, during, perSecond };
}

/** What a neighbour at the screen notices of weeks of records going up. */
export async function* run(): AsyncIterable<Figure> {
  for (const busy of [true, false]) {
    const { without, during, perSecond } = await measure(busy);
    const who = busy ? 'somebody at the screen' : 'nobody there';
    yield figure(
      `sync-visit p50, ${who}`,
      'ms',
      median(during),
      median(without),
      during.length,
      busy ? '≤ 1.3 × without' : 'as it is',
    );
    yield figure(
      `sync-visit p99, ${who}`,
      'ms',
      quantile(during, 0.99),
      quantile(without, 0.99),
      during.length,
      busy ? '≤ 2 × without' : 'as it is',
    );
    yield figure(`sync-visit events a second, ${who}`, '1/s', perSecond, 1, during.length, 'as it is');
  }
}
