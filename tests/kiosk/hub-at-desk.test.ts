import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { codeLetters } from '../../domain/contract/keeper-screen.ts';
import { partedFile } from '../../hut/ledger/marks.ts';
import { syncDelays } from '../../hut/sync/deciding.ts';
import { hubFile } from '../../hut/sync/hub-file.ts';
import { ownLogFile } from '../../hut/sync/own-log.ts';
import { openTestHub, type TestHub } from '../hub/test-hub.ts';
import { hubUrl, wireTo } from '../hut/sync/hub-wire.ts';
import { say } from '../hut/sync/synced-hut.ts';
import { putImage, takeImage } from '../simulation/image.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

/** A kiosk and a hub; nothing of either is known to the other. */
async function street(): Promise<{ kiosk: Kiosk; hub: TestHub }> {
  const hub = await openTestHub();
  const kiosk = await Kiosk.open({ hub: { url: hubUrl, wire: wireTo(() => hub.hub) } });
  onTestFinished(() => hub.close());
  return { kiosk, hub };
}

/** All that is due now, and one talk with the hub to its end. */
async function talk(kiosk: Kiosk): Promise<void> {
  kiosk.opened.sync.hurry();
  await kiosk.pass(0);
  // With a keeper at the screen a round rests between its batches.
  let ended = false;
  const end = kiosk.opened.sync.settled().then(() => {
    ended = true;
  });
  while (!ended) await kiosk.pass(100);
  await end;
  await kiosk.quiet();
}

/** At the desk: the office's code, letter by letter. */
async function typeCode(kiosk: Kiosk, code: string): Promise<void> {
  for (const typed of code) {
    const letter = codeLetters.find((each) => each === typed);
    if (letter !== undefined) await kiosk.press({ do: 'letter', letter });
  }
  while (kiosk.screen.at === 'keeper-hub-code' && kiosk.on('keeper-hub-code').busy) await kiosk.quiet();
}

async function joinHub(kiosk: Kiosk, hub: TestHub): Promise<void> {
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'hub' });
  await kiosk.press({ do: 'hub', act: 'join' });
  await typeCode(kiosk, await hub.codeFor('haitang-3'));
  await kiosk.until('keeper-hub');
  await hub.confirm('haitang-3', 1);
  await talk(kiosk);
}

it('a keeper types the office’s code, reads out the fingerprint, and sees how the hub is', async () => {
  const { kiosk, hub } = await street();
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'hub' });
  expect(kiosk.on('keeper-hub')).toMatchObject({ state: 'alone', address: hubUrl, fingerprint: null });
  await kiosk.press({ do: 'hub', act: 'join' });
  await typeCode(kiosk, '00000000');
  expect(kiosk.on('keeper-hub-code')).toMatchObject({ typed: '', problem: 'code-unknown' });
  await typeCode(kiosk, await hub.codeFor('haitang-3'));
  await kiosk.until('keeper-hub');
  await talk(kiosk);
  const { fingerprint, state } = kiosk.on('keeper-hub');
  const [key] = await hub.store.read.all<{ fingerprint: string }>('SELECT fingerprint FROM hut_key', []);
  expect({ fingerprint, state }).toEqual({ fingerprint: key?.fingerprint, state: 'unconfirmed' });
  await hub.confirm('haitang-3', 1);
  await talk(kiosk);
  expect(kiosk.on('keeper-hub')).toMatchObject({ state: 'fine', queue: 0, hut: 'haitang-3' });
  expect(kiosk.events()).toContain('hub-joined');
  await kiosk.press({ do: 'back' });
  await kiosk.press({ do: 'desk', function: 'health' });
  expect(kiosk.on('keeper-health').health.sync).toMatchObject({ level: 'ok', state: 'fine', queue: 0 });
});

