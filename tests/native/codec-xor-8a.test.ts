import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutEcho } from '../../native/lock-board/board.ts';
import { bitOf, bitsOf, lockOfBit } from '../../native/lock-board/status-bits.ts';
import {
  decodeShort,
  decodeStatus,
  encodeShort,
  encodeStatus,
  lockOf,
  openAllCommand,
  openCommand,
  openManyCommand,
  readAllCommand,
  readCommand,
} from '../../native/lock-board/xor-8a/frames.ts';
import { matchOpen, matchRead, matchReadAll, shortFrames } from '../../native/lock-board/xor-8a/match.ts';

interface Vector {
  op: string;
  board: number;
  lock?: number;
  locks?: number[];
  tx: string;
  rx?: string;
  means?: string;
}
const file = new URL('./locker-vectors.json', import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8'))['xor-8a'].vectors;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

const command: Record<string, (v: Vector) => Uint8Array> = {
  open: (v) => openCommand(v.board, v.lock ?? 0),
  readDoor: (v) => readCommand(v.board, v.lock ?? 0),
  readAll: (v) => readAllCommand(v.board),
  openAll: (v) => openAllCommand(v.board),
  openMany: (v) => openManyCommand(v.board, v.locks ?? []),
};

describe('vectors', () => {
  test('all eight are there', () => expect(vectors.length).toBe(8));

  test.each(vectors)('$op $tx', (vector) => {
    expect(hex(command[vector.op]?.(vector) ?? new Uint8Array())).toBe(vector.tx);
  });

  test('opened', () => {
    const [tx, rx] = [bytesOf('8A0101119B'), bytesOf('8A0101008A')];
    expect(matchOpen(rx, tx, 'closed-is-1')).toEqual({ is: 'answer', value: { ok: true, value: rx } });
    expect(matchOpen(rx, tx, 'closed-is-0')).toMatchObject({
      value: { ok: false, refusal: { code: 'BoardRejected' } },
    });
  });

  test('failed, or opened when wired the other way, or an echo: held', () => {
    const tx = bytesOf('8A0101119B');
    expect(matchOpen(tx, tx, 'closed-is-1')).toMatchObject({ is: 'held', value: { ok: false } });
    expect(matchOpen(tx, tx, 'closed-is-0')).toMatchObject({
      is: 'held',
      value: { ok: true },
    });
    expect(withoutEcho(tx, tx)).toEqual(new Uint8Array(0));
    expect(withoutEcho(Uint8Array.from([0xfa, ...tx, ...tx]), tx)).toEqual(Uint8Array.from([0xfa, ...tx]));
  });

  test.each([
    ['8001011191', 'closed'],
    ['8001010080', 'open'],
  ])('%s is %s', (rx, lock) => {
    const match = matchRead(bytesOf(rx), bytesOf('80010133B3'));
    if (match.is !== 'answer' || !match.value.ok) throw new Error('no answer');
    expect(lockOf(match.value.value.code, 'closed-is-1')).toBe(lock);
  });

  test.each([
    ['800100000033B2', [0, 0, 0]],
    ['800100000233B0', [0, 0, 2]],
  ])('%s holds three status bytes', (rx, status) => {
    const tx = bytesOf('80010033B2');
    const match = matchReadAll(bytesOf(rx), tx, { known: null, atLeast: 1 });
    expect(match).toMatchObject({ is: 'held', value: { ok: true } });
    if (match.is === 'none' || !match.value.ok) throw new Error('no answer');
    expect([...match.value.value.status]).toEqual(status);
    expect(matchReadAll(bytesOf(rx), tx, { known: 3, atLeast: 1 }).is).toBe('answer');
  });

  test('bit 1 of the last byte is channel 2, or 18 when the lowest come first', () => {
    const status = Uint8Array.of(0, 0, 2);
    const closed = (order: 'high-first' | 'low-first') =>
      Array.from({ length: 24 }, (_, i) => i + 1).filter(
        (channel) => lockOfBit(bitOf(status, channel, order), 'closed-is-1') === 'closed',
      );
    expect(closed('high-first')).toEqual([2]);
    expect(closed('low-first')).toEqual([18]);
    expect(lockOfBit(bitOf(status, 25, 'high-first'), 'closed-is-1')).toBe('unknown');
  });
});

const short = fc.record({
  is: fc.constantFrom('open', 'read', 'notice', 'notice-2'),
  board: fc.integer({ min: 1, max: 32 }),
  lock: fc.integer({ min: 0, max: 50 }),
  code: fc.integer({ min: 0, max: 255 }),
});
const statusFrame = fc.record({
  board: fc.integer({ min: 1, max: 32 }),
  status: fc.uint8Array({ minLength: 2, maxLength: 7 }),
});

describe('laws', () => {
  test('what is encoded decodes to the same', () => {
    fc.assert(
      fc.property(short, (frame) => {
        expect(decodeShort(encodeShort(frame))).toEqual(frame);
      }),
    );
    fc.assert(
      fc.property(statusFrame, (frame) => {
        expect(decodeStatus(encodeStatus(frame), 0, frame.status.length)).toEqual(frame);
      }),
    );
  });

  test('status bytes and channels agree', () => {
    const open = fc.uniqueArray(fc.integer({ min: 1, max: 24 }));
    const order = fc.constantFrom('high-first', 'low-first');
    const feedback = fc.constantFrom('closed-is-1', 'closed-is-0');
    fc.assert(
      fc.property(open, order, feedback, (doors, bytes, wired) => {
        const status = bitsOf(3, bytes, (channel) => doors.includes(channel) === (wired === 'closed-is-0'));
        for (let channel = 1; channel <= 24; channel++) {
          expect(lockOfBit(bitOf(status, channel, bytes), wired)).toBe(
            doors.includes(channel) ? 'open' : 'closed',
          );
        }
      }),
    );
  });

  test('an answer is found however it is split, and not before it is whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0x00, 0x11),
        fc.uint8Array({ maxLength: 6 }).filter((bytes) => !bytes.some((byte) => byte >> 4 === 8)),
        (board, lock, code, garbage) => {
          const raw = encodeShort({ is: 'read', board, lock, code });
          const tx = readCommand(board, lock);
          const wire = Uint8Array.from([...garbage, ...raw]);
          for (let end = 0; end < wire.length; end++) {
            expect(matchRead(wire.subarray(0, end), tx).is).toBe('none');
          }
          expect(matchRead(wire, tx)).toEqual({ is: 'answer', value: { ok: true, value: { code, raw } } });
        },
      ),
    );
  });

  test('a single wrong bit never becomes a reading', () => {
    fc.assert(
      fc.property(short, fc.nat({ max: 39 }), (frame, bit) => {
        const raw = encodeShort({ ...frame, is: 'read' });
        raw[bit >> 3] = (raw[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(shortFrames(raw)).toEqual([]);
        expect(matchRead(raw, readCommand(frame.board, frame.lock)).is).toBe('none');
      }),
    );
    fc.assert(
      fc.property(statusFrame, fc.nat(), (frame, at) => {
        const raw = encodeStatus(frame);
        const bit = at % (raw.length * 8);
        raw[bit >> 3] = (raw[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const length = { known: frame.status.length, atLeast: frame.status.length };
        expect(matchReadAll(raw, readAllCommand(frame.board), length).is).toBe('none');
      }),
      { numRuns: 1_000 },
    );
  });

  test('the echo of a question is never its answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 50 }), (board, lock) => {
        expect(matchRead(readCommand(board, lock), readCommand(board, lock)).is).toBe('none');
        const all = readAllCommand(board);
        expect(matchReadAll(all, all, { known: null, atLeast: 1 }).is).toBe('none');
      }),
    );
  });
});
