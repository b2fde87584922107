// One seed of the simulation again: node scripts/run.mjs tests/simulation/main.ts SEED [HUTS [STEPS]]
import { simulate } from './world.ts';

const [seed = '1', huts, steps] = process.argv.slice(2);
const began = performance.now();
const { broken, story } = await simulate(Number(seed), {
  ...(huts === undefined ? {} : { huts: Number(huts) }),
  ...(steps === undefined ? {} : { steps: Number(steps) }),
});
console.log(story.join('\n'));
console.log(broken.length === 0 ? 'holds' : `DOES NOT HOLD\n${broken.join('\n')}`);
console.log(`${Math.round(performance.now() - began)} ms`);
process.exitCode = broken.length === 0 ? 0 : 1;
