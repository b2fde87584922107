import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Scan, ScanFraming } from '../../native/scanner/framing.ts';
import { SimClock } from '../sim-clock.ts';

function framed() {
  const clock = new SimClock();
  const scans: Scan[] = [];
  const framing = new ScanFraming(clock, (scan) => scans.push(scan));
  return { clock, scans, framing, take: (text: string) => framing.take(Buffer.from(text, 'utf8')) };
}
const scan = (text: string): Scan => ({ is: 'scan', text });

test.each(['\r', '\n', '\r\n', '\t'])('suffix %j ends a scan at once, and makes one of it', (suffix) => {
  const f = framed();
  f.take(`XWI1${suffix}`);
  expect(f.scans).toEqual([scan('XWI1')]);
  f.clock.advance(1_000);
  expect(f.scans.length).toBe(1);
});

test('without a suffix 100 ms of silence end it', () => {
  const f = framed();
  f.take('XWI');
  f.clock.advance(99);
  f.take('1');
  f.clock.advance(99);
  expect(f.scans).toEqual([]);
  f.clock.advance(1);
  expect(f.scans).toEqual([scan('XWI1')]);
});

test('GS stays, other control characters go', () => {
  const f = framed();
  f.take('\x02\x0010950\x1d17\x03\x7f\r');
  expect(f.scans).toEqual([scan('10950\x1d17')]);
});

test('too long is damaged, once, and the next is whole', () => {
  const f = framed();
  f.take(`${'x'.repeat(513)}\rgood\r${'y'.repeat(512)}\r`);
  expect(f.scans).toEqual([{ is: 'damaged', because: 'overflow' }, scan('good'), scan('y'.repeat(512))]);
});

test('Chinese in UTF-8 and in GB18030; neither is damaged', () => {
  const f = framed();
  f.take('扳手\r');
  f.framing.take(Uint8Array.of(0xb0, 0xe2, 0xca, 0xd6, 0x0d));
  f.framing.take(Uint8Array.of(0xff, 0xff, 0x0d));
  expect(f.scans).toEqual([scan('扳手'), scan('扳手'), { is: 'damaged', because: 'encoding' }]);
});

test('an unfinished scan is forgotten on reset', () => {
  const f = framed();
  f.take('half');
  f.framing.reset();
  f.take('whole\r');
  f.clock.advance(1_000);
  expect(f.scans).toEqual([scan('whole')]);
});

test('a burst in any chunks comes out in order, none lost, none mixed', () => {
  const codes = fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      codes,
      fc.constantFrom('\r', '\n', '\r\n', '\t'),
      fc.integer({ min: 1, max: 30 }),
      (all, suffix, n) => {
        const f = framed();
        const bytes = Buffer.from(all.map((code) => code + suffix).join(''));
        for (let at = 0; at < bytes.length; at += n) f.framing.take(bytes.subarray(at, at + n));
        expect(f.scans).toEqual(all.map(scan));
      },
    ),
  );
});
