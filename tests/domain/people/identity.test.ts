import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterWrongPin,
  Dwelling,
  isSimplePin,
  maskPhone,
  Phone,
  pinLockMs,
  pinTries,
} from '../../../domain/people/identity.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

test('a masked number keeps three and four digits and not the four between', () => {
  expect(maskPhone('13812345678')).toBe('138****5678');
  fc.assert(
    fc.property(digits(8), (rest) => {
      const phone = `139${rest}`;
      expect(Phone.safeParse(phone).success).toBe(true);
      expect(maskPhone(phone)).toBe(`139****${rest.slice(4)}`);
    }),
  );
});

test('numbers that are no mainland mobile numbers are not taken', () => {
  for (const wrong of ['12812345678', '23812345678', '1381234567', '138123456789', '1381234567a', '']) {
    expect(Phone.safeParse(wrong).success, wrong).toBe(false);
  }
});

test('PINs anybody would try first are simple; the others are not', () => {
  for (const pin of ['0000', '7777', '1234', '6789', '9876', '3210'])
    expect(isSimplePin(pin), pin).toBe(true);
  for (const pin of ['2580', '1235', '1357', '8901', '1122']) expect(isSimplePin(pin), pin).toBe(false);
  // Ten of one digit, seven runs up, seven down.
  const all = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, '0'));
  expect(all.filter(isSimplePin)).toHaveLength(24);
});

test('the fifth wrong PIN locks; each one before says how many are left', () => {
  const now = 5_000;
  const told = Array.from({ length: pinTries }, (_, failed) => afterWrongPin(failed, now));
  expect(told.map((one) => one.triesLeft)).toEqual([4, 3, 2, 1, 0]);
  expect(told.map((one) => one.lockedUntil)).toEqual([null, null, null, null, now + pinLockMs]);
});

test('a dwelling is building, unit and room, digits only', () => {
  for (const room of ['5', '12', '401', '1502'])
    expect(Dwelling.safeParse({ building: '12', unit: '3', room }).success, room).toBe(true);
  for (const change of [
    { building: '' },
    { unit: '333' },
    { room: '' },
    { room: '12345' },
    { room: '12a' },
    { name: 'Li' },
  ]) {
    expect(Dwelling.safeParse({ building: '12', unit: '3', room: '401', ...change }).success).toBe(false);
  }
});
