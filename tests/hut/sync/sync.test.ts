import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Health } from '../../../domain/contract/health.ts';
import { event } from '../../../domain/ledger/events.ts';
import { release } from '../../../domain/release.ts';
import { done } from '../../../domain/result.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { syncEndpoints } from '../../../domain/sync/endpoints.ts';
import { cardHashText } from '../../../domain/sync/members.ts';
import { revokeKeys } from '../../../hub/enrolment/enrol.ts';
import type { Ledger } from '../../../hut/ledger/ledger.ts';
import { streetKeyFile } from '../../../hut/people/street-key.ts';
import { syncDelays } from '../../../hut/sync/deciding.ts';
import type { HubClient, Wire } from '../../../hut/sync/hub-client.ts';
import { fetchOwnLog, ownLogFile } from '../../../hut/sync/own-log.ts';
import { askForLog } from '../../../hut/sync/rescue.ts';
import { openTestHub, type TestHub } from '../../hub/test-hub.ts';
import { value } from '../ledger/stocked-hut.ts';
import { wireTo } from './hub-wire.ts';
import { say, syncedHut } from './synced-hut.ts';

async function office(): Promise<TestHub> {
  const hub = await openTestHub();
  onTestFinished(() => hub.close());
  return hub;
}

/** More than goes up in a few small batches. */
function callsInto({ ledger }: { ledger: Ledger }): void {
  for (let n = 0; n < 300; n++) {
    ledger.commit<never>('hut', () => done([event('keeper-called', { visit: `v${n}`, screen: 'home' })]));
  }
}

const cursorOf = async ({ store }: TestHub, hut: string) =>
  (
    await store.read.all<{ epoch: number; last_seq: number }>(
      'SELECT epoch, last_seq FROM hut_cursor WHERE hut_id = $1',
      [hut],
    )
  )[0];

const why = { zh: '这款会起火', en: 'It may catch fire' };

/** The way to a hub that does not know an address. */
const without =
  (hub: TestHub, known: string, unknown: string): Wire =>
  (request) =>
    wireTo(() => hub.hub)({ ...request, url: request.url.replace(known, unknown) });

/** The whole log goes up and what the office says comes down, whatever else the hub does not know. */
async function losesNothing(hub: TestHub, synced: Awaited<ReturnType<typeof syncedHut>>): Promise<void> {
  await say(hub, 'blocks', '*', synced.hut.wang, { why, until: null });
  await synced.round();
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(synced.changed).toContain('blocks');
}

test('the whole log goes up, and then what is added, without being asked', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut, sync } = synced;
  await synced.round();
  expect(sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(await cursorOf(hub, 'hut-a')).toMatchObject({ epoch: 1, last_seq: hut.ledger.head().seq });
  value(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
  sync.committed();
  expect(sync.status().queue).toBe(1);
  hut.clock.advance(500);
  await sync.settled();
  expect(sync.status().queue).toBe(0);
  const loans = await hub.store.read.all("SELECT item FROM loan WHERE hut_id = 'hut-a'", []);
  expect(loans).toEqual([{ item: 'wrench-1' }]);
});

test('a long queue goes up in batches, several at once, and each event once', async () => {
  const hub = await office();
  let most = 0;
  let now = 0;
  const wire: Wire = async (request) => {
    most = Math.max(most, ++now);
    const answer = await wireTo(() => hub.hub)(request);
    now--;
    return answer;
  };
  using synced = await syncedHut(hub, 'hut-a', { wire });
  const { hut, sync } = synced;
  for (let i = 0; i < 40; i++) {
    const calls = Array.from({ length: 100 }, (_, j) =>
      event('keeper-called', { visit: `v${i}-${j}`, screen: 'home' }),
    );
    value(hut.ledger.commit<never>('hut', () => done(calls)));
  }
  for (let tries = 0; sync.status().queue > 0 && tries < 30; tries++) await synced.round();
  expect(most).toBeGreaterThanOrEqual(4);
  const [stored] = await hub.store.read.all<{ n: number }>('SELECT count(*) AS n FROM hut_event', []);
  expect(stored?.n).toBe(hut.ledger.head().seq);
});

