import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LabelType, labelTypes, makeLabel, readLabel } from '../../../domain/scanning/label.ts';

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const type = fc.constantFrom<LabelType>(...Object.values(labelTypes));
const label = fc
  .tuple(type, fc.uint8Array({ minLength: 8, maxLength: 8 }))
  .map(([of, random]) => ({ of, code: makeLabel(of, random) }));

test('what is made is read, in either case, with O, I and L for 0 and 1', () => {
  fc.assert(
    fc.property(label, ({ of, code }) => {
      expect(code).toMatch(/^XW[ICKSP][0-9A-HJKMNP-TV-Z]{8}[0-9A-HJKMNP-TV-Z]$/);
      const read = { ok: true, value: { type: of, code } };
      expect(readLabel(code)).toEqual(read);
      expect(readLabel(code.toLowerCase())).toEqual(read);
      const sloppy =
        code.slice(0, 3) + code.slice(3, 11).replaceAll('0', 'O').replaceAll('1', 'L') + code.slice(11);
      expect(readLabel(sloppy)).toEqual(read);
    }),
    { numRuns: 500 },
  );
});

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(label, ({ code }) => {
      for (let at = 0; at < code.length; at++) {
        for (const other of characters) {
          if (other === code[at]) continue;
          const wrong = code.slice(0, at) + other + code.slice(at + 1);
          const read = readLabel(wrong);
          // O for 0 in the id is no error; it gives the very same label.
          if (read.ok) expect(read.value.code).toBe(code);
          if (read.ok) expect('OIL').toContain(other);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('every two neighbours changed over are found', () => {
  fc.assert(
    fc.property(label, ({ code }) => {
      for (let at = 0; at + 1 < code.length; at++) {
        if (code[at] === code[at + 1]) continue;
        const wrong = `${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`;
        expect(readLabel(wrong).ok).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

describe('what is not whole is damaged', () => {
  test('twice in a row, two run together, a missing or an extra character', () => {
    fc.assert(
      fc.property(label, label, fc.constantFrom(...characters), (one, two, extra) => {
        const damaged = { ok: false, refusal: 'damaged' };
        expect(readLabel(one.code + one.code)).toEqual(damaged);
        expect(readLabel(one.code + two.code)).toEqual(damaged);
        expect(readLabel(one.code.slice(0, -1))).toEqual(damaged);
        expect(readLabel(one.code + extra)).toEqual(damaged);
      }),
      { numRuns: 200 },
    );
  });

  test('anything else is not ours, and no string is too much', () => {
    expect(readLabel('6901234567892')).toEqual({ ok: false, refusal: 'not-ours' });
    expect(readLabel('')).toEqual({ ok: false, refusal: 'not-ours' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(readLabel(text).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
