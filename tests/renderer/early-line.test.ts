import { expect, it } from 'vitest';
import type { Channel } from '../../domain/contract/contract.ts';
import { createClient } from '../../renderer/wire/client.ts';
import { earlyLine } from '../../renderer/wire/early-line.ts';
import { SimClock } from '../sim-clock.ts';
import { viewOf } from './fixtures.ts';

/** A line whose channels the test opens and closes. */
function lineByHand() {
  let take: (channel: Channel) => void = () => undefined;
  const line = earlyLine({ start: (its) => (take = its), stop: () => undefined });
  const open = () => {
    const sent: unknown[] = [];
    let deliver: (message: unknown) => void = () => undefined;
    const closers: (() => void)[] = [];
    take({
      send: (message) => sent.push(message),
      onMessage: (its) => (deliver = its),
      onClose: (its) => closers.push(its),
      close: () => undefined,
    });
    return {
      sent,
      push: (message: unknown) => deliver(message),
      close: () => {
        for (const closed of closers) closed();
      },
    };
  };
  const seen: number[] = [];
  const connect = () => {
    const client = createClient({ line, clock: new SimClock(), newKey: () => 'key-00000001' });
    client.on('view', ({ token }) => seen.push(token));
    return client;
  };
  return { open, connect, seen };
}
const resume = { type: 'resume', seq: 0, boot: null };
const view = (token: number, seq = 1) => ({
  type: 'push',
  seq,
  name: 'view',
  body: viewOf('home', { token }),
});

it('greets once, and hands over what came before anybody took the line', async () => {
  const { open, connect, seen } = lineByHand();
  const channel = open();
  expect(channel.sent).toEqual([resume]);
  channel.push({ type: 'hello', boot: 'one', seq: 0 });
  channel.push(view(7));
  const client = connect();
  expect(channel.sent).toEqual([resume]);
  await Promise.resolve();
  expect(client.link()).toBe('up');
  expect(seen).toEqual([7]);
  channel.push(view(8, 2));
  void client.call('touch', {});
  expect(channel.sent.at(-1)).toMatchObject({ type: 'call', name: 'touch' });
  channel.close();
  expect(client.link()).toBe('lost');
  const next = open();
  expect(next.sent[0]).toEqual({ type: 'resume', seq: 2, boot: 'one' });
  expect(seen).toEqual([7, 8]);
});

it('forgets a channel that closed before it was taken', async () => {
  const { open, connect, seen } = lineByHand();
  const gone = open();
  gone.push(view(7));
  gone.close();
  connect();
  await Promise.resolve();
  expect(seen).toEqual([]);
  const next = open();
  expect(next.sent).toEqual([resume]);
  next.push({ type: 'hello', boot: 'one', seq: 0 });
  next.push(view(9));
  expect(seen).toEqual([9]);
});
