import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scan } from '../../native/scanner/framing.ts';
import { HidFraming } from '../../native/scanner/hid/framing.ts';
import { readHidReport, writeHidReports } from '../../native/scanner/hid/report.ts';
import { SimClock } from '../sim-clock.ts';

function framing() {
  const clock = new SimClock();
  const scans: Scan[] = [];
  return { clock, scans, framing: new HidFraming(clock, (scan) => scans.push(scan)) };
}

/** As a Honeywell sends it: length, AIM identifier, data, the maker's own symbology at 60, no more to come. */
const vector = Uint8Array.of(
  2,
  13,
  ...Buffer.from(']E0'),
  ...Buffer.from('6901234567892'),
  ...Buffer.alloc(46),
);

test('one report of a scanner is one scan', () => {
  expect(vector).toHaveLength(64);
  expect(readHidReport(vector)).toMatchObject({ is: 'data', aim: ']E0', more: false });
  const { scans, framing: f } = framing();
  f.take(vector);
  expect(scans).toEqual([{ is: 'scan', text: ']E06901234567892' }]);
});

test('reports of other ids and without data say nothing; what cannot be a scan is told', () => {
  const { scans, framing: f } = framing();
  f.take(Uint8Array.of(5, 1, 2, 3));
  f.take(writeHidReports(new Uint8Array())[0] ?? new Uint8Array());
  expect(scans).toEqual([]);
  f.take(vector.subarray(0, 40));
  f.take(Uint8Array.from(vector, (byte, at) => (at === 1 ? 60 : byte)));
  expect(scans).toEqual([
    { is: 'damaged', because: 'garbage' },
    { is: 'damaged', because: 'garbage' },
  ]);
});

const aim = fc.constantFrom('', ']C0', ']E0', ']Q1', ']d2');
const code = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 160 })
  .filter((text) => text.trim() === text && !/[\0\s]$|^\s/.test(text) && text.isWellFormed())
  .filter((text) => Buffer.byteLength(text) <= 512);

test('whatever a scanner sends in however many reports comes back, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(code, aim), { minLength: 1, maxLength: 5 }), (codes) => {
      const { scans, framing: f } = framing();
      // A driver may use one buffer for every report.
      const buffer = new Uint8Array(64);
      for (const [text, id] of codes) {
        for (const report of writeHidReports(Buffer.from(text), id)) {
          buffer.set(report);
          f.take(buffer);
        }
      }
      expect(scans).toEqual(codes.map(([text, id]) => ({ is: 'scan', text: id + text })));
    }),
    { numRuns: 300 },
  );
});

test('any reports at all: every one is answered by one scan at most, and the next code is whole', () => {
  const report = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => {
      bytes[0] = 2;
      return bytes;
    }),
  );
  fc.assert(
    fc.property(fc.array(report, { maxLength: 8 }), (reports) => {
      const { clock, scans, framing: f } = framing();
      for (const bytes of reports) f.take(bytes);
      clock.advance(100);
      expect(scans.length).toBeLessThanOrEqual(reports.length);
      const before = scans.length;
      for (const bytes of writeHidReports(Buffer.from('XWI12345678M'))) f.take(bytes);
      expect(scans.slice(before)).toEqual([{ is: 'scan', text: 'XWI12345678M' }]);
    }),
    { numRuns: 500 },
  );
});

test('a code longer than any is told as overflow and forgotten', () => {
  const { scans, framing: f } = framing();
  for (const report of writeHidReports(Buffer.alloc(600, 0x41))) f.take(report);
  for (const report of writeHidReports(Buffer.alloc(512, 0x42))) f.take(report);
  expect(scans).toEqual([
    { is: 'damaged', because: 'overflow' },
    { is: 'scan', text: 'B'.repeat(512) },
  ]);
});

test('a continuation that never comes is told once, after 100 ms and not before', () => {
  const { clock, scans, framing: f } = framing();
  f.take(writeHidReports(Buffer.alloc(80, 0x41))[0] ?? new Uint8Array());
  clock.advance(99);
  expect(scans).toEqual([]);
  clock.advance(1);
  expect(scans).toEqual([{ is: 'damaged', because: 'incomplete' }]);
  clock.advance(1_000);
  expect(scans).toHaveLength(1);
});

test('a code that never ends is forgotten as it comes, and told as too long when it does end', () => {
  const { framing: hid, scans } = framing();
  const [report = new Uint8Array()] = writeHidReports(new Uint8Array(56).fill(0x37));
  const more = report.slice();
  more[63] = 1;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  for (let n = 0; n < 200_000; n++) hid.take(more);
  expect(held() - before).toBeLessThan(5_000_000);
  hid.take(report);
  expect(scans).toEqual([{ is: 'damaged', because: 'overflow' }]);
});
