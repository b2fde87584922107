import { expect, test } from 'vitest';
import { boardsOf } from '../../../hut/commissioning/learned-config.ts';
import { BoardConfig } from '../../../hut/config/config.ts';
import type { FoundBoard } from '../../../native/lock-board/probe.ts';

const found = (protocol: string): FoundBoard => ({
  path: '/dev/ttyUSB0',
  protocol,
  baud: 9600,
  address: 1,
  echo: false,
  channels: 8,
  raw: new Uint8Array(),
});
const written = (protocol: string, settings: object) =>
  BoardConfig.parse({ id: 'main', protocol, path: '/dev/ttyUSB0', address: 1, doors: { 7: 1 }, ...settings });

/** The board that a walk through two doors makes of it. */
const learned = (protocol: string, before: readonly BoardConfig[]) => {
  const doors = { 1: 1, 2: 3 };
  const [its] = boardsOf(
    [found(protocol)],
    [{ inverted: false, order: null, doors, otherwise: null }],
    before,
  );
  return its?.board;
};

test('what no walk finds out stays as it was set for this very board', () => {
  const relay = { pulseMs: 500, inputs: { door: { 1: 1, 3: 3 }, occupied: { 1: 5 } } };
  const board = learned('waveshare-relay', [written('waveshare-relay', relay)]);
  expect(board).toMatchObject({ ...relay, id: 'board-1', doors: { 1: 1, 2: 3 } });
  expect(
    learned('kerong-cu16', [written('kerong-cu16', { clearBusy: true, expectsAck: true })]),
  ).toMatchObject({
    clearBusy: true,
    expectsAck: true,
  });
});

test('but not for another board, nor where its inputs are others than those the walk learned by', () => {
  const fresh = learned('waveshare-relay', []);
  expect(fresh).toMatchObject({ pulseMs: 300, inputs: null });
  const elsewhere = [{ path: '/dev/ttyUSB1' }, { address: 2 }];
  for (const other of elsewhere) {
    const before = [written('waveshare-relay', { pulseMs: 500, ...other })];
    expect(learned('waveshare-relay', before)).toEqual(fresh);
  }
  const crossed = written('waveshare-relay', { pulseMs: 500, inputs: { door: { 1: 3, 3: 1 } } });
  expect(learned('waveshare-relay', [crossed])).toEqual({ ...fresh, pulseMs: 500 });
});
