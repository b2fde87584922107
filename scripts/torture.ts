// npm run torture [-- NAME …]: the long tests, each as a table. `npm test` has a quick version of every one.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { giveUp, readOptions } from '../hut/options.ts';
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

const usage = `The long tests: ${Object.keys(kinds).join(', ')}.

  npm run torture [-- NAME …] [--points N] [--seed N]

  --points N       how many moments, seeds or kills of each; 500 when left out
  --seed N         of what is left to chance; each run prints its own
  --recording, --point, --model: one moment again, as a failure prints it`;
const whole = z.coerce.number().int().min(0);
const Typed = z.object({ points: whole.min(1), seed: whole.optional(), point: whole });
const { values, words: wanted } = readOptions(usage, () =>
  parseArgs({
    allowPositionals: true,
    options: {
      points: { type: 'string', default: '500' },
      seed: { type: 'string' },
      recording: { type: 'string' },
      point: { type: 'string', default: '0' },
      model: { type: 'string', default: 'dropped' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }),
);
const typed = Typed.safeParse(values);
if (!typed.success) giveUp(`Whole numbers, please: ${z.prettifyError(typed.error)}\n\n${usage}`, 2);
const { points, point } = typed.data;
const unknown = wanted.filter((name) => !(name in kinds));
if (unknown.length > 0) giveUp(`No torture called ${unknown.join(', ')}.\n\n${usage}`, 2);
const seed = typed.data.seed ?? Math.floor(Math.random() * 2 ** 31);
const { recording, model } = values;
const replay = recording === undefined ? null : { recording, point, model };

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
  for await (const tortured of torture({ points, seed, replay })) {
    console.log(row(name, tortured));
    if (!tortured.holds && tortured.note !== '') console.log(tortured.note);
    failed ||= !tortured.holds;
  }
}
process.exitCode = failed ? 1 : 0;
