import { describe, expect, it } from 'vitest';
import type { Channel, ClientFrame } from '../../domain/contract/contract.ts';
import { createClient, type Link } from '../../renderer/wire/client.ts';
import { type Socket, socketLine } from '../../renderer/wire/socket-channel.ts';
import { SimClock } from '../sim-clock.ts';
import { viewOf } from './fixtures.ts';

/** The far end of a line, by hand: what was sent, and what comes back. */
function farEnd() {
  const clock = new SimClock();
  const sent: ClientFrame[] = [];
  const bad: string[] = [];
  let open: (channel: Channel) => void = () => {};
  let push: (message: unknown) => void = () => {};
  let close: () => void = () => {};
  let keys = 0;
  const client = createClient({
    line: { start: (take) => (open = take), stop: () => undefined },
    clock,
    newKey: () => `key-${String(++keys).padStart(8, '0')}`,
    onBadFrame: (why) => bad.push(why),
  });
  const connect = () =>
    open({
      send: (message) => sent.push(message as ClientFrame),
      onMessage: (take) => (push = take),
      onClose: (take) => (close = take),
      close: () => undefined,
    });
  const calls = () => sent.filter((frame) => frame.type === 'call');
  return { clock, sent, bad, client, connect, calls, push: (m: unknown) => push(m), close: () => close() };
}

describe('the client', () => {
  it('resumes with the newest seq and boot, and starts anew when the hut did', () => {
    const far = farEnd();
    far.connect();
    expect(far.sent).toEqual([{ type: 'resume', seq: 0, boot: null }]);
    far.push({ type: 'hello', boot: 'one', seq: 6 });
    far.push({ type: 'push', seq: 7, name: 'view', body: viewOf('home') });
    far.close();
    far.connect();
    expect(far.sent.at(-1)).toEqual({ type: 'resume', seq: 7, boot: 'one' });
    far.push({ type: 'hello', boot: 'two', seq: 0 });
    const seen: number[] = [];
    far.client.on('view', (view) => seen.push(view.token));
    far.push({ type: 'push', seq: 1, name: 'view', body: viewOf('home', { token: 9 }) });
    expect(seen).toEqual([9]);
  });

  it('takes each push once and in order, and drops what the contract does not know', () => {
    const far = farEnd();
    const seen: string[] = [];
    far.client.on('cue', ({ cue }) => seen.push(cue));
    far.connect();
    far.push({ type: 'hello', boot: 'one', seq: 0 });
    far.push({ type: 'push', seq: 1, name: 'cue', body: { cue: 'found' } });
    far.push({ type: 'push', seq: 1, name: 'cue', body: { cue: 'done' } });
    far.push({ type: 'push', seq: 2, name: 'cue', body: { cue: 'fanfare' } });
    far.push({ type: 'nonsense' });
    far.push('{');
    far.push({ type: 'push', seq: 3, name: 'cue', body: { cue: 'amber' } });
    expect(seen).toEqual(['found', 'amber']);
    expect(far.bad).toHaveLength(3);
  });

  it('gives a change a key, and sends it again with the same one when the line broke', async () => {
    const far = farEnd();
    far.connect();
    far.push({ type: 'hello', boot: 'one', seq: 0 });
    const pressed = far.client.call('press', { token: 1, action: { do: 'begin' } });
    far.close();
    far.connect();
    const [first, second] = far.calls();
    expect(second).toEqual(first);
    expect(first).toMatchObject({ name: 'press', key: 'key-00000001' });
    if (first?.type !== 'call') throw new Error('no call');
    far.push({ type: 'answer', id: first.id, value: { taken: true } });
    expect(await pressed).toEqual({ ok: true, value: { taken: true } });
    far.close();
    far.connect();
    expect(far.calls()).toHaveLength(2);
  });

  it('asks without a key where nothing changes', () => {
    const far = farEnd();
    far.connect();
    void far.client.call('touch', {});
    expect(far.calls()[0]).not.toHaveProperty('key');
  });

  it('answers every call: time-out, fault, unreadable answer, bad arguments, closed', async () => {
    const far = farEnd();
    far.connect();
    const late = far.client.call('touch', {}, { timeOut: 500 });
    far.clock.advance(500);
    expect(await late).toMatchObject({ ok: false, refusal: { code: 'time-out' } });
    const refused = far.client.call('practiceState', {});
    const asked = far.calls().at(-1);
    if (asked?.type !== 'call') throw new Error('no call');
    far.push({ type: 'fault', id: asked.id, fault: { code: 'not-practice', message: 'a real hut' } });
    expect(await refused).toMatchObject({ ok: false, refusal: { code: 'not-practice' } });
    const garbled = far.client.call('view', {});
    const other = far.calls().at(-1);
    if (other?.type !== 'call') throw new Error('no call');
    far.push({ type: 'answer', id: other.id, value: { token: 'x' } });
    expect(await garbled).toMatchObject({ ok: false, refusal: { code: 'bad-answer' } });
    expect(await far.client.call('keys', { keys: [] })).toMatchObject({
      ok: false,
      refusal: { code: 'bad-arguments' },
    });
    const open = far.client.call('touch', {});
    far.client.close();
    expect(await open).toMatchObject({ ok: false, refusal: { code: 'closed' } });
    expect(far.clock.waiting).toBe(0);
  });

  it('tells whether the hut can be reached', () => {
    const far = farEnd();
    const links: Link[] = [];
    far.client.onLink((link) => links.push(link));
    expect(far.client.link()).toBe('connecting');
    far.connect();
    far.push({ type: 'hello', boot: 'one', seq: 0 });
    far.close();
    far.connect();
    far.push({ type: 'hello', boot: 'one', seq: 0 });
    expect(links).toEqual(['up', 'lost', 'up']);
  });
});

class FakeSocket implements Socket {
  readyState = 0;
  readonly #takers: Record<string, ((event: { data: unknown }) => void)[]> = {};
  send(): void {}
  close(): void {
    this.tell('close');
  }
  addEventListener(type: string, take: (event: { data: unknown }) => void): void {
    this.#takers[type] = [...(this.#takers[type] ?? []), take];
  }
  tell(type: string): void {
    if (type === 'open') this.readyState = 1;
    if (type === 'close') this.readyState = 3;
    for (const take of this.#takers[type] ?? []) take({ data: '' });
  }
}

describe('the socket line', () => {
  it('dials again after 100 ms, twice as long each time, 2 s at most, and quickly again after success', () => {
    const clock = new SimClock();
    const dialled: FakeSocket[] = [];
    const line = socketLine({
      clock,
      dial: () => {
        const socket = new FakeSocket();
        dialled.push(socket);
        return socket;
      },
    });
    let opened = 0;
    line.start(() => opened++);
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      dialled.at(-1)?.tell('close');
      const wait = clock.untilNext() ?? -1;
      waits.push(wait);
      clock.advance(wait);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
    dialled.at(-1)?.tell('open');
    expect(opened).toBe(1);
    dialled.at(-1)?.tell('close');
    expect(clock.untilNext()).toBe(100);
    line.stop();
    expect(clock.waiting).toBe(0);
  });
});