test('what the office says comes down, is applied once, and again after nothing', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut } = synced;
  await synced.round();
  synced.changed.length = 0;
  const wrench = kindCatalogue.find(({ kind }) => kind === 'wrench');
  await say(hub, 'policy', '*', 'wrench', { ...wrench, termDays: 9 });
  await say(hub, 'recalls', '*', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 1 });
  await say(hub, 'blocks', '*', hut.wang, { why, until: null });
  await synced.round();
  expect(synced.changed).toEqual(['policy', 'blocks', 'recalls']);
  expect(hut.lending.kindOf('wrench-1')?.termDays).toBe(9);
  const bank = hut.lending.borrowFromHand({ item: 'bank-1', person: hut.li, visit: 'v' });
  expect(bank).toMatchObject({ ok: false, refusal: { why: 'recalled', because: why } });
  const blocked = hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.wang, visit: 'v' });
  expect(blocked).toMatchObject({ ok: false, refusal: { why: 'person-blocked' } });
  const defined = () =>
    hut.ledger.db
      .prepare("SELECT count(*) FROM event WHERE type = 'kind-defined' AND actor = 'hub'")
      .pluck()
      .get();
  expect(defined()).toBe(1);
  // Taken back, and the same terms once more.
  await say(hub, 'recalls', '*', 'r1', null);
  await synced.round();
  synced.restart();
  await synced.round();
  expect(hut.lending.borrowFromHand({ item: 'bank-1', person: hut.li, visit: 'v' }).ok).toBe(true);
  expect(defined()).toBe(1);
});

test('what is on today comes down to the first screen, and goes when it is over or called off', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut } = synced;
  const now = hut.clock.wall();
  const market = {
    name: { zh: '便民市集', en: 'Market day' },
    place: { zh: '小广场', en: 'The square' },
    from: now - 3_600_000,
    until: now + 3_600_000,
    seats: null,
  };
  await say(hub, 'events', '*', 'e1', market);
  await synced.round();
  const { seats: _, ...shown } = market;
  expect(hut.lending.today()).toEqual([shown]);
  await say(hub, 'events', '*', 'e1', null);
  await synced.round();
  expect(hut.lending.today()).toEqual([]);
});

test('a release that the office calls too old says so, and lends as before', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut, sync } = synced;
  await say(hub, 'version', '*', 'minimum', { release });
  await synced.round();
  expect(sync.status().outdated).toBe(false);
  await say(hub, 'version', '*', 'minimum', { release: '999.0.0' });
  await synced.round();
  expect(sync.status()).toMatchObject({ state: 'fine', outdated: true });
  expect(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }).ok).toBe(true);
  await say(hub, 'version', '*', 'minimum', null);
  await synced.round();
  expect(sync.status().outdated).toBe(false);
});

test('a card of another hut identifies its holder here; blocked by the office it does not', async () => {
  const hub = await office();
  using a = await syncedHut(hub, 'hut-a');
  using b = await syncedHut(hub, 'hut-b');
  await a.round();
  await b.round();
  await b.round();
  // Both test huts gave out cards of the same codes: one of hut A's own.
  const given = value(a.hut.people.issueCard('XWCSTREET1', 'verified'));
  a.sync.committed();
  await a.round();
  await b.round();
  const known = value(b.hut.people.byCard('XWCSTREET1'));
  expect(known).toEqual({ person: given.person, trust: 'verified' });
  const loan = value(b.hut.lending.borrowFromHand({ item: 'wrench-1', person: known.person, visit: 'v' }));
  expect(loan.person).toBe(given.person);
  value(b.hut.people.byCard('XWCSTREET1'));
  // A keeper gives it to nobody else.
  expect(b.hut.residents.byCard('XWCSTREET1')).toBe(given.person);
  expect(b.hut.residents.giveCard({ person: b.hut.li, code: 'XWCSTREET1', actor: 'command' })).toEqual({
    ok: false,
    refusal: { why: 'card-taken' },
  });
  const arrived = b.hut.ledger.db.prepare("SELECT count(*) FROM event WHERE type = 'person-arrived'").pluck();
  expect(arrived.get()).toBe(1);
  value(a.hut.residents.blockCards({ person: given.person, actor: 'command' }));
  await a.round();
  await b.round();
  expect(b.hut.people.byCard('XWCSTREET1')).toMatchObject({ ok: false });
});

