import fc from 'fast-check';
import { parse } from 'isbn3';
import { expect, test } from 'vitest';
import { checkDigitFor, goodCheckDigit } from '../../../domain/scanning/ean.ts';
import { isbn10Of, readIsbn } from '../../../domain/scanning/isbn.ts';

test.each([
  ['9787302423287', '9787302423287'],
  ['7302423288', '9787302423287'],
  ['7-302-42328-8', '9787302423287'],
  ['978-7-302-42328-7', '9787302423287'],
  ['080442957X', '9780804429573'],
  ['080442957x', '9780804429573'],
])('%s is %s', (text, isbn) => {
  expect(readIsbn(text)).toEqual({ ok: true, value: isbn });
});

test.each([
  ['9787302423288', 'bad-digit'],
  ['7302423289', 'bad-digit'],
  ['2012345678900', 'not-a-book'],
  ['6901234567892', 'not-a-book'],
  ['9790060115615', 'not-a-book'],
  ['97873024232', 'not-a-book'],
  ['', 'not-a-book'],
])('%s is refused: %s', (text, refusal) => {
  expect(readIsbn(text)).toEqual({ ok: false, refusal });
});

test('there and back', () => {
  expect(isbn10Of('9787302423287')).toBe('7302423288');
  expect(isbn10Of('9780804429573')).toBe('080442957X');
  expect(isbn10Of('9791032710722')).toBeNull();
});

const digits = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((d) => d.join(''));

test('agrees with isbn3: what it takes is taken alike, what is refused here it refuses too', () => {
  const thirteen = fc
    .tuple(fc.constantFrom('978', '9791', '9798', '979', '2'), digits(12))
    .map(([head, rest]) => (head + rest).slice(0, 12))
    .chain((body) => fc.constantFrom(body + checkDigitFor(body), `${body}0`));
  const ten = fc.tuple(digits(9), fc.constantFrom(...'0123456789X')).map(([body, check]) => body + check);
  const real = thirteen.map((isbn) => isbn10Of(isbn) ?? isbn);
  fc.assert(
    fc.property(fc.oneof(thirteen, ten, real), (text) => {
      const theirs = parse(text);
      const ours = readIsbn(text);
      // isbn3 also asks whether a publisher's range is given out; a book printed tomorrow may be ahead of it.
      if (theirs !== null) expect(ours).toEqual({ ok: true, value: theirs.isbn13 });
      if (!ours.ok) expect(theirs).toBeNull();
    }),
    { numRuns: 3_000 },
  );
});

test('a check digit finds every single wrong digit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(7, 11, 12, 13).chain(digits),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (body, where, by) => {
        const good = body + checkDigitFor(body);
        expect(goodCheckDigit(good)).toBe(true);
        const at = where % good.length;
        const wrong = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(goodCheckDigit(wrong)).toBe(false);
      },
    ),
  );
});
