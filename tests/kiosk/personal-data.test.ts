import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Config } from '../../hut/config/config.ts';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { practiceDirectory } from '../../hut/open-hut.ts';
import { openStore } from '../hut/ledger/stocked-hut.ts';
import { findResident, register, signIn, typePin } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';
import { backUp, encodings, filesBelow, found } from './raw-files.ts';
import { tell } from './telling.ts';

const neighbour = { phone: '13812345678', building: '31', unit: '2', room: '4711', pin: '4829' };
const blank = makeLabel('card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9));
/** What somebody says and writes of a thing. */
const said = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from('said of it '.repeat(20))]);
const written = '王阿姨住31幢，轮子松了';
const dwelling = JSON.stringify({ building: '31', unit: '2', room: '4711' });

/** Everything about the neighbour that must not be readable in any file: in the clear, in any encoding. */
const inTheClear = new Map<string, readonly Buffer[]>([
  ['phone', encodings(neighbour.phone)],
  ['middle of the phone', encodings('81234567')],
  ['dwelling', encodings(dwelling)],
]);

/** What the ledger keeps of the neighbour, sealed or hashed, and the code of the card. */
function kept(kiosk: Kiosk): Map<string, readonly Buffer[]> {
  const row = kiosk.ledger.db.prepare<[], Record<string, unknown>>('SELECT * FROM person').get() ?? {};
  const sealed = Object.entries(row).flatMap(([column, value]) =>
    Buffer.isBuffer(value) ? [[column, [value]] as [string, Buffer[]]] : [],
  );
  expect(sealed.map(([column]) => column)).toEqual([
    'phone_hmac',
    'phone_enc',
    'dwelling_enc',
    'pin_salt',
    'pin_hash',
  ]);
  return new Map<string, readonly Buffer[]>([...sealed, ['card code', encodings(blank)]]);
}

async function registerWithCard(kiosk: Kiosk): Promise<void> {
  await register(kiosk, neighbour);
  await signIn(kiosk);
  await findResident(kiosk, neighbour.phone);
  await kiosk.press({ do: 'resident', act: 'give-card' });
  await kiosk.scan(blank);
  expect(kiosk.on('keeper-done').what).toBe('card-given');
  await kiosk.press({ do: 'home' });
}

async function erase(kiosk: Kiosk): Promise<void> {
  await signIn(kiosk);
  await findResident(kiosk, neighbour.phone);
  await kiosk.press({ do: 'resident', act: 'erase' });
  await kiosk.press({ do: 'confirm' });
  expect(kiosk.on('keeper-done').what).toBe('erased');
  await kiosk.press({ do: 'home' });
}

