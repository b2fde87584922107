import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../hut/real-clock.ts';
import { pairsAgainstBare } from './borrow-commits.ts';
import { type Figure, figure, median } from './measure.ts';
import { compare } from './ten-years/compare.ts';
import { ledgerOf, type Made, makeHistory } from './ten-years/history.ts';
import { residentMb, start, visits } from './ten-years/process.ts';
import { ask } from './ten-years/readings.ts';
import { type Size, sizes } from './ten-years/stock.ts';

/** A directory where what was made stays, and is taken up by the next run; else it goes with this one. */
const keep = process.env.XIAOWU_BENCH_KEEP;
/** For a shorter run: the old hut is this part of ten years. */
const part = Number(process.env.XIAOWU_BENCH_PART ?? 1);
const times = Number(process.env.XIAOWU_BENCH_TIMES ?? 2_000);
const starts = 9;
const walks = 1_000;
const mostMb = 150;
const seed = 20_261_124;

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

async function make(root: string, name: string, size: Size, end: number): Promise<Made> {
  const dir = join(root, name);
  const note = `${dir}.json`;
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Made;
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const from = performance.now();
  const made = await makeHistory(dir, size, seed, end);
  const seconds = Math.round((performance.now() - from) / 1_000);
  const mb = Math.round(statSync(ledgerOf(made)).size / 1e6);
  tell(`${name}: ${size.loans} loans, ${size.items} things, ${size.people} people, ${size.days} days`);
  tell(`${name}: ${made.events} events, ${mb} MB, made in ${seconds} s`);
  writeFileSync(note, JSON.stringify(made));
  return made;
}

/** Every screen of the old hut against the same screen of the young one. */
function* screens(young: Made, old: Made): Iterable<Figure> {
  const [small, large] = [ask(young), ask(old)];
  let worst = { p50: 0, p99: 0 };
  for (const { reading, young: a, old: b } of compare(small, large, times)) {
    yield figure(`ten-years ${reading}, p50`, 'ms', b.p50, a.p50, times, '≤ 1.3 × a young hut');
    yield figure(`ten-years ${reading}, p99`, 'ms', b.p99, a.p99, times, '≤ 2 × a young hut');
    worst = { p50: Math.max(worst.p50, b.p50 / a.p50), p99: Math.max(worst.p99, b.p99 / a.p99) };
  }
  yield figure('ten-years worst screen, p50', '×', worst.p50, 1, times, '≤ 1.3');
  yield figure('ten-years worst screen, p99', '×', worst.p99, 1, times, '≤ 2');
  small.store.close();
  large.store.close();
}

/** From the start of the process to `ready`, turn about. */
async function boot(young: Made, old: Made): Promise<Figure> {
  const ms = { young: [] as number[], old: [] as number[] };
  for (let n = 0; n < starts; n++) {
    for (const [which, made] of [['young', young] as const, ['old', old] as const]) {
      const running = await start(made);
      await running.end();
      if (n > 0) ms[which].push(running.readyMs);
    }
  }
  return figure(
    'ten-years start to ready, p50',
    'ms',
    median(ms.old),
    median(ms.young),
    starts - 1,
    '≤ 1.5 × a young hut',
  );
}

/** Resident memory of the hut process over a thousand visits, and the most it was at any moment. */
async function* memory(old: Made): AsyncIterable<Figure> {
  const running = await start(old);
  const mb: number[] = [];
  await visits(running, old, walks, (n) => {
    if (n % 50 === 48) mb.push(residentMb(running.pid).now);
  });
  const { most } = residentMb(running.pid);
  await running.end();
  const half = mb.length / 2;
  yield figure('ten-years memory, most', 'MB', most, mostMb, walks, '≤ 1 × 150 MB');
  yield figure('ten-years memory, p50', 'MB', median(mb), mostMb, walks, '≤ 1 × 150 MB');
  yield figure(
    'ten-years memory, second half of the visits',
    'MB',
    median(mb.slice(half)),
    median(mb.slice(0, half)),
    walks,
    '≤ 1.1 × the first half',
  );
}

/**
 * Ten years of a busy hut against its first days: 1,000,000 loans against 1,000, of the same 20,000 things and 50,000
 * people. Takes about ten minutes and 2 GB in the temporary directory, which is removed afterwards,
 * unless XIAOWU_BENCH_KEEP names another.
 */
export async function* run(): AsyncIterable<Figure> {
  const root = keep ?? mkdtempSync(join(tmpdir(), 'xiaowu-ten-years-'));
  try {
    const { days, loans, items, people } = sizes.old;
    const scaled = { items: items * part, people: people * part };
    const old = { days, loans: loans * part, ...scaled };
    const end = Math.trunc(realClock.wall()) - 3_600_000;
    const young = await make(root, 'young', { ...sizes.young, ...scaled }, end);
    const aged = await make(root, 'old', old, end);
    yield* screens(young, aged);
    yield await boot(young, aged);
    yield* memory(aged);
    const { store, pass } = ask(aged);
    const person = aged.people.find((each) => store.lending.loansOf(each).length === 0) ?? '';
    yield pairsAgainstBare('ten-years borrow-commits', store, person, root, pass);
    store.close();
  } finally {
    if (keep === undefined) rmSync(root, { recursive: true, force: true });
  }
}
