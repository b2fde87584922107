import { describe, expect, test } from 'vitest';
import { lockerOnBench } from './bench-locker.ts';

let operation = 0;
const order = () => ({ deadlineMs: 1_000, operationId: `test-${operation++}` });

/** What is of this board alone; the rest is in lock-board-contract.test.ts. */
describe('xor-8a', () => {
  test.each(['high-first', 'low-first'] as const)('read-all, %s', async (bytes) => {
    const b = await lockerOnBench({ config: { order: bytes } });
    b.board.openDoor(2);
    b.board.openDoor(10);
    const all = await b.answer(b.driver.readAll());
    if (!all.ok) throw new Error(all.refusal.code);
    expect(Object.fromEntries(all.value.map(({ door, lock }) => [door, lock]))).toEqual({
      1: 'closed',
      2: 'open',
      3: 'closed',
      10: 'open',
    });
  });

  test.each([true, false])('jammed behind an echoing adapter, echo set to %s', async (echo) => {
    const b = await lockerOnBench({ config: { echo } });
    b.board.faults.echo = Number.POSITIVE_INFINITY;
    b.board.jam(2);
    expect(await b.answer(b.driver.open(2, order()))).toMatchObject({
      ok: false,
      refusal: { code: 'BoardRejected' },
    });
    expect(b.board.pulses(2)).toBe(1);
  });

  test('jammed: the board says so', async () => {
    const b = await lockerOnBench();
    b.board.jam(1);
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ refusal: { code: 'BoardRejected' } });
  });

  test('a notice of a moved door is told', async () => {
    const b = await lockerOnBench({ simulator: { notices: true } });
    const told: number[] = [];
    b.driver.onNotice(({ door }) => told.push(door));
    b.board.openDoor(3);
    await b.settle();
    expect(told).toEqual([3]);
  });
});