test('the street’s key comes at the first talk, over no open line, and again when it is lost', async () => {
  const hub = await office();
  using a = await syncedHut(hub, 'hut-a');
  using b = await syncedHut(hub, 'hut-b');
  using open = await syncedHut(hub, 'hut-c', { url: 'http://hub.test:8460' });
  // Given out before any key came.
  const given = value(a.hut.people.issueCard('XWCSTREET1', 'verified'));
  for (const each of [a, b, open, b, open]) await each.round();
  expect(b.hut.people.byCard('XWCSTREET1')).toMatchObject({ ok: true, value: { person: given.person } });
  expect(existsSync(join(open.hut.dir, streetKeyFile))).toBe(false);
  expect(open.hut.people.byCard('XWCSTREET1')).toMatchObject({ ok: false });
  // Nothing that lies in the ledger of another hut can be tried against codes.
  const plain = createHash('sha256').update(cardHashText('XWCSTREET1')).digest('hex');
  const lists = b.hut.ledger.db.prepare("SELECT key, value FROM mirror WHERE stream = 'cards'").all();
  expect(lists.length).toBeGreaterThan(0);
  expect(JSON.stringify(lists)).not.toContain(plain);
  // Lost: cards of this hut go on, those of others when the hub was asked.
  const own = value(b.hut.people.issueCard('XWCSTREET2', 'verified'));
  rmSync(join(b.hut.dir, streetKeyFile));
  b.hut.restart();
  b.restart();
  expect(b.hut.people.byCard('XWCSTREET1')).toMatchObject({ ok: false, refusal: { why: 'card-unknown' } });
  expect(value(b.hut.people.byCard('XWCSTREET2')).person).toBe(own.person);
  await b.round();
  expect(value(b.hut.people.byCard('XWCSTREET1')).person).toBe(given.person);
});

test('a hub of an earlier release lacks a feed, and of a later one has some more: all others come', async () => {
  const hub = await office();
  const wire: Wire = async (request) => {
    if (!request.url.includes('/v1/feeds/policy')) return wireTo(() => hub.hub)(request);
    const refusal = { error: 'not-found', message: 'There is no such feed.' };
    return { status: 404, body: Buffer.from(JSON.stringify(refusal)) };
  };
  using synced = await syncedHut(hub, 'hut-a', { wire });
  await losesNothing(hub, synced);
  const { enrol: answer } = syncEndpoints;
  const enrolled = { hutId: 'hut-a', keyId: 'hut-a/1', epoch: 1, lastSeq: 0, time: 1 };
  expect(answer.answer.safeParse({ ...enrolled, streams: ['policy', 'weather'] }).success).toBe(true);
});

test('a hub of an earlier release gives no street key and loses nothing else', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a', { wire: without(hub, '/v1/street-key', '/v1/unknown') });
  await losesNothing(hub, synced);
  expect(synced.log.filter(({ what }) => what === 'street-key-not-given')).toHaveLength(1);
  const members = await hub.store.read.all('SELECT ref FROM member', []);
  expect(members.length).toBeGreaterThan(0);
});

