import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { practiceKeeper } from '../../../hut/keeper/practice-keeper.ts';
import { hashPin, keeperCost } from '../../../hut/people/pin.ts';

test('a PIN costs 8 MiB, over and over: once for a resident, twice for a keeper', async () => {
  const salt = Buffer.from('a salt of its own');
  const plain = (pin: string, p: number) =>
    scryptSync(pin, salt, 32, { N: 2 ** 13, r: 8, p, maxmem: 16 * 1024 * 1024 });
  expect(await hashPin(Buffer.from('4829'), salt)).toEqual(plain('4829', 5));
  expect(await hashPin(Buffer.from(practiceKeeper.pin), salt, keeperCost)).toEqual(
    plain(practiceKeeper.pin, 10),
  );
});
