import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Channel } from '../../../domain/contract/contract.ts';
import { portLine } from '../../../renderer/wire/port-channel.ts';
import { PortWindow } from './transports.ts';

test('a port that the hut closed is asked for again; one that was replaced or left is not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const page = new PortWindow();
  const far: MessagePort[] = [];
  const taken: Channel[] = [];
  let asked = 0;
  const hand = () => {
    const { port1, port2 } = new MessageChannel();
    far.push(port1);
    page.hand(port2);
  };
  const line = portLine(page as unknown as Window, () => {
    asked++;
    hand();
  });
  line.start((channel) => void taken.push(channel));
  expect([asked, taken.length]).toEqual([1, 1]);
  const closed = new Promise<void>((resolve) => taken[0]?.onClose(resolve));
  far[0]?.close();
  await closed;
  vi.advanceTimersByTime(1_000);
  expect([asked, taken.length]).toEqual([2, 2]);
  // A hut that starts anew sends its own.
  const replaced = new Promise<void>((resolve) => taken[1]?.onClose(resolve));
  hand();
  await replaced;
  vi.advanceTimersByTime(60_000);
  expect([asked, taken.length]).toEqual([2, 3]);
  line.stop();
  const left = new Promise<void>((resolve) => taken[2]?.onClose(resolve));
  far[2]?.close();
  await left;
  vi.advanceTimersByTime(60_000);
  expect(asked).toBe(2);
});