test('borrowed here, brought back there: the loan ends here too, and the thing is not offered', async () => {
  const hub = await office();
  using a = await syncedHut(hub, 'hut-a');
  using b = await syncedHut(hub, 'hut-b');
  await a.round();
  await b.round();
  // A thing of A alone, with one of our own labels.
  const label = 'XWI00000009';
  value(
    a.hut.ledger.commit<never>('command', () =>
      done([
        event('item-added', {
          item: 'lamp-1',
          kind: 'other-tool',
          name: { zh: '灯', en: 'Lamp' },
          barcode: label,
          place: 'shelf',
          parts: [],
        }),
      ]),
    ),
  );
  const loan = value(a.hut.lending.borrowFromHand({ item: 'lamp-1', person: a.hut.li, visit: 'v' }));
  await a.round();
  value(b.hut.lending.takeIn({ barcode: label, visit: 'v' }));
  await b.round();
  await a.round();
  expect(a.hut.ledger.read.loan(loan.loan)?.returnedAt).not.toBeNull();
  expect(a.hut.lending.itemById('lamp-1')?.condition).toBe('missing');
  // Home again it is looked at, as everything that was missing.
  value(a.hut.lending.returnByHand({ item: 'lamp-1', problem: null, visit: 'v' }));
  expect(a.hut.lending.itemById('lamp-1')?.condition).toBe('needs-inspection');
});

test('an erasure of the office erases here, and the hub forgets as well', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut } = synced;
  const dwelling = { building: '1', unit: '2', room: '303' };
  const { person } = value(await hut.people.register({ phone: '13800000009', dwelling, pin: '4829' }));
  await synced.round();
  const kept = () =>
    hub.store.read.all<{ ref: string; erased_at: number | null }>(
      'SELECT ref, erased_at FROM member WHERE ref = $1',
      [person],
    );
  expect(await kept()).toMatchObject([{ ref: person, erased_at: null }]);
  await say(hub, 'erasures', '*', person, { at: 1 });
  await synced.round();
  expect(hut.sync.eraseOrdered()).toBe(true);
  expect(hut.people.findByPhone('13800000009')).toBeNull();
  expect(hut.sync.eraseOrdered()).toBe(false);
  await synced.round();
  expect((await kept())[0]?.erased_at).not.toBeNull();
});

test.each([
  ['http://hub.test:8460', false],
  ['https://hub.test', true],
  ['http://127.0.0.1:8460', true],
])('personal data goes only where nobody on the way reads it: %s', async (url, goes) => {
  const hub = await office();
  const asked: string[] = [];
  const wire: Wire = (request) => {
    asked.push(new URL(request.url).pathname);
    return wireTo(() => hub.hub)(request);
  };
  using synced = await syncedHut(hub, 'hut-a', { wire, url });
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(asked.some((path) => path.startsWith('/v1/members/'))).toBe(goes);
  expect(synced.log.some(({ what }) => what === 'members-not-shared')).toBe(!goes);
});

test('the hub is told how the hut is: at once, when that changes, and else after ten minutes', async () => {
  const hub = await office();
  let told = 0;
  const wire: Wire = (request) => {
    if (request.url.endsWith('/me/health')) told++;
    return wireTo(() => hub.hub)(request);
  };
  using synced = await syncedHut(hub, 'hut-a', { wire });
  const { hut } = synced;
  const kept = async () => {
    const [row] = await hub.store.read.all<{ health: string }>(
      `SELECT health FROM hut_report WHERE hut_id = 'hut-a'`,
    );
    return JSON.parse(row?.health ?? 'null') as unknown;
  };
  await synced.round();
  expect(told).toBe(1);
  expect(await kept()).toEqual(synced.health);
  // Sizes move all the time; nobody need know of each byte.
  synced.health = { ...synced.health, program: { ...synced.health.program, memoryBytes: 1, upSeconds: 7 } };
  await synced.round();
  expect(told).toBe(1);
  const away: Health['devices']['away'] = [{ device: 'locker', doors: [1, 2], because: 'silent' }];
  synced.health = {
    ...synced.health,
    level: 'broken',
    devices: { level: 'broken', boards: 1, scanners: 1, away },
  };
  await synced.round();
  expect(told).toBe(2);
  expect(await kept()).toMatchObject({ level: 'broken', devices: { away } });
  hut.clock.advance(syncDelays.health - 60_000);
  await synced.sync.settled();
  await synced.round();
  expect(told).toBe(2);
  hut.clock.advance(60_000);
  await synced.sync.settled();
  await synced.round();
  expect(told).toBe(3);
});

