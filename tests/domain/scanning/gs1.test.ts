import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigitFor } from '../../../domain/scanning/ean.ts';
import { type Gs1Field, gtinOf, gtinOfLink, readGs1 } from '../../../domain/scanning/gs1.ts';

test('the vector of the standard: GTIN, batch, date', () => {
  expect(readGs1('010950110153000310ABC123\x1d17261231')).toEqual({
    ok: true,
    value: [
      { ai: '01', value: '09501101530003' },
      { ai: '10', value: 'ABC123' },
      { ai: '17', value: '261231' },
    ],
  });
});

test.each([
  ['\x1d010950110153000310ABC123\x1d17261231', 3],
  ['(01)09501101530003(10)ABC123(17)261231', 3],
  ['0109501101530003\x1d10ABC', 2],
  ['00106141411234567897', 1],
  ['21XYZ\x1d3103000189\x1d', 2],
])('%j has %d fields', (text, fields) => {
  const read = readGs1(text);
  expect(read.ok && read.value.length).toBe(fields);
});

test.each([
  ['', 'not-gs1'],
  ['HELLO', 'not-gs1'],
  ['0109501101530004', 'bad-digit'],
  ['01095011015300', 'short'],
  ['17261331', 'bad-digit'],
  ['17260230', 'bad-digit'],
  ['10', 'short'],
  [`10${'A'.repeat(21)}`, 'long'],
])('%j is refused: %s', (text, refusal) => {
  expect(readGs1(text)).toEqual({ ok: false, refusal });
});

const digits = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((d) => d.join(''));
const text = fc
  .array(fc.constantFrom(...'ABCxyz0129-./'), { minLength: 1, maxLength: 20 })
  .map((each) => each.join(''));
const field = fc.oneof<fc.Arbitrary<Gs1Field & { fixed: boolean }>[]>(
  digits(13).map((body) => ({ ai: '01', value: body + checkDigitFor(body), fixed: true })),
  fc.integer({ min: 10, max: 28 }).map((day) => ({ ai: '17', value: `2611${day}`, fixed: true })),
  digits(6).map((value) => ({ ai: '3103', value, fixed: true })),
  text.map((value) => ({ ai: '10', value, fixed: false })),
  text.map((value) => ({ ai: '21', value, fixed: false })),
  text.map((value) => ({ ai: '91', value, fixed: false })),
);

test('what is written is read, with a separator after fields of variable length or after all', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), fc.boolean(), (fields, everywhere) => {
      const written = fields
        .map(({ ai, value, fixed }) => ai + value + (fixed && !everywhere ? '' : '\x1d'))
        .join('');
      const expected = fields.map(({ ai, value }) => ({ ai, value }));
      expect(readGs1(written)).toEqual({ ok: true, value: expected });
    }),
    { numRuns: 500 },
  );
});

test('total', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (any) => {
      expect(typeof readGs1(any).ok).toBe('boolean');
    }),
  );
});

test('a GTIN is found among fields and in a link, when its digit is right', () => {
  expect(gtinOf([{ ai: '01', value: '09501101530003' }])).toBe('09501101530003');
  expect(gtinOf([{ ai: '10', value: 'A' }])).toBeNull();
  expect(gtinOfLink('https://id.example.org/01/9501101530003?17=261231')).toBe('09501101530003');
  expect(gtinOfLink('https://id.example.org/01/9501101530004')).toBeNull();
  expect(gtinOfLink('https://example.org/page/12')).toBeNull();
});
