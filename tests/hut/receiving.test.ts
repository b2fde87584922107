import { expect, test } from 'vitest';
import { type MemoPart, receiveMemos } from '../../hut/memo/receiving.ts';

const part = (nth: number, of = 3): MemoPart => ({
  token: 1,
  what: 'voice',
  part: nth,
  of,
  bytes: Buffer.from(`part ${nth};`),
});

test('a memo is put together from its parts, in their order alone', () => {
  const received = receiveMemos();
  expect(received.take(part(1))).toBe('out-of-order');
  expect([part(0), part(1), part(2)].map((each) => received.take(each))).toEqual([
    'more',
    'more',
    Buffer.from('part 0;part 1;part 2;'),
  ]);
  expect(received.take(part(2))).toBe('out-of-order');
});

test('what somebody began to tell and left is not kept', () => {
  const received = receiveMemos();
  received.take(part(0));
  received.forget();
  expect(received.take(part(1))).toBe('out-of-order');
});