test('a hub that does not know how huts say how they are loses nothing else of them', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a', { wire: without(hub, '/me/health', '/me/unknown') });
  await losesNothing(hub, synced);
  expect(synced.log.filter(({ what }) => what === 'health-not-taken')).toHaveLength(1);
});

test('with somebody at the screen the log goes up in small batches with a rest between; once nobody is there, at once', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut, sync } = synced;
  callsInto(hut);
  const all = sync.status().queue;
  synced.busy = true;
  sync.hurry();
  hut.clock.advance(0);
  await vi.waitFor(() => expect(sync.status().queue).toBe(all - 50));
  // It rests: the hub has answered, and nothing more is on its way.
  hut.clock.advance(499);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sync.status().queue).toBe(all - 50);
  hut.clock.advance(1);
  await vi.waitFor(() => expect(sync.status().queue).toBe(all - 100));
  synced.busy = false;
  hut.clock.advance(500);
  await sync.settled();
  expect(sync.status()).toMatchObject({ state: 'fine', queue: 0 });
});

test('a hut that closes does not wait for the end of a rest', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  callsInto(synced.hut);
  const all = synced.sync.status().queue;
  synced.busy = true;
  synced.sync.hurry();
  synced.hut.clock.advance(0);
  await vi.waitFor(() => expect(synced.sync.status().queue).toBe(all - 50));
  await synced.sync.close();
});

test('until the office has compared the fingerprint it waits; withdrawn it says so and stops', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a', { confirmed: false });
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'unconfirmed' });
  await hub.confirm('hut-a', 1);
  await synced.round();
  expect(synced.sync.status().state).toBe('fine');
  await hub.store.transaction((sql) => revokeKeys(sql, 'hut-a', hub.clock.wall()));
  await synced.round();
  expect(synced.sync.status().state).toBe('revoked');
  const before = synced.hut.clock.waiting;
  synced.hut.clock.advance(86_400_000);
  expect(synced.hut.clock.waiting).toBe(before);
  expect(synced.log).toContainEqual(expect.objectContaining({ what: 'sync-refused', error: 'revoked' }));
});

test('a hub that does not answer is asked again, later and later; then all goes up', async () => {
  const hub = await office();
  let there = false;
  let tries = 0;
  const wire: Wire = async (request) => {
    tries++;
    if (!there) throw new Error('no route');
    return wireTo(() => hub.hub)(request);
  };
  using synced = await syncedHut(hub, 'hut-a', { wire });
  const { hut, sync } = synced;
  for (let second = 0; second < 7_200; second++) {
    hut.clock.advance(1_000);
    await sync.settled();
  }
  expect(sync.status()).toMatchObject({ state: 'away', queue: hut.ledger.head().seq });
  // One, two, four … seconds, then a quarter of an hour at most.
  expect(tries).toBeGreaterThan(12);
  expect(tries).toBeLessThan(30);
  hub.clock.setWall(hut.clock.wall());
  there = true;
  await synced.round();
  expect(sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(synced.log.map(({ what }) => what)).toEqual(['sync-away', 'sync-back']);
});

test('the hut is signed by the hub’s clock once the hub said what that shows', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  synced.hut.clock.setWall(synced.hut.clock.wall() + 86_400_000);
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(synced.log).toContainEqual({ what: 'clock-apart', milliseconds: -86_400_000 });
});

