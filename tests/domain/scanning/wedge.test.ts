import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WedgeKey } from '../../../domain/contract/contract.ts';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { WedgeDecoder } from '../../../domain/scanning/wedge.ts';

const code = makeLabel('item', Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2));

/** Keys as a scanner types them: capitals with shift, at this pace. */
function typed(text: string, gap: number, start = 0): WedgeKey[] {
  let at = start;
  return [...text].map((character) => {
    at += gap;
    if (character === '\r') return { code: 'Enter', shift: false, ctrl: false, at };
    if (/\d/.test(character)) return { code: `Digit${character}`, shift: false, ctrl: false, at };
    if (character === '\u001d') return { code: 'BracketRight', shift: false, ctrl: true, at };
    return {
      code: `Key${character.toUpperCase()}`,
      shift: character !== character.toLowerCase(),
      ctrl: false,
      at,
    };
  });
}

describe('a keyboard wedge', () => {
  it('gives a scan at its suffix, at the paces of real scanners, in any batches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.integer({ min: 1, max: 6 })), (gap, cuts) => {
        const decoder = new WedgeDecoder();
        const keys = typed(`${code}\r`, gap);
        const scans: string[] = [];
        for (const cut of [...cuts, keys.length]) scans.push(...decoder.feed(keys.splice(0, cut)));
        expect(scans).toEqual([code]);
      }),
    );
  });

  it('gives a scan without a suffix once it falls silent', () => {
    const decoder = new WedgeDecoder();
    expect(decoder.feed(typed(code, 5))).toEqual([]);
    expect(decoder.silence()).toEqual([code]);
    expect(decoder.silence()).toEqual([]);
  });

  it('gives nothing for what fingers type', () => {
    fc.assert(
      fc.property(fc.integer({ min: 41, max: 400 }), (gap) => {
        const decoder = new WedgeDecoder();
        expect(decoder.feed(typed(`${code}\r`, gap))).toEqual([]);
        expect(decoder.silence()).toEqual([]);
      }),
    );
  });

  it('keeps a burst apart and lets an unfinished scan poison nothing', () => {
    const decoder = new WedgeDecoder();
    const other = makeLabel('card', Uint8Array.of(1, 1, 2, 3, 5, 8, 13, 21));
    const burst = [...typed(`${code}\r`, 5), ...typed(`${other}\r`, 5, 200)];
    expect(decoder.feed(burst)).toEqual([code, other]);
    expect(decoder.feed([...typed(code.slice(0, 3), 5, 1_000), ...typed(`${other}\r`, 5, 1_060)])).toEqual([
      other,
    ]);
  });

  it('keeps the GS1 separator and is deaf to modifiers and short bursts', () => {
    const decoder = new WedgeDecoder();
    expect(decoder.feed(typed('0109\u001d1726\r', 5))).toEqual(['0109\u001d1726']);
    expect(decoder.feed(typed('12\r', 5, 900))).toEqual([]);
    const withShift = typed(`${code}\r`, 5, 2_000).flatMap((key) =>
      key.shift ? [{ code: 'ShiftLeft', shift: true, ctrl: false, at: key.at - 1 }, key] : [key],
    );
    expect(decoder.feed(withShift)).toEqual([code]);
  });
});