it.each([
  ['is cut off', (text: string) => text.slice(0, 40), 'is not JSON'],
  ['is empty', () => '', 'is empty'],
  [
    'is another JSON',
    () => '{"url":"https://hub.example","hutId":7}',
    'is not what a hut writes: publicKey, privateKey, hutId',
  ],
])(
  'a hub.json that %s is told to the keeper and in the log, is left as it is, and found again',
  async (_, spoil, said) => {
    const { kiosk, hub } = await street();
    await joinHub(kiosk, hub);
    const file = join(kiosk.ledgerDir, hubFile);
    const good = readFileSync(file, 'utf8');
    const { privateKey } = JSON.parse(good) as { privateKey: string };
    await kiosk.stop();
    const bad = spoil(good);
    writeFileSync(file, bad);
    await kiosk.start();
    await signIn(kiosk);
    await kiosk.press({ do: 'desk', function: 'hub' });
    expect(kiosk.on('keeper-hub')).toMatchObject({
      state: 'unreadable',
      address: hubUrl,
      hut: null,
      joinable: true,
    });
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'desk', function: 'health' });
    expect(kiosk.on('keeper-health').health.sync).toMatchObject({ level: 'attention', state: 'unreadable' });
    const told = kiosk.log.filter(({ what }) => what === 'hub-file-unreadable');
    expect(told).toEqual([expect.objectContaining({ message: expect.stringContaining(said) })]);
    expect(JSON.stringify(kiosk.log)).not.toContain(privateKey.slice(0, 12));
    // Lending goes on, nothing goes up, and the file is as it was.
    await kiosk.press({ do: 'home' });
    const door = await kiosk.borrowUntilOpen('wrench');
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
    expect(readFileSync(file, 'utf8')).toBe(bad);
    expect(kiosk.opened.sync.status().queue).toBeGreaterThan(0);
    // Put back, it is found by itself, and said no more.
    writeFileSync(file, good);
    await kiosk.pass(syncDelays.stuck);
    await talk(kiosk);
    expect(kiosk.opened.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  },
);

it('with a hub.json that cannot be read, a new code of the office joins the hut anew', async () => {
  const { kiosk, hub } = await street();
  await joinHub(kiosk, hub);
  await kiosk.stop();
  writeFileSync(join(kiosk.ledgerDir, hubFile), 'x');
  await kiosk.start();
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'hub' });
  await kiosk.press({ do: 'hub', act: 'join' });
  await typeCode(kiosk, await hub.codeFor('haitang-3'));
  await kiosk.until('keeper-hub');
  await hub.confirm('haitang-3', 2);
  await talk(kiosk);
  expect(kiosk.on('keeper-hub')).toMatchObject({ state: 'fine', hut: 'haitang-3', queue: 0 });
});

it('what is borrowed here is at the hub, and what the office calls back is refused here', async () => {
  const { kiosk, hub } = await street();
  await joinHub(kiosk, hub);
  await kiosk.press({ do: 'home' });
  const door = await kiosk.borrowUntilOpen('wrench');
  kiosk.board.closeDoor(door);
  await kiosk.pass(600);
  kiosk.on('borrowed');
  await kiosk.pass(600);
  await kiosk.opened.sync.settled();
  const loans = await hub.store.read.all('SELECT 1 AS one FROM open_loan', []);
  expect(loans).toHaveLength(1);
  const why = { zh: '这款充电宝会起火', en: 'This power bank may catch fire' };
  await say(hub, 'recalls', '*', 'r1', { kind: 'power-bank', model: null, barcodes: [], why, at: 1 });
  await talk(kiosk);
  await kiosk.press({ do: 'home' });
  await kiosk.press({ do: 'function', function: 'borrow' });
  await kiosk.press({ do: 'kind', kind: 'power-bank' });
  expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'recalled', because: why });
});

/** A hut at the hub whose disk was set back to before something was lent; and that thing. */
async function setBack(): Promise<{ kiosk: Kiosk; hub: TestHub; item: string }> {
  const { kiosk, hub } = await street();
  await joinHub(kiosk, hub);
  await kiosk.press({ do: 'home' });
  const image = join(kiosk.dir, 'image');
  await kiosk.stop();
  takeImage(kiosk.ledgerDir, image);
  await kiosk.start();
  const door = await kiosk.borrowUntilOpen('wrench');
  kiosk.board.closeDoor(door);
  await kiosk.pass(600);
  const { item } = kiosk.on('borrowed').item;
  await talk(kiosk);
  await kiosk.stop();
  putImage(image, kiosk.ledgerDir);
  return { kiosk, hub, item };
}

