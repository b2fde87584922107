import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareCode } from '../../../domain/scanning/aim.ts';
import { classify } from '../../../domain/scanning/classify.ts';
import { type LabelType, labelTypes, makeLabel } from '../../../domain/scanning/label.ts';

const item = makeLabel('item', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
const card = makeLabel('card', Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1));
const label = fc
  .tuple(
    fc.constantFrom<LabelType>(...Object.values(labelTypes)),
    fc.uint8Array({ minLength: 8, maxLength: 8 }),
  )
  .map(([of, random]) => makeLabel(of, random));
const aim = fc
  .tuple(fc.constantFrom(...'ACEFGHIKLQRSXZcdez'), fc.constantFrom(...'0123456789Am'))
  .map(([symbology, modifier]) => `]${symbology}${modifier}`);

test.each([item, `]C0${item}`, `]Q1${item}`, `]d2${item}`, item.toLowerCase(), ` ${item} `])(
  '%j is our item',
  (text) => {
    expect(classify(text)).toEqual({ is: 'label', type: 'item', code: item });
  },
);

test.each([
  ['6901234567892', 'shop'],
  [']E06901234567892', 'shop'],
  ['036000291452', 'shop'],
  ['96385074', 'shop'],
  ['9787302423287', 'book'],
  [']E09780804429573', 'book'],
  [']X0080442957X', 'book'],
  ['7302423288', 'book'],
  ['978730242328751299', 'book'],
  ['9787302423288', 'other'],
  ['6901234567893', 'other'],
  ['2012345678900', 'other'],
  ['134567890123456789', 'payment'],
  ['281234567890123456', 'payment'],
  ['6212345678901234567', 'payment'],
  ['https://example.com/x', 'link'],
  ['HTTP://EXAMPLE.COM', 'link'],
  ['wxp://f2f0abc', 'payment'],
  ['https://qr.alipay.com/fkx01234', 'payment'],
  ['https://qr.alipay.com.evil.example/fkx', 'link'],
  ['BEGIN:VCARD\nFN:Li\nEND:VCARD', 'contact'],
  ['WIFI:T:WPA;S:hut;P:secret;;', 'wifi'],
  ['010950110153000310ABC123\x1d17261231', 'shop'],
  [']C1010950110153000310ABC123\x1d17261231', 'shop'],
  ['(01)09501101530003(10)ABC123', 'shop'],
  ['https://id.example.org/01/09501101530003/10/ABC', 'shop'],
  [']d20109787302423287211234', 'book'],
  ['你好', 'other'],
] as const)('%j looks like %s', (text, looksLike) => {
  expect(classify(text)).toMatchObject({ is: 'foreign', looksLike });
});

test.each([
  ['036000291452', '0036000291452'],
  ['0036000291452', '036000291452'],
  ['7302423288', '9787302423287'],
  ['978730242328751299', '9787302423287'],
  ['9787302423287', '7302423288'],
  ['010950110153000310ABC123\x1d17261231', '9501101530003'],
  ['https://id.example.org/01/09501101530003', '9501101530003'],
])('%j may stand in the register as %s', (text, spelling) => {
  const scanned = classify(text);
  expect(scanned.is === 'foreign' && scanned.alike).toContain(spelling);
});

describe('damage', () => {
  test.each([
    ['', 'unreadable'],
    ['   ', 'unreadable'],
    [']C0', 'unreadable'],
    [item.slice(0, -1), 'part'],
    [item.slice(0, 6), 'part'],
    [item.slice(1), 'part'],
    [item.slice(2), 'part'],
    [item + item, 'doubled'],
    [`]C0${item}${item}`, 'doubled'],
    [item + card, 'two-codes'],
    [item + card.slice(0, 5), 'two-codes'],
    [`${item}6901234567892`, 'two-codes'],
    [`6901234567892${item}`, 'two-codes'],
    ['69012345678926901234567892', 'doubled'],
    ['69012345678929787302423287', 'two-codes'],
    ['HT-0001HT-0001', 'doubled'],
    [']C1010950110153000410ABC', 'unreadable'],
    [']C101095011015300', 'part'],
  ] as const)('%j is damaged: %s', (text, because) => {
    expect(classify(text)).toEqual({ is: 'damaged', because });
  });

  test('one character more over and over is not a code twice', () => {
    expect(classify('0000000000')).not.toMatchObject({ is: 'damaged' });
  });
});

test('any AIM identifier is dropped, whatever stands behind it', () => {
  fc.assert(
    fc.property(aim, label, (before, code) => {
      expect(classify(before + code)).toEqual(classify(code));
      expect(bareCode(before + code)).toBe(code);
    }),
    { numRuns: 500 },
  );
});

test('no label with one character wrong, missing or added is taken for another label', () => {
  const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. ';
  fc.assert(
    fc.property(label, fc.nat(11), fc.constantFrom(...characters), (code, at, other) => {
      const wrong = [
        code.slice(0, at) + other + code.slice(at + 1),
        code.slice(0, at) + code.slice(at + 1),
        code.slice(0, at) + other + code.slice(at),
      ];
      for (const text of wrong) {
        const scanned = classify(text);
        if (scanned.is === 'label') expect(scanned.code).toBe(code);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('two labels in one scan are never one of them', () => {
  fc.assert(
    fc.property(label, label, fc.constantFrom('', ' ', '\x1d', '-', 'A'), (one, two, between) => {
      expect(classify(one + between + two)).toMatchObject({ is: 'damaged' });
    }),
    { numRuns: 500 },
  );
});

test('total: any string has an answer, and none is a label by chance', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(['foreign', 'damaged']).toContain(classify(text).is);
    }),
    { numRuns: 3_000 },
  );
});
