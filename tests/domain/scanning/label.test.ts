import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelLength, labelTypes, makeLabel, readLabel } from '../../../domain/scanning/label.ts';

const label = fc
  .tuple(fc.constantFrom(...Object.values(labelTypes)), fc.uint8Array({ minLength: 8, maxLength: 8 }))
  .map(([type, random]) => ({ type, code: makeLabel(type, random) }));
const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('our labels', () => {
  it('read back as what they were made for, in any case', () => {
    fc.assert(
      fc.property(label, ({ type, code }) => {
        expect(code).toHaveLength(labelLength);
        expect(readLabel(code)).toEqual({ is: 'label', type, code });
        expect(readLabel(` ${code.toLowerCase()}\n`)).toEqual({ is: 'label', type, code });
      }),
    );
  });

  it('never pass with one wrong character', () => {
    fc.assert(
      fc.property(label, fc.nat(), fc.nat(35), ({ code }, position, replacement) => {
        const at = position % code.length;
        const wrong = code.slice(0, at) + characters[replacement] + code.slice(at + 1);
        fc.pre(wrong !== code);
        expect(readLabel(wrong).is).not.toBe('label');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never pass with two neighbours swapped', () => {
    fc.assert(
      fc.property(label, fc.nat(labelLength - 2), ({ code }, at) => {
        const wrong = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        fc.pre(wrong !== code);
        expect(readLabel(wrong).is).not.toBe('label');
      }),
      { numRuns: 2_000 },
    );
  });

  it('tell how a scan was damaged', () => {
    fc.assert(
      fc.property(label, label, ({ code }, { code: other }) => {
        fc.pre(code !== other);
        expect(readLabel(code + code)).toEqual({ is: 'damaged', because: 'doubled' });
        expect(readLabel(code + other)).toEqual({ is: 'damaged', because: 'run-together' });
        expect(readLabel(code.slice(0, -1))).toEqual({ is: 'damaged', because: 'cut-short' });
      }),
    );
  });

  it('are not claimed for anything else', () => {
    for (const text of [
      '',
      '6901234567892',
      'https://example.org',
      'XW',
      'XWQ12345678',
      'XWINDOWS ARE OPEN',
      'T001',
    ]) {
      expect(readLabel(text)).toEqual({ is: 'not-ours' });
    }
  });
});
