import { expect, test } from 'vitest';
import { soak } from './soak.ts';

// The long one, 10,000 cycles and 1,000 plugs: npm run torture -- locker-soak
test('48 doors, three protocols, two buses, random faults: no wrong verdict, no lost or doubled pulse', async () => {
  const soaked = await soak({ seed: 20261124, cycles: 120, replugs: 20 });
  expect(soaked.wrong).toEqual([]);
  expect(Object.keys(soaked.verdicts).sort()).toEqual(
    expect.arrayContaining(['closed', 'not-sent', 'stuck']),
  );
  expect(soaked.descriptors.after).toBeLessThanOrEqual(soaked.descriptors.before + 2);
}, 120_000);