describe('personal data', () => {
  it('leaves no byte in any file once somebody is erased at the desk, with the hut running and after it', async () => {
    const kiosk = await Kiosk.open();
    await registerWithCard(kiosk);
    // Lends and returns, so that pages move and split before.
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    kiosk.on('borrowed');
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    kiosk.lending.returnByHand({ item: book.item, problem: null, visit: 'v' });
    kiosk.ledger.tidy();
    const secrets = kept(kiosk);
    const older = backUp(kiosk, 'older.db');
    const where = () => filesBelow(kiosk.dir).flatMap((file) => found(file, secrets).map(() => file));
    // The search finds what is there: in the ledger, and in the copy of before.
    expect([...new Set(where())]).toEqual(expect.arrayContaining([older]));
    expect(found(older, secrets)).toEqual([...secrets.keys()]);
    expect(filesBelow(kiosk.dir).flatMap((file) => found(file, inTheClear))).toEqual([]);

    await erase(kiosk);
    expect([...new Set(where())]).toEqual([older]);
    const newer = backUp(kiosk, 'newer.db');
    expect(found(newer, secrets)).toEqual([]);
    // The older copy ages out; from here on there is none.
    rmSync(older);
    expect(where()).toEqual([]);
    await kiosk.stop();
    expect(where()).toEqual([]);
    await kiosk.start();
    expect(where()).toEqual([]);
    expect(filesBelow(kiosk.dir).flatMap((file) => found(file, inTheClear))).toEqual([]);
    // The card is worth nothing, and the log is whole.
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    expect(kiosk.on('refusal').refusal.why).toBe('card-unknown');
    expect(JSON.stringify(kiosk.log)).not.toContain(blank);
  });

  it('finishes an erasure that a power cut broke off', async () => {
    const kiosk = await Kiosk.open();
    await registerWithCard(kiosk);
    const secrets = kept(kiosk);
    const person = kiosk.opened.store.people.findByPhone(neighbour.phone)?.person ?? '';
    // The rows go and the note stays; the power goes before what they lay on is overwritten.
    const { db } = kiosk.ledger;
    const exec = db.exec.bind(db);
    db.exec = () => {
      throw new Error('the power goes');
    };
    expect(() => kiosk.opened.store.residents.erase({ person, actor: 'command' })).toThrow('the power goes');
    db.exec = exec;
    // The files as they lie on the disk in that moment, opened by the next start.
    const left = join(kiosk.dir, 'left');
    cpSync(join(kiosk.dir, practiceDirectory), left, { recursive: true });
    const raw = () => filesBelow(left).flatMap((file) => found(file, secrets));
    expect(raw()).not.toEqual([]);
    const store = openStore(left, kiosk.clock, { boot: 'next' });
    expect(raw()).toEqual([]);
    expect(store.people.findByPhone(neighbour.phone)).toBeNull();
    expect(store.ledger.db.prepare('SELECT count(*) FROM erasure_waits').pluck().get()).toBe(0);
    store.close();
    expect(raw()).toEqual([]);
  });

  it('is in no log line, no event and no push of a whole run', async () => {
    const stick = mkdtempSync(join(tmpdir(), 'xiaowu-stick-'));
    onTestFinished(() => rmSync(stick, { recursive: true, force: true }));
    const kiosk = await Kiosk.open({ hut: Config.parse({ hut: { exportTo: stick } }).hut });
    const pushed: string[] = [];
    kiosk.opened.pushes.onPush((push) => {
      if (push.name === 'view') pushed.push(JSON.stringify((push.body as { screen: unknown }).screen));
    });
    await registerWithCard(kiosk);
    await comeBack(kiosk);
    // Wrong PINs of both kinds, a payment code, a number in a QR code, a torn label, a borrow with a jam.
    await kiosk.scan(practiceKeeper.code);
    await typePin(kiosk, '111222');
    await kiosk.press({ do: 'back' });
    for (const text of [
      '134512345678901234',
      `tel:${neighbour.phone}`,
      neighbour.phone,
      blank.slice(0, -1),
    ]) {
      await kiosk.scan(text);
      await kiosk.press({ do: 'home' });
    }
    await kiosk.pick('wrench');
    kiosk.board.jam(1);
    await kiosk.press({ do: 'borrow' });
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    await kiosk.pass(4_000);
    await kiosk.press({ do: 'home' });
    // Something is said and written of a thing, and the keeper reads it.
    const { item, barcode } = kiosk.item('ladder', 'shelf');
    await tell(kiosk, barcode, { voice: said, words: Buffer.from(written) });
    await signIn(kiosk);
    await kiosk.press({ do: 'desk', function: 'things' });
    await kiosk.press({ do: 'thing', item });
    await kiosk.press({ do: 'memos' });
    for (const { memo } of kiosk.on('keeper-memos').memos) {
      const { bytes } = await kiosk.hut.handle('memo', { token: kiosk.view().token, memo, part: 0 });
      expect(bytes).not.toBeNull();
    }
    await kiosk.press({ do: 'home' });
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'export' });
    expect(kiosk.on('keeper-done').what).toBe('exported');
    await kiosk.press({ do: 'home' });
    await erase(kiosk);
    await kiosk.stop();
    await kiosk.start();

    const log = kiosk.log.map((entry) => JSON.stringify(entry));
    expect(log.length).toBeGreaterThan(40);
    const events = kiosk.ledger.db.prepare<[], string>('SELECT actor || body FROM event').pluck().all();
    const secrets = [
      neighbour.phone,
      neighbour.phone.slice(3),
      '81234567',
      neighbour.room,
      neighbour.pin,
      blank,
      practiceKeeper.code,
      practiceKeeper.pin,
      '111222',
    ];
    const holds = (line: string, secret: string) => new RegExp(`(^|\\W)${secret}(\\W|$)`).test(line);
    for (const secret of secrets) {
      expect(log.filter((line) => holds(line, secret))).toEqual([]);
      expect(events.filter((line) => holds(line, secret))).toEqual([]);
    }
    // The screen shows a home to its own person and to the keeper; a number, a code or a PIN to nobody.
    for (const secret of [neighbour.phone, '81234567', neighbour.pin, blank, practiceKeeper.pin]) {
      expect(pushed.filter((line) => holds(line, secret))).toEqual([]);
    }
    // What was told of a thing is in none of them, not even to the keeper who reads it: the page fetches it by itself.
    const lines = [
      ...log,
      ...events,
      ...pushed,
      JSON.stringify(kiosk.ledger.db.prepare('SELECT * FROM event').all()),
    ];
    for (const form of [...encodings(written), ...encodings('said of it')]) {
      expect(lines.filter((line) => Buffer.from(line).includes(form))).toEqual([]);
    }
    // What was scanned and is nobody's label is kept for the keeper outside of the log, and went with the person.
    const scans = kiosk.ledger.db.prepare<[], string>('SELECT text FROM unknown_scan').pluck().all();
    expect(scans.filter((text) => text.includes(neighbour.phone))).toEqual([]);
  });
});

/** Somebody comes back and types a wrong PIN, then the right one. */
async function comeBack(kiosk: Kiosk): Promise<void> {
  await kiosk.press({ do: 'function', function: 'my-loans' });
  await kiosk.press({ do: 'by-phone' });
  await kiosk.type(neighbour.phone);
  await kiosk.press({ do: 'submit' });
  for (const pin of ['9000', neighbour.pin]) {
    await kiosk.type(pin);
    while (kiosk.screen.at === 'pin' && kiosk.on('pin').busy) await kiosk.quiet();
  }
  kiosk.on('loans');
  await kiosk.press({ do: 'home' });
}
