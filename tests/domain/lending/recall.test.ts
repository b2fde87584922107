import { expect, test } from 'vitest';
import { recallOf } from '../../../domain/lending/recall.ts';
import type { Recall } from '../../../domain/sync/feeds.ts';

const bank = {
  kind: 'power-bank',
  name: { zh: '充电宝 X-20', en: 'Power bank X-20' },
  barcode: 'XWI00000000',
};
const recall = (over: Partial<Recall>): Recall => ({
  kind: null,
  model: null,
  barcodes: [],
  why: { zh: '会起火', en: 'It may catch fire' },
  at: 0,
  ...over,
});

test.each<[string, Partial<Recall>, boolean]>([
  ['nothing at all', {}, false],
  ['its kind', { kind: 'power-bank' }, true],
  ['another kind', { kind: 'wrench' }, false],
  ['its model, in whatever letters', { model: 'x-20' }, true],
  ['a model by its Chinese name', { model: '充电宝 X' }, true],
  ['another model', { model: 'X-30' }, false],
  ['its barcode among others', { barcodes: ['abc', bank.barcode] }, true],
  ['other barcodes of its kind', { kind: 'power-bank', barcodes: ['abc'] }, false],
  ['its model and another kind', { kind: 'wrench', model: 'X-20' }, false],
])('a recall of %s', (_, over, meant) => {
  expect(recallOf([recall(over)], bank) !== null).toBe(meant);
});

test('the first that means it is the one told', () => {
  const second = recall({ kind: 'power-bank' });
  expect(recallOf([recall({ kind: 'wrench' }), second], bank)).toBe(second);
  expect(recallOf([], bank)).toBeNull();
});