test('a row that this release cannot read is told: in the log, and at the desk as a release that is wanted', async () => {
  const hub = await office();
  const recall = { kind: 'ladder', model: null, barcodes: [], why, at: 0 };
  const direct = wireTo(() => hub.hub);
  /** A hub that names models by number. */
  const later: Wire = async (request) => {
    const answer = await direct(request);
    const text = Buffer.from(answer.body).toString().replace('"model":null', '"model":3');
    return request.url.includes('/feeds/recalls') ? { ...answer, body: Buffer.from(text) } : answer;
  };
  let wire = later;
  using synced = await syncedHut(hub, 'hut-a', { wire: (request) => wire(request) });
  await say(hub, 'recalls', '*', 'r1', recall);
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'fine', outdated: true });
  expect(synced.log).toContainEqual({ what: 'feed-not-read', stream: 'recalls', rows: 1 });
  synced.restart();
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ outdated: true });
  wire = direct;
  await say(hub, 'recalls', '*', 'r1', { ...recall, at: 1 });
  await synced.round();
  expect(synced.sync.status()).toMatchObject({ state: 'fine', outdated: false });
});

test('answers of the hub are not kept once they were read', async () => {
  const hub = await office();
  const answers: WeakRef<object>[] = [];
  const direct = wireTo(() => hub.hub);
  const wire: Wire = async (request) => {
    const answer = await direct(request);
    answers.push(new WeakRef(answer));
    return answer;
  };
  using synced = await syncedHut(hub, 'hut-a', { wire });
  for (let n = 0; n < 5; n++) await synced.round();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(answers.length).toBeGreaterThan(30);
  expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(3);
});

test('a hub whose own log ends before its end is asked again later, not for ever', async () => {
  const head = { epoch: 1, lastSeq: 9, lastHash: 'f'.repeat(64) };
  let asked = 0;
  const client: Pick<HubClient, 'call'> = {
    call: async () => {
      asked += 1;
      return done({ batches: [], head }) as never;
    },
  };
  const file = join(mkdtempSync(join(tmpdir(), 'own-log-')), ownLogFile);
  const fetched = await fetchOwnLog(client as HubClient, 0, file);
  expect(fetched).toMatchObject({ ok: false, refusal: { error: 'unreachable' } });
  expect({ asked, there: existsSync(file) }).toEqual({ asked: 1, there: false });
  rmSync(dirname(file), { recursive: true });
});

test('a ledger that is gone comes from the hub although the clock of the machine is in 1970', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  await synced.round();
  const { dir } = synced.hut;
  askForLog({
    dir,
    wire: wireTo(() => hub.hub),
    clock: { wall: () => 0 },
    log: (entry) => void synced.log.push(entry),
  });
  await vi.waitFor(() => expect(synced.log.map(({ what }) => what)).toContain('log-fetched'));
  expect(existsSync(join(dir, ownLogFile))).toBe(true);
});

test('a person whose data a flipped bit spoilt keeps back no other, and nothing that the office says', async () => {
  const hub = await office();
  using synced = await syncedHut(hub, 'hut-a');
  const { hut } = synced;
  const dwelling = { building: '1', unit: '2', room: '303' };
  const spoilt = value(await hut.people.register({ phone: '13800000001', dwelling, pin: '4829' }));
  const whole = value(await hut.people.register({ phone: '13800000002', dwelling, pin: '4829' }));
  hut.ledger.db.prepare('UPDATE person SET phone_enc = zeroblob(40) WHERE person = ?').run(spoilt.person);
  await say(hub, 'recalls', '*', 'r1', { kind: 'ladder', model: null, barcodes: [], why, at: 0 });
  await synced.round();
  expect(synced.sync.status().state).toBe('fine');
  expect(hut.ledger.read.mirrors.recalls()).toHaveLength(1);
  const refs = await hub.store.read.all<{ ref: string }>('SELECT ref FROM member', []);
  expect(refs.map(({ ref }) => ref)).toContain(whole.person);
  expect(refs.map(({ ref }) => ref)).not.toContain(spoilt.person);
}, 20_000);
