import { expect, test } from 'vitest';
import { calls } from '../../domain/contract/contract.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { type CameraParts, createCamera, looksPerSecond } from '../../hut/camera.ts';
import { SimClock } from '../sim-clock.ts';

const card = makeLabel('card', Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1));
const blocked = makeLabel('card', Uint8Array.of(2, 2, 2, 2, 2, 2, 2, 2));
const stranger = makeLabel('card', Uint8Array.of(3, 3, 3, 3, 3, 3, 3, 3));
const keeper = makeLabel('keeper-card', Uint8Array.of(4, 4, 4, 4, 4, 4, 4, 4));
const thing = makeLabel('item', Uint8Array.of(5, 5, 5, 5, 5, 5, 5, 5));

function bench(configured = true) {
  const clock = new SimClock();
  const scans: string[] = [];
  const register = new Set([thing, '9787302423287']);
  const parts = {
    clock,
    configured,
    lending: { itemByBarcode: (code: string) => (register.has(code) ? { item: code } : null) },
    people: {
      byCard: (code: string) =>
        code === card
          ? { ok: true, value: {} }
          : { ok: false, refusal: { why: code === blocked ? 'card-blocked' : 'card-unknown' } },
    },
    scan: (text: string) => scans.push(text),
  } as unknown as CameraParts;
  return { clock, scans, look: createCamera(parts) };
}

test.each([
  ['a card', card],
  ['a blocked card', blocked],
  ['a thing', thing],
  ['a book', '9787302423287'],
  ['a book by its ISBN-10', '7302423288'],
])('%s that the hut knows is taken at the first look', (_name, text) => {
  const { scans, look } = bench();
  expect(look({ text, frames: 1 })).toBe(true);
  expect(scans).toEqual([text]);
});

test.each([stranger, keeper, '6901234567892', 'https://example.com'])(
  '%s is taken when two looks agree, and not before',
  (text) => {
    const { scans, look } = bench();
    expect(look({ text, frames: 1 })).toBe(false);
    expect(scans).toEqual([]);
    expect(look({ text, frames: 2 })).toBe(true);
    expect(scans).toEqual([text]);
  },
);

test('a hut without a camera in its config takes nothing from one', () => {
  const { scans, look } = bench(false);
  expect(look({ text: thing, frames: 2 })).toBe(false);
  expect(scans).toEqual([]);
});

test('more than ten looks in a second are not answered, and the next second is', () => {
  const { clock, scans, look } = bench();
  for (let i = 0; i < looksPerSecond * 3; i++) look({ text: thing, frames: 1 });
  expect(scans).toHaveLength(looksPerSecond);
  clock.advance(1_000);
  expect(look({ text: thing, frames: 1 })).toBe(true);
});

test('what does not fit the contract is refused before', () => {
  for (const args of [
    {},
    { text: '', frames: 1 },
    { text: 'A', frames: 3 },
    { text: 'A'.repeat(513), frames: 1 },
  ]) {
    expect(calls.look.args.safeParse(args).success).toBe(false);
  }
});
