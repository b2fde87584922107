import type { Figure } from './measure.ts';

/** Benches by name; each prints its figures as they come. */
const benches: Record<string, () => Promise<{ run: () => AsyncIterable<Figure> }>> = {
  'scan-to-unlock': () => import('./scan-to-unlock.ts'),
  'borrow-commits': () => import('./borrow-commits.ts'),
  start: () => import('./start.ts'),
  'door-latency': () => import('./door-latency.ts'),
  'camera-decode': () => import('./camera-decode.ts'),
  'ten-years': () => import('./ten-years.ts'),
  backup: () => import('./backup.ts'),
  'sync-visit': () => import('./sync-visit.ts'),
  interaction: () => import('./interaction.ts'),
  'hub-ingest': () => import('./hub-ingest.ts'),
  drain: () => import('./hub-drain.ts'),
  storm: () => import('./hub-storm.ts'),
  settling: () => import('./hub-settling.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No bench called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { run } = await load();
  for await (const figure of run()) console.log(JSON.stringify(figure));
}
