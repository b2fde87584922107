import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../domain/scanning/classify.ts';
import { makeLabel } from '../../../domain/scanning/label.ts';

const card = makeLabel('card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));

describe('a scanned text', () => {
  it.each([
    ['6901234567892', 'shop'],
    ['96385074', 'shop'],
    ['9787302423287', 'book'],
    ['9787302423288', 'other'],
    ['2012345678900', 'other'],
    ['134567890123456789', 'payment'],
    ['287654321098765432', 'payment'],
    ['weixin://wxpay/bizpayurl?pr=abc', 'payment'],
    ['https://qr.alipay.com/fkx123', 'payment'],
    ['https://example.org/menu', 'link'],
    ['T-0001', 'other'],
    ['010950110153000310ABC123\u001d17261231', 'other'],
  ])('%s looks like %s', (text, looksLike) => {
    expect(classify(text)).toEqual({ is: 'foreign', looksLike });
  });

  it('needs no AIM prefix and minds none', () => {
    for (const prefix of ['', ']C0', ']Q1', ']E0', ']d2', ']X0']) {
      expect(classify(prefix + card)).toEqual({ is: 'label', type: 'card', code: card });
    }
    expect(classify(']E06901234567892')).toEqual({ is: 'foreign', looksLike: 'shop' });
  });

  it('is damaged when nothing is left of it, or our own label is', () => {
    for (const text of ['', '   ', ']C0', card.slice(0, -1), card + card]) {
      expect(classify(text)).toEqual({ is: 'damaged' });
    }
  });

  it('is always something, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.string()), (text) => {
        expect(['label', 'foreign', 'damaged']).toContain(classify(text).is);
      }),
      { numRuns: 2_000 },
    );
  });
});
