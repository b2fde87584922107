import { expect, test } from 'vitest';
import { explain } from '../../native/lock-board/explain.ts';
import vectors from './locker-vectors.json' with { type: 'json' };

type Vector = { tx?: string; rx?: string };
const { about: _, ...rows } = vectors;
const all = Object.entries(rows).flatMap(([protocol, of]) =>
  of.vectors.flatMap((vector: Vector) =>
    [vector.tx, vector.rx].flatMap((frame) => (frame === undefined ? [] : [[protocol, frame] as const])),
  ),
);
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Orders this kiosk never sends and its codecs do not read. */
const foreign = new Set(['900102020293']);

test.each(all.filter(([, frame]) => !foreign.has(frame)))('%s %s is explained', (protocol, frame) => {
  expect(explain(bytesOf(frame), [protocol])).not.toBe('');
});

test('says what an open of lock 1 on board 1 is, and nothing of noise', () => {
  expect(explain(bytesOf('8A0101119B'), ['xor-8a'])).toBe('open board 1 lock 1 code 17');
  expect(explain(bytesOf('FAFD9999'), ['xor-8a', 'wkly'])).toBe('');
});
