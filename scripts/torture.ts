// npm run torture [-- NAME …]: the long tests, each as a table. `npm test` has a quick version of every one.
import { parseArgs } from 'node:util';
import type { Torture, Tortured } from './torture/kind.ts';

/** By name. A new one is a line here. */
const kinds: Record<string, () => Promise<Torture>> = {
  'power-cut': async () => (await import('../tests/power-cut/torture.ts')).powerCuts,
  migration: async () => (await import('../tests/power-cut/torture.ts')).interruptedMigrations,
  copies: async () => (await import('../tests/power-cut/torture.ts')).interruptedCopies,
  kill: async () => (await import('../tests/power-cut/torture.ts')).kills,
  sync: async () => (await import('../tests/simulation/torture.ts')).syncing,
  chaos: async () => (await import('../tests/hub/chaos/torture.ts')).processChaos,
  'locker-soak': async () => (await import('../tests/native/soak-torture.ts')).lockerSoak,
};

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: 'string', default: '500' },
    seed: { type: 'string' },
    recording: { type: 'string' },
    point: { type: 'string', default: '0' },
    model: { type: 'string', default: 'dropped' },
  },
});
const unknown = wanted.filter((name) => !(name in kinds));
if (unknown.length > 0) {
  console.error(`No torture called ${unknown.join(', ')}. There are: ${Object.keys(kinds).join(', ')}.`);
  process.exit(2);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const { recording, model } = values;
const replay = recording === undefined ? null : { recording, point: Number(values.point), model };

const widths = [12, 58, 7, 7] as const;
const line = (...cells: (string | number)[]): string =>
  cells.map((cell, i) => String(cell)[i >= 2 && i <= 3 ? 'padStart' : 'padEnd'](widths[i] ?? 0)).join('  ');
const verdict = ({ holds, broken }: Tortured): string =>
  broken === true ? (holds ? 'found out' : 'NOT FOUND OUT') : holds ? 'holds' : 'DOES NOT HOLD';
const row = (name: string, tortured: Tortured): string =>
  line(name, tortured.what, tortured.tried, tortured.wrong, verdict(tortured));

console.log(`seed ${seed}\n${line('torture', 'what', 'tried', 'wrong', '')}`);
let failed = false;
for (const [name, load] of Object.entries(kinds)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const torture = await load();
  for await (const tortured of torture({ points: Number(values.points), seed, replay })) {
    console.log(row(name, tortured));
    if (!tortured.holds && tortured.note !== '') console.log(tortured.note);
    failed ||= !tortured.holds;
  }
}
process.exitCode = failed ? 1 : 0;
