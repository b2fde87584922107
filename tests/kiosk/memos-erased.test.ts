import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../hut/ledger/stocked-hut.ts';
import { findResident, register, signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';
import { backUp, encodings, filesBelow, found } from './raw-files.ts';
import { tell } from './telling.ts';

const neighbour = { phone: '13812345678', building: '31', unit: '2', room: '4711', pin: '4829' };
/** A text of which any part is known again. */
const marked = (head: string, mark: string): Buffer =>
  Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(mark.repeat(40_000 / mark.length))]);
const voice = marked('1a45dfa3', 'the voice of somebody ');
const picture = marked('ffd8ffe0', 'the picture of a wheel ');
const words = '右边的轮子松了';
const others = '别人写的另一件';

const secrets = new Map<string, readonly Buffer[]>([
  ['voice', encodings('the voice of somebody ')],
  ['picture', encodings('the picture of a wheel ')],
  ['words', encodings(words)],
]);
const theirs = new Map([['words of others', encodings(others)]]);
const everyPart = [...secrets.keys()];

const below = (dir: string, what: ReadonlyMap<string, readonly Buffer[]>): string[] =>
  filesBelow(dir).flatMap((file) => found(file, what));

/** A ladder that a neighbour had came back without a word of who brings it, and much was told of it. */
async function toldOfALadder(): Promise<{ kiosk: Kiosk; person: string }> {
  const kiosk = await Kiosk.open();
  await register(kiosk, neighbour);
  const person = kiosk.opened.store.people.findByPhone(neighbour.phone)?.person ?? '';
  const ladder = kiosk.item('ladder', 'shelf');
  kiosk.lending.borrowFromHand({ item: ladder.item, person, visit: 'v' });
  await kiosk.press({ do: 'home' });
  await tell(kiosk, ladder.barcode, { voice, picture, words: Buffer.from(words) });
  await tell(kiosk, kiosk.item('book', 'shelf').barcode, { words: Buffer.from(others) });
  expect(below(kiosk.dir, secrets).sort()).toEqual(everyPart.sort());
  return { kiosk, person };
}

describe('who is erased is erased from what was told of things', () => {
  it('at the desk: no byte is left of it in any file, nor in a backup; what was told of other things stays', async () => {
    const { kiosk } = await toldOfALadder();
    kiosk.ledger.tidy();
    const older = backUp(kiosk, 'older.db');
    // No backup ever held it: it is not in the ledger.
    expect(found(older, secrets)).toEqual([]);
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'erase' });
    expect(below(kiosk.dir, secrets)).toHaveLength(3);
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-done').what).toBe('erased');
    expect(below(kiosk.dir, secrets)).toEqual([]);
    expect(found(backUp(kiosk, 'newer.db'), secrets)).toEqual([]);
    await kiosk.stop();
    expect(below(kiosk.dir, secrets)).toEqual([]);
    await kiosk.start();
    expect(below(kiosk.dir, secrets)).toEqual([]);
    expect(below(kiosk.dir, theirs)).toEqual(['words of others']);
  });

  it('not while something is still out in their name: then nothing of it goes', async () => {
    const { kiosk, person } = await toldOfALadder();
    kiosk.lending.borrowFromHand({ item: kiosk.item('wheelchair', 'shelf').item, person, visit: 'v' });
    expect(kiosk.opened.store.residents.erase({ person, actor: 'command' }).ok).toBe(false);
    expect(below(kiosk.dir, secrets)).toHaveLength(3);
  });

  it('at the next start, when the power went between the record of it and the files', async () => {
    const { kiosk, person } = await toldOfALadder();
    const left = join(kiosk.dir, 'left');
    const memos = join(kiosk.ledgerDir, 'memos');
    const before = join(kiosk.dir, 'before');
    cpSync(memos, before, { recursive: true });
    // What follows the record is not reached.
    const { db } = kiosk.ledger;
    const exec = db.exec.bind(db);
    db.exec = () => {
      throw new Error('the power goes');
    };
    expect(() => kiosk.opened.store.residents.erase({ person, actor: 'command' })).toThrow('the power goes');
    db.exec = exec;
    // The disk as it was in the moment of the commit: the record stands, and every file is there still.
    cpSync(kiosk.ledgerDir, left, { recursive: true });
    rmSync(join(left, 'memos'), { recursive: true });
    cpSync(before, join(left, 'memos'), { recursive: true });
    rmSync(before, { recursive: true });
    expect(below(left, secrets)).toHaveLength(3);
    const store = openStore(left, kiosk.clock, { boot: 'next' });
    expect(below(left, secrets)).toEqual([]);
    expect(below(left, theirs)).toEqual(['words of others']);
    expect(store.ledger.db.prepare('SELECT count(*) FROM erasure_waits').pluck().get()).toBe(0);
    store.close();
  });
});
