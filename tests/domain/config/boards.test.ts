import { expect, test } from 'vitest';
import { Config } from '../../../hut/config/config.ts';
import { protocolNames, protocolOf } from '../../../native/lock-board/protocols.ts';

const board = (more: object = {}) => ({
  id: 'a',
  protocol: 'xor-8a',
  path: 'COM3',
  doors: { 1: 1 },
  ...more,
});
const complaints = (...boards: object[]): string[] =>
  Config.safeParse({ locker: { boards } }).error?.issues.map(({ message }) => message) ?? [];

test.each(protocolNames)('%s is taken with its usual settings', (protocol) => {
  const parsed = Config.parse({ locker: { boards: [board({ protocol })] } }).locker.boards[0];
  const { baud, feedback, order, address } = protocolOf(protocol).facts;
  expect(parsed).toMatchObject({ baud, feedback, order, address: address.usual, pulseMs: 300 });
});

test('two doors on one channel', () => {
  expect(complaints(board({ doors: { 1: 5, 2: 5 } }))).toEqual(['channel 5 opens door 1 already']);
});

test('two boards with one address on one wire', () => {
  const two = board({ id: 'b', doors: { 2: 1 } });
  expect(complaints(board(), two)).toEqual(['board a on COM3 has the address 1 already']);
  expect(complaints(board(), { ...two, address: 2 })).toEqual([]);
  expect(complaints(board(), { ...two, path: 'COM4' })).toEqual([]);
  // Each hears only its own protocol.
  expect(complaints(board(), { ...two, protocol: 'waveshare-relay' })).toEqual([]);
});

test('two boards with different speeds on one wire', () => {
  const two = board({ id: 'b', protocol: 'kerong-cu16', doors: { 2: 1 } });
  expect(complaints(board(), two)).toEqual([
    'another board on COM3 has 9600 baud; boards on one wire share it',
  ]);
});

test('a protocol that no board speaks is named with those that there are', () => {
  expect(complaints(board({ protocol: 'xor-9' }))).toEqual([expect.stringContaining('"xor-8a"')]);
  expect(new Set(protocolNames).size).toBe(protocolNames.length);
});
