import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnFraming, noAffixes, typedCode, withoutAffixes } from '../../../domain/scanning/affixes.ts';
import { makeLabel } from '../../../domain/scanning/label.ts';

const code = makeLabel('item', Uint8Array.of(9, 9, 9, 9, 1, 2, 3, 4));

test.each([
  [[code, code], '', ''],
  [[`~${code}#\r`, `~${code}#\r`], '~', '#'],
  [[`]C0${code}\r\n`, `${code}\t`], '', ''],
  [[`]C0~${code}`, `~]C0${code}`, `~${code}`], '~', ''],
  [[`${code.toLowerCase()}!`, `${code}!`], '', '!'],
])('from %j: prefix %j, suffix %j', (scans, prefix, suffix) => {
  expect(learnFraming(scans, code)).toEqual({ ok: true, value: { prefix, suffix } });
});

test.each([
  [[code], 'too-few'],
  [[code, 'something else'], 'no-code'],
  [[code, code.slice(1)], 'no-code'],
  [[`~${code}`, `!${code}`], 'differ'],
  [[code, code + code], 'twice'],
])('from %j nothing: %s', (scans, refusal) => {
  expect(learnFraming(scans, code)).toEqual({ ok: false, refusal });
});

const affix = fc.array(fc.constantFrom(...'~!#$%@_ab12'), { maxLength: 4 }).map((each) => each.join(''));
const aim = fc.constantFrom('', ']C0', ']E0', ']Q1');

test('what was learned is taken off every later code, and the AIM identifier stays in front', () => {
  const later = fc.array(fc.constantFrom(...'XWI0123456789'), { minLength: 4, maxLength: 30 });
  fc.assert(
    fc.property(affix, affix, aim, aim, later, fc.boolean(), (prefix, suffix, one, two, next, after) => {
      const text = next.join('');
      const learned = learnFraming(
        [`${one}${prefix}${code}${suffix}`, `${two}${prefix}${code}${suffix}`],
        code,
      );
      expect(learned).toEqual({ ok: true, value: { prefix, suffix } });
      const raw = after ? `${prefix}${two}${text}${suffix}` : `${two}${prefix}${text}${suffix}`;
      expect(withoutAffixes(raw, { prefix, suffix })).toEqual({ text: two + text, whole: true });
    }),
  );
});

test('a scan without them is told from one with them, and kept as far as it goes', () => {
  expect(withoutAffixes('12345', { prefix: '~', suffix: '#' })).toEqual({ text: '12345', whole: false });
  expect(withoutAffixes('~12345', { prefix: '~', suffix: '#' })).toEqual({ text: '12345', whole: false });
  expect(withoutAffixes('12345', noAffixes)).toEqual({ text: '12345', whole: true });
});

test('with a prefix a wedge takes nothing else; without one it takes all', () => {
  const programmed = { prefix: '~', suffix: '' };
  expect(typedCode('~12345', [programmed])).toBe('12345');
  expect(typedCode('12345', [programmed])).toBeNull();
  expect(typedCode('12345', [])).toBe('12345');
  expect(typedCode('~12345', [noAffixes, programmed])).toBe('12345');
  expect(typedCode('12345', [noAffixes, programmed])).toBe('12345');
});
