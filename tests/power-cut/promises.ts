import { HutFrame } from '../../domain/contract/contract.ts';
import { type Screen, View } from '../../domain/contract/screen.ts';
import type { OpOf, Recording } from './recording.ts';

/** What the hut said or did that its ledger must know from then on. */
export type Promised =
  | { is: 'lent'; code: string; item: string; due: number }
  | { is: 'returned'; code: string; item: string; problem: boolean }
  | { is: 'renewed'; loan: string; due: number }
  /** The screen told so often by now that a PIN was wrong. */
  | { is: 'pin-wrong'; times: number }
  /** So many pulses have left for this lock by now. */
  | { is: 'pulse'; door: number; times: number };

export interface Given {
  /** The place of the call that gave it away: held by every cut after it. */
  at: number;
  promised: Promised;
}

interface Said {
  at: number;
  text: string;
}

/**
 * The text messages in what a server says on one connection: the answer to the upgrade, then WebSocket frames
 * (RFC 6455, section 5.2), unmasked. A message has been said when its last byte was handed to the kernel.
 */
function* messages(chunks: readonly OpOf<'said'>[]): Generator<Said> {
  let buffer = Buffer.alloc(0);
  let upgraded = false;
  for (const { from, deed } of chunks) {
    buffer = Buffer.concat([buffer, deed.data]);
    if (!upgraded) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) continue;
      // Plain pages are served on connections of their own.
      if (!buffer.subarray(0, end).toString().startsWith('HTTP/1.1 101')) return;
      buffer = buffer.subarray(end + 4);
      upgraded = true;
    }
    for (;;) {
      const [first = 0, short = 0] = buffer;
      if (buffer.length < 2) break;
      const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
      if (buffer.length < 2 + extended) break;
      const length =
        extended === 8 ? Number(buffer.readBigUInt64BE(2)) : extended === 2 ? buffer.readUInt16BE(2) : short;
      const end = 2 + extended + length;
      if (buffer.length < end) break;
      if (first === 0x81) yield { at: from, text: buffer.subarray(2 + extended, end).toString() };
      buffer = buffer.subarray(end);
    }
  }
}

/** The order to open one lock on the practice board (frames 8A: board, lock, 11, and the XOR of all before). */
function openedLock(bytes: Buffer): number | null {
  const [header, board = 0, lock = 0, code, sum] = bytes;
  return bytes.length === 5 && header === 0x8a && code === 0x11 && sum === (0x8a ^ board ^ lock ^ 0x11)
    ? lock
    : null;
}

/** What a screen promises that the one before it did not. */
function promisedBy(screen: Screen, before: Screen | null, wrongBefore: number): Promised | null {
  if (screen.at === 'borrowed')
    return { is: 'lent', code: screen.code, item: screen.item.item, due: screen.due };
  if (screen.at === 'returned') {
    return { is: 'returned', code: screen.code, item: screen.item.item, problem: screen.check === 'problem' };
  }
  if (screen.at === 'loans' && screen.renewed !== undefined) {
    const loan = screen.loans.find((each) => each.loan === screen.renewed);
    return loan === undefined ? null : { is: 'renewed', loan: loan.loan, due: loan.due };
  }
  const wrong = (at: Screen | null) => at?.at === 'pin' && at.problem === 'wrong';
  return wrong(screen) && !wrong(before) ? { is: 'pin-wrong', times: wrongBefore + 1 } : null;
}

/** All that was promised in a recording, in its order; each thing once, where it was first said. */
export function promisesIn(recording: Recording): Given[] {
  const promises: Given[] = [];
  const streams = new Map<number, OpOf<'said'>[]>();
  const pulses = new Map<number, number>();
  for (const op of recording.ops) {
    if (op.deed.is !== 'said') continue;
    const said = op as OpOf<'said'>;
    if (said.deed.on === 'socket') {
      streams.set(said.deed.stream, [...(streams.get(said.deed.stream) ?? []), said]);
      continue;
    }
    const door = openedLock(said.deed.data);
    if (door === null) continue;
    pulses.set(door, (pulses.get(door) ?? 0) + 1);
    promises.push({ at: said.from, promised: { is: 'pulse', door, times: pulses.get(door) ?? 0 } });
  }
  const known = new Set<string>();
  let wrong = 0;
  for (const chunks of streams.values()) {
    let before: Screen | null = null;
    for (const { at, text } of messages(chunks)) {
      const frame = HutFrame.parse(JSON.parse(text));
      if (frame.type !== 'push' || frame.name !== 'view') continue;
      const { screen } = View.parse(frame.body);
      const promised = promisedBy(screen, before, wrong);
      before = screen;
      if (promised === null || known.has(JSON.stringify(promised))) continue;
      known.add(JSON.stringify(promised));
      if (promised.is === 'pin-wrong') wrong = promised.times;
      promises.push({ at, promised });
    }
  }
  return promises.sort((a, b) => a.at - b.at);
}