it('a disk that was set back: the hut fetches what the hub has, keeps what it did meanwhile, and says so', async () => {
  const { kiosk, item } = await setBack();
  // Without the network for a while: a neighbour borrows something else.
  await kiosk.start();
  expect(kiosk.lending.isOut(item)).toBe(false);
  const another = kiosk.item('book', 'shelf');
  await kiosk.press({ do: 'begin' });
  await kiosk.scan(another.barcode);
  await kiosk.scan(kiosk.card);
  kiosk.on('borrowed');
  await talk(kiosk);
  // Somebody is at the screen: it waits. Then the ledger is away for a moment.
  expect(kiosk.lending.isOut(item)).toBe(false);
  await kiosk.pass(200_000);
  expect(kiosk.anotherLedger).toBe(1);
  await kiosk.stop();
  await kiosk.start();
  expect(kiosk.lending.isOut(item)).toBe(true);
  expect(kiosk.lending.isOut(another.item)).toBe(true);
  await talk(kiosk);
  expect(kiosk.opened.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
  expect(kiosk.opened.health().ledger).toMatchObject({ level: 'attention', state: 'open' });
  expect(kiosk.log.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['sync-parted', 'histories-joined', 'ledger-restored']),
  );
});

it('what cannot be marked to be joined is found again, and ends no hut', async () => {
  const { kiosk } = await setBack();
  mkdirSync(join(kiosk.ledgerDir, partedFile));
  await kiosk.start();
  await talk(kiosk);
  await kiosk.pass(60_000);
  expect(kiosk.log).toContainEqual(expect.objectContaining({ what: 'histories-not-joined' }));
  rmdirSync(join(kiosk.ledgerDir, partedFile));
  await kiosk.pass(syncDelays.stuck);
  await talk(kiosk);
  await kiosk.pass(60_000);
  expect(kiosk.anotherLedger).toBe(1);
});

it('a hut that is put away while somebody is at the screen waits no longer to join', async () => {
  const { kiosk } = await setBack();
  const before = kiosk.clock.waiting;
  await kiosk.start();
  await kiosk.press({ do: 'begin' });
  await talk(kiosk);
  expect(kiosk.log.map(({ what }) => what)).toContain('sync-parted');
  await kiosk.pass(1_000);
  await kiosk.stop();
  expect(kiosk.clock.waiting).toBe(before);
});

it('a ledger that is gone, and no backup of it: the hub has it', async () => {
  const { kiosk, hub } = await street();
  await joinHub(kiosk, hub);
  await kiosk.press({ do: 'home' });
  const door = await kiosk.borrowUntilOpen('wrench');
  kiosk.board.closeDoor(door);
  await kiosk.pass(600);
  const { item } = kiosk.on('borrowed').item;
  await talk(kiosk);
  const before = kiosk.ledger.head();
  await kiosk.stop();
  for (const end of ['', '-wal', '-shm']) rmSync(join(kiosk.ledgerDir, `ledger.db${end}`), { force: true });
  rmSync(join(kiosk.ledgerDir, 'backups'), { recursive: true, force: true });
  await expect(kiosk.start()).rejects.toThrow('no backup');
  while (!existsSync(join(kiosk.ledgerDir, ownLogFile))) await kiosk.quiet();
  await kiosk.start();
  expect(kiosk.lending.isOut(item)).toBe(true);
  expect(kiosk.ledger.head()).toMatchObject({ epoch: 2 });
  expect(kiosk.ledger.head().seq).toBeGreaterThan(before.seq);
  await talk(kiosk);
  expect(kiosk.opened.sync.status()).toMatchObject({ state: 'fine', queue: 0 });
});
