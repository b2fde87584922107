import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../../domain/scanning/classify.ts';
import { makeLabel } from '../../../domain/scanning/label.ts';

const item = makeLabel('item', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));

test.each([item, `]C0${item}`, `]Q1${item}`, item.toLowerCase(), ` ${item} `])('%j is our item', (text) => {
  expect(classify(text)).toEqual({ is: 'label', type: 'item', code: item });
});

test.each([
  ['6901234567892', 'shop'],
  [']E06901234567892', 'shop'],
  ['036000291452', 'shop'],
  ['96385074', 'shop'],
  ['9787302423287', 'book'],
  [']E09780804429573', 'book'],
  ['978730242328751299', 'book'],
  ['9787302423288', 'other'],
  ['6901234567893', 'other'],
  ['134567890123456789', 'payment'],
  ['281234567890123456', 'payment'],
  ['https://example.com/x', 'link'],
  ['HTTP://EXAMPLE.COM', 'link'],
  ['wxp://f2f0abc', 'link'],
  ['010950110153000310ABC123\x1d17261231', 'other'],
  ['你好', 'other'],
] as const)('%j looks like %s', (text, looksLike) => {
  expect(classify(text)).toEqual({ is: 'foreign', looksLike });
});

test.each(['', '   ', ']C0', item.slice(0, -1), item + item, `]C0${item}${item}`])(
  '%j is damaged',
  (text) => {
    expect(classify(text)).toEqual({ is: 'damaged' });
  },
);

test('total: any string has an answer, and none is a label by chance', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(['foreign', 'damaged']).toContain(classify(text).is);
    }),
    { numRuns: 3_000 },
  );
});
