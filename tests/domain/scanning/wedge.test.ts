import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WedgeKey } from '../../../domain/contract/contract.ts';
import { idleWedge, wedgeKey, wedgeSilence } from '../../../domain/scanning/wedge.ts';

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
const pairs: Record<string, string> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
};

/** The key a scanner presses for a character on a US layout. */
function keyFor(character: string): Omit<WedgeKey, 'at'> {
  if (character === '\x1d') return { code: 'BracketRight', shift: false, ctrl: true };
  if (character === ' ') return { code: 'Space', shift: false, ctrl: false };
  if (/[a-z]/i.test(character)) {
    return { code: `Key${character.toUpperCase()}`, shift: /[A-Z]/.test(character), ctrl: false };
  }
  if (/\d/.test(character)) return { code: `Digit${character}`, shift: false, ctrl: false };
  const digit = ')!@#$%^&*('.indexOf(character);
  if (digit >= 0) return { code: `Digit${digit}`, shift: true, ctrl: false };
  for (const [code, [plain, shifted]] of Object.entries(pairs).map(([c, p]) => [c, [...p]] as const)) {
    if (character === plain || character === shifted) {
      return { code, shift: character === shifted, ctrl: false };
    }
  }
  throw new Error(`no key for ${character}`);
}

/** Types a text and gives back the scans; `gap` tells the time before each key. */
function type(text: string, gap: (i: number) => number, end?: string): string[] {
  let at = 1_000;
  let state = idleWedge;
  const scans: string[] = [];
  const press = (key: WedgeKey): void => {
    const step = wedgeKey(state, key);
    state = step.state;
    if (step.scan !== null) scans.push(step.scan);
  };
  const keys = [...text].map(keyFor);
  if (end !== undefined) keys.push({ code: end, shift: false, ctrl: false });
  keys.forEach((key, i) => {
    at += gap(i);
    if (key.shift) press({ code: 'ShiftLeft', shift: true, ctrl: false, at });
    press({ ...key, at });
  });
  const last = wedgeSilence(state, at + 100);
  if (last.scan !== null) scans.push(last.scan);
  return scans;
}

const code = fc
  .array(fc.constantFrom(...printable, '\x1d'), { minLength: 4, maxLength: 60 })
  .map((each) => each.join(''));
const end = fc.constantFrom('Enter', 'NumpadEnter', 'Tab', undefined);

test('every code at a scanner’s speed is one scan, whatever ends it', () => {
  fc.assert(
    fc.property(code, end, fc.integer({ min: 1, max: 40 }), (text, suffix, gap) => {
      expect(type(text, () => gap, suffix)).toEqual([text]);
    }),
    { numRuns: 500 },
  );
});

test('a person typing yields nothing', () => {
  fc.assert(
    fc.property(code, end, fc.integer({ min: 41, max: 900 }), (text, suffix, gap) => {
      expect(type(text, () => gap, suffix)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('fewer than four characters are no scan', () => {
  expect(type('123', () => 5, 'Enter')).toEqual([]);
  expect(type('1234', () => 5, 'Enter')).toEqual(['1234']);
});

test('two scans without a suffix, a silence between them, stay two', () => {
  expect(type('ABCDEFGH', (i) => (i === 4 ? 150 : 5))).toEqual(['ABCD', 'EFGH']);
});

test('a pause in the middle of a scan drops what came before it', () => {
  expect(type('ABCDEFGH', (i) => (i === 4 ? 60 : 5), 'Enter')).toEqual(['EFGH']);
});

test('silence says nothing before 100 ms', () => {
  let { state } = { state: idleWedge };
  for (const [i, character] of [...'XWI1'].entries()) {
    state = wedgeKey(state, { ...keyFor(character), at: i * 5 }).state;
  }
  expect(wedgeSilence(state, 15 + 99).scan).toBeNull();
  expect(wedgeSilence(state, 15 + 100)).toEqual({ state: idleWedge, scan: 'XWI1' });
});

test('unknown keys, as an input method sends them, add nothing and break nothing', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          code: fc.oneof(
            fc.constantFrom('', 'Process', 'Unidentified', 'F5', 'constructor', '__proto__'),
            fc.string(),
          ),
          shift: fc.boolean(),
          ctrl: fc.boolean(),
          at: fc.double({ noNaN: true }),
        }),
        { maxLength: 50 },
      ),
      (keys) => {
        let state = idleWedge;
        for (const key of keys) state = wedgeKey(state, key).state;
        expect(typeof state.text).toBe('string');
        expect(state.text.length).toBeLessThanOrEqual(513);
      },
    ),
  );
});
