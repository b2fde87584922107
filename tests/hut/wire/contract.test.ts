import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../renderer/wire/client.ts';
import { SimClock } from '../../sim-clock.ts';
import { someView } from './desk-double.ts';
import { Inbox, messagePort, type Served, type Transport, webSocket } from './transports.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Bytes that are really in use. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Bytes; twenty kept of each message would show. */
const flat = 1_000_000;
const rounds = 10;

const press = { token: 1, action: { do: 'begin' } };
let served: Served | undefined;
afterEach(() => served?.close());

const transports: [string, Transport][] = [
  ['WebSocket on loopback', webSocket],
  ['MessagePort', messagePort],
];

describe.each(transports)('the contract over %s', (_name, transport) => {
  async function connected() {
    served = await transport();
    const channel = await served.connect();
    return { ...served, channel, inbox: new Inbox(channel) };
  }

  it('answers a call with what the hut says', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({ type: 'call', id: 7, name: 'press', args: press, key: 'key-0001' });
    expect(await inbox.frame('answer', 7)).toEqual({ type: 'answer', id: 7, value: { taken: true } });
    expect(desk.presses).toBe(1);
  });

  it('does a change once for one key, on any connection, also while the first is still at work', async () => {
    const { channel, inbox, desk, connect } = await connected();
    let open = () => {};
    desk.gate = new Promise((resolve) => {
      open = resolve;
    });
    const second = await connect();
    const secondInbox = new Inbox(second);
    channel.send({ type: 'call', id: 1, name: 'press', args: press, key: 'key-same' });
    channel.send({ type: 'call', id: 2, name: 'press', args: press, key: 'key-same' });
    second.send({ type: 'call', id: 3, name: 'press', args: press, key: 'key-same' });
    second.send({ type: 'call', id: 4, name: 'touch', args: {} });
    await secondInbox.frame('answer', 4);
    open();
    const answers = await Promise.all([
      inbox.frame('answer', 1),
      inbox.frame('answer', 2),
      secondInbox.frame('answer', 3),
    ]);
    expect(answers.map((a) => a.value)).toEqual([{ taken: true }, { taken: true }, { taken: true }]);
    expect(desk.presses).toBe(1);
  });

  it('refuses a change without a key and names what is missing', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({ type: 'call', id: 1, name: 'press', args: press });
    expect(await inbox.frame('fault', 1)).toMatchObject({ fault: { code: 'bad-arguments' } });
    expect(desk.presses).toBe(0);
  });

  it('names the argument that is wrong', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({
      type: 'call',
      id: 1,
      name: 'press',
      args: { token: 'x', action: { do: 'begin' } },
      key: 'key-0001',
    });
    const fault = await inbox.frame('fault', 1);
    expect(fault).toMatchObject({
      fault: { code: 'bad-arguments', message: expect.stringContaining('press.token') },
    });
    expect(desk.done).toEqual([]);
  });

  it('passes on a refusal of the contract and hides the inside of a bug', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({
      type: 'call',
      id: 1,
      name: 'practice',
      args: { act: 'scan', text: 'x' },
      key: 'key-0001',
    });
    expect(await inbox.frame('fault', 1)).toMatchObject({ fault: { code: 'not-practice' } });
    desk.failing = true;
    channel.send({ type: 'call', id: 2, name: 'view', args: {} });
    const fault = await inbox.frame('fault', 2);
    expect(fault).toMatchObject({ fault: { code: 'internal' } });
    expect(JSON.stringify(fault)).not.toContain('a bug');
  });

  it('says so when there is no such call', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({ type: 'call', id: 1, name: 'unlock-everything', args: {}, key: 'key-0001' });
    channel.send({ type: 'call', id: 2, name: '__proto__', args: {} });
    expect(await inbox.frame('fault', 1)).toMatchObject({ fault: { code: 'unknown-call' } });
    expect(await inbox.frame('fault', 2)).toMatchObject({ fault: { code: 'unknown-call' } });
    expect(desk.done).toEqual([]);
  });

  it('does not answer another call with what a key stood for', async () => {
    const { channel, inbox, desk } = await connected();
    channel.send({ type: 'call', id: 1, name: 'press', args: press, key: 'key-same' });
    channel.send({ type: 'call', id: 2, name: 'press', args: { ...press, token: 2 }, key: 'key-same' });
    await inbox.frame('answer', 1);
    expect(await inbox.frame('fault', 2)).toMatchObject({ fault: { code: 'bad-arguments' } });
    expect(desk.presses).toBe(1);
  });

  it('does nothing for a message of more than 64 kB', async () => {
    const { channel, inbox, desk } = await connected();
    const keys = Array.from({ length: 200 }, () => ({ code: 'KeyA', shift: false, ctrl: false, at: 1 }));
    const args = { keys, ballast: 'x'.repeat(70_000) };
    channel.send({ type: 'call', id: 1, name: 'keys', args, key: 'key-0001' });
    // A socket ends over it, a port cannot: it is told, before the arguments are looked at.
    const closed = new Promise<string>((resolve) => channel.onClose(() => resolve('closed')));
    const told = inbox.frame('fault', 1).then((frame) => (frame.fault as { code: string }).code);
    expect(['closed', 'bad-message']).toContain(await Promise.race([closed, told]));
    expect(desk.done).toEqual([]);
  });

  it('closes a line that floods, and does nothing more that comes on it', async () => {
    const { channel, desk } = await connected();
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    for (let id = 1; id <= 700; id++) channel.send({ type: 'call', id, name: 'touch', args: {} });
    await closed;
    expect(desk.done).toHaveLength(500);
  });

  it('resumes with what is new, and with everything after another life of the hut', async () => {
    const { channel, inbox, pushes, connect } = await connected();
    pushes.push('view', someView(1));
    pushes.push('cue', { cue: 'found' });
    channel.send({ type: 'resume', seq: 0, boot: null });
    expect(await inbox.frame('hello')).toEqual({ type: 'hello', boot: 'boot-1', seq: 2 });
    expect(await inbox.frame('push')).toMatchObject({ seq: 1, name: 'view', body: { token: 1 } });
    pushes.push('view', someView(2));
    await inbox.until((all) => (all.length === 3 ? true : undefined));

    const upToDate = await connect();
    const quiet = new Inbox(upToDate);
    upToDate.send({ type: 'resume', seq: 3, boot: 'boot-1' });
    upToDate.send({ type: 'call', id: 1, name: 'touch', args: {} });
    await quiet.frame('answer', 1);
    expect(quiet.all.filter((m) => (m as { type: string }).type === 'push')).toEqual([]);

    const ofAnotherLife = await connect();
    const anew = new Inbox(ofAnotherLife);
    ofAnotherLife.send({ type: 'resume', seq: 99, boot: 'boot-0' });
    expect(await anew.frame('push')).toMatchObject({ seq: 3, name: 'view', body: { token: 2 } });
  });

  it('keeps pushes in order and sends none after the channel closed', async () => {
    const { channel, inbox, pushes } = await connected();
    channel.send({ type: 'resume', seq: 0, boot: null });
    await inbox.frame('hello');
    for (let token = 1; token <= 50; token++) pushes.push('view', someView(token));
    const all = await inbox.until((m) => (m.length === 51 ? m : undefined));
    expect(all.slice(1).map((m) => (m as { body: { token: number } }).body.token)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  });

  it("carries the renderer's client: calls, refusals, pushes in order", async () => {
    served = await transport();
    const { desk, pushes } = served;
    const clock = new SimClock();
    const { line } = served.line(clock);
    const bad: string[] = [];
    let keys = 0;
    const client = createClient({
      line,
      clock,
      newKey: () => `client-key-${++keys}`,
      onBadFrame: (why) => bad.push(why),
    });
    const tokens: number[] = [];
    const third = new Promise<void>((resolve) => {
      client.on('view', ({ token }) => tokens.push(token) === 3 && resolve());
    });
    expect(await client.call('press', { token: 1, action: { do: 'begin' } })).toEqual({
      ok: true,
      value: { taken: true },
    });
    expect(await client.call('practice', { act: 'scan', text: 'x' })).toMatchObject({
      refusal: { code: 'not-practice' },
    });
    expect(client.link()).toBe('up');
    for (const token of [1, 2, 3]) pushes.push('view', someView(token));
    await third;
    expect(tokens).toEqual([1, 2, 3]);
    expect(desk.presses).toBe(1);
    expect(bad).toEqual([]);
    client.close();
  });

  it("a press of the renderer's client whose line breaks is done once, and what was pushed meanwhile comes after it", async () => {
    served = await transport();
    const { desk, pushes } = served;
    const clock = new SimClock();
    const { line, cut } = served.line(clock);
    const client = createClient({ line, clock, newKey: () => 'client-key-once' });
    const seen: number[] = [];
    let came = () => {};
    client.on('view', ({ token }) => {
      seen.push(token);
      came();
    });
    let open = () => {};
    desk.gate = new Promise((resolve) => {
      open = resolve;
    });
    const pressed = client.call('press', { token: 1, action: { do: 'begin' } });
    // Behind the press on the same line: once this is answered, the press is at work.
    await client.call('touch', {});
    await cut();
    pushes.push('view', someView(8));
    if (seen.length === 0) await new Promise<void>((resolve) => (came = resolve));
    open();
    expect(await pressed).toEqual({ ok: true, value: { taken: true } });
    expect(desk.presses).toBe(1);
    expect(seen).toEqual([8]);
    client.close();
  });

  it('stays calm, changes nothing and keeps nothing under 100,000 random messages', {
    timeout: 120_000,
  }, async () => {
    let now = 0;
    // Time passes with every message, so that the flood guard does not close the channel.
    served = await transport(() => (now += 10));
    const { desk } = served;
    const channel = await served.connect();
    let mark = 0;
    let wake = () => {};
    channel.onMessage((message) => {
      const { type, id } = message as { type: string; id?: number };
      if (type === 'answer' && id === mark) wake();
    });
    const nearlyRight = fc.record(
      {
        type: fc.constantFrom('call', 'resume', 'push', 'answer'),
        id: fc.oneof(fc.integer(), fc.string()),
        name: fc.constantFrom('press', 'view', 'touch', 'keys', 'practice', 'nothing', '__proto__'),
        args: fc.oneof(
          fc.record({ token: fc.anything(), action: fc.anything() }),
          fc.record({ keys: fc.anything() }),
          fc.record({ token: fc.constant(1), action: fc.record({ do: fc.string(), kind: fc.anything() }) }),
        ),
        key: fc.oneof(fc.string({ maxLength: 5 }), fc.string({ minLength: 65, maxLength: 80 })),
      },
      { requiredKeys: [] },
    );
    const message = fc.oneof(
      fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown),
      nearlyRight.map(
        (value) => JSON.parse(JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? 0 : v))) as unknown,
      ),
    );
    const samples = fc.sample(message, { numRuns: 10_000, seed: 20_261_123 });
    let early = 0;
    let sent = 0;
    for (let round = 0; round < rounds; round++) {
      for (const sample of samples) {
        channel.send(sample);
        sent += 1;
        if (sent % 500 === 0) {
          // All that was sent has been answered once this is.
          mark = -sent;
          await new Promise<void>((resolve) => {
            wake = resolve;
            channel.send({ type: 'call', id: mark, name: 'touch', args: {} });
          });
          if (sent === rounds * 5_000) early = heap();
        }
      }
    }
    channel.send({ type: 'call', id: 424_242, name: 'view', args: {} });
    const inbox = new Inbox(channel);
    expect(await inbox.frame('answer', 424_242)).toBeDefined();
    expect(desk.presses).toBe(0);
    expect(new Set(desk.done)).toEqual(new Set(['touch', 'view']));
    const late = heap();
    // Held until here, so that only what the messages left is counted.
    expect(samples.length).toBe(10_000);
    expect(late - early).toBeLessThan(flat);
  });
});
