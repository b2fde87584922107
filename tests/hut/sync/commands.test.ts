import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import { importStick } from '../../../hub/intake/import-stick.ts';
import { openTestHub, type TestHub } from '../../hub/test-hub.ts';
import { SimClock } from '../../sim-clock.ts';
import { openStore, TemporaryDirectory, value } from '../ledger/stocked-hut.ts';
import { syncedHut } from './synced-hut.ts';

interface Ran {
  code: number | null;
  out: string;
  said: string;
}

/** One of the project's commands as a process. */
function run(script: string, ...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ran: Ran = { code: null, out: '', said: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.said += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
}
const ledger = (...args: string[]) => run('hut/ledger/main.ts', ...args);
const sync = (...args: string[]) => run('hut/sync/main.ts', ...args);

/** A hub on a port, by the clock of the machine: processes speak to it. */
async function servedHub(): Promise<{ hub: TestHub; url: string }> {
  const hub = await openTestHub({ clock: new SimClock(Date.now()) });
  const server = serve({ fetch: hub.hub.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(async () => {
    server.close();
    await hub.close();
  });
  return { hub, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The office compares as soon as there is something to compare. */
async function confirmWhenThere({ store, confirm }: TestHub, hut: string, nth: number): Promise<void> {
  for (;;) {
    const found = await store.read.all(
      "SELECT 1 AS one FROM hut_key WHERE hut_id = $1 AND nth = $2 AND state = 'unconfirmed'",
      [hut, nth],
    );
    if (found.length > 0) return confirm(hut, nth);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const dwelling = { building: '1', unit: '2', room: '303' };

test('an empty machine and one command are the hut again: its log, its things, its people', async () => {
  const { hub, url } = await servedHub();
  using lost = await syncedHut(hub, 'hut-a', { url });
  lost.hut.clock.setWall(Date.now());
  value(await lost.hut.people.register({ phone: '13800000009', dwelling, pin: '4829' }));
  const loan = value(lost.hut.lending.borrowFromHand({ item: 'ladder-1', person: lost.hut.li, visit: 'v' }));
  await lost.round();
  expect(lost.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  const events = lost.hut.ledger.head().seq;

  using machine = new TemporaryDirectory();
  copyFileSync(join(lost.hut.dir, 'person.key'), join(machine.path, 'person.key'));
  const told = await ledger('restore', '--from-hub', '--data', machine.path);
  expect(told).toMatchObject({ code: 2, said: expect.stringContaining('--code') });
  const code = await hub.codeFor('hut-a');
  const [restored] = await Promise.all([
    ledger('restore', '--from-hub', '--data', machine.path, '--code', code, '--hub', url),
    confirmWhenThere(hub, 'hut-a', 2),
  ]);
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining(`${events} events from the hub`) });

  const store = openStore(machine.path, new SimClock(Date.now()));
  expect(store.ledger.head()).toMatchObject({ epoch: 2, seq: events + 1 });
  expect(store.ledger.read.loan(loan.loan)).toMatchObject({ returnedAt: null });
  expect(store.lending.itemById('ladder-1')?.name.zh).toBe('ladder-1');
  expect(value(store.people.byCard('card-li')).person).toBe(lost.hut.li);
  const zhou = store.people.findByPhone('13800000009');
  expect(value(await store.people.checkPin(zhou?.person ?? '', '4829')).person).toBe(zhou?.person);
  store.close();
  // The machine that was lost is withdrawn with it.
  await lost.round();
  expect(lost.sync.status().state).toBe('revoked');
}, 60_000);

test('what cannot go by a network goes on a stick, signed, and the answer comes back on it', async () => {
  const { hub, url } = await servedHub();
  using directory = new TemporaryDirectory();
  const data = ['--data', join(directory.path, 'data'), '--config', join(directory.path, 'hut.json')];
  const board = { id: 'b', protocol: 'xor-8a', path: '/dev/none', doors: { '1': 1 } };
  writeFileSync(
    join(directory.path, 'hut.json'),
    JSON.stringify({ hub: { url }, locker: { boards: [board] } }),
  );
  expect(await sync('export', join(directory.path, 'x'), ...data)).toMatchObject({ code: 1 });
  expect(await sync('enrol', 'OOOO', ...data)).toMatchObject({ code: 2 });
  expect(await sync('enrol', '00000000', ...data)).toMatchObject({
    code: 1,
    said: expect.stringContaining('code-unknown'),
  });
  const code = await hub.codeFor('hut-b');
  const enrolled = await sync('enrol', code, ...data);
  expect(enrolled).toMatchObject({ code: 0, out: expect.stringMatching(/fingerprint (\w{4} ){3}\w{4}/) });
  await hub.confirm('hut-b', 1);
  const stick = join(directory.path, 'stick.ndjson');
  expect(await sync('export', stick, ...data)).toMatchObject({ code: 0 });
  const text = readFileSync(stick, 'utf8');
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ format: 'xiaowu-stick', hut: 'hut-b' });
  // Days later, at the hub: the same checks as by the wire, but for the age.
  hub.clock.advance(5 * 86_400_000);
  const { acknowledged, ...head } = value(await importStick(hub.deps, hub.hub.settle, text));
  expect(head).toMatchObject({ format: 'xiaowu-stick-answer', hut: 'hut-b' });
  // One event more, few bytes of it: a small batch travels as a large one.
  expect(await sync('export', `${stick}-2`, ...data)).toMatchObject({ code: 0 });
  expect((await importStick(hub.deps, hub.hub.settle, readFileSync(`${stick}-2`, 'utf8'))).ok).toBe(true);
  const back = join(directory.path, 'answer.json');
  const said = { format: 'xiaowu-stick-answer', version: 1, hut: 'hut-b', acknowledged };
  writeFileSync(back, JSON.stringify({ ...said, hut: 'hut-c' }));
  expect(await sync('import', back, ...data)).toMatchObject({ code: 1 });
  writeFileSync(
    back,
    JSON.stringify({ ...said, acknowledged: { ...acknowledged, ackHash: '0'.repeat(64) } }),
  );
  expect(await sync('import', back, ...data)).toMatchObject({ code: 1 });
  writeFileSync(back, JSON.stringify(said));
  expect(await sync('import', back, ...data)).toMatchObject({ code: 0 });
  expect(await sync('status', ...data)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`acknowledged up to ${acknowledged.ackSeq}, 0 events`),
  });
  expect(await sync('new-key', ...data)).toMatchObject({ code: 0, out: expect.stringContaining('hut-b/2') });
}, 60_000);

test('with a hub.json that cannot be read each command says what is wrong and what to do, and changes nothing', async () => {
  using machine = new TemporaryDirectory();
  openStore(machine.path, new SimClock()).close();
  const file = join(machine.path, 'hub.json');
  const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I';
  const bad = `{"privateKey": "${secret}", "url"`;
  writeFileSync(file, bad);
  const stick = join(machine.path, 'stick');
  const ran = await Promise.all([
    sync('status', '--data', machine.path),
    ledger('restore', '--from-hub', '--data', machine.path),
  ]);
  ran.push(await sync('export', stick, '--data', machine.path));
  ran.push(await sync('new-key', '--data', machine.path));
  for (const { code, out, said } of ran) {
    expect(code).toBeGreaterThan(0);
    expect(said).toContain(`${file} is not JSON`);
    expect(said).toContain('enrol CODE');
    expect(out + said).not.toContain(secret.slice(0, 8));
  }
  expect(readFileSync(file, 'utf8')).toBe(bad);
  expect(existsSync(stick)).toBe(false);
});
