import { createHmac, hash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoEventBodies } from '../../domain/ledger/memo-events.ts';
import { memoKeptForMs } from '../../domain/memo/memo.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';
import { bringBackWrong, give, picture, putBack, somethingWrong, sound } from './telling.ts';

const files = (kiosk: Kiosk, item: string): string[] => {
  const folder = join(kiosk.ledgerDir, 'memos', encodeURIComponent(item));
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};

async function seenByKeeper(kiosk: Kiosk, item: string) {
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'things' });
  await kiosk.press({ do: 'thing', item });
  const { memos } = kiosk.on('keeper-thing');
  if (memos > 0) await kiosk.press({ do: 'memos' });
  return memos;
}

const read = async (kiosk: Kiosk, memo: string, part = 0) => {
  const answer = await kiosk.hut.handle('memo', { token: kiosk.view().token, memo, part });
  return answer.bytes === null ? null : Buffer.from(answer.bytes, 'base64');
};

describe('who brings a thing back may say and show what is wrong', () => {
  it('and the keeper hears and sees it, also after a restart, until the thing is lent again', async () => {
    const { kiosk, item } = await somethingWrong();
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'voice' });
    expect(await give(kiosk, 'voice', sound)).toEqual({ taken: true });
    expect(kiosk.on('return-tell')).toMatchObject({ by: 'choose', told: [{ what: 'voice' }] });
    await kiosk.press({ do: 'tell', by: 'picture' });
    expect(await give(kiosk, 'picture', picture)).toEqual({ taken: true });
    await kiosk.press({ do: 'tell', by: 'words' });
    expect(await give(kiosk, 'words', Buffer.from('右边的轮子松了'))).toEqual({ taken: true });
    // Three are plenty.
    expect(await kiosk.press({ do: 'tell', by: 'voice' })).toBe(false);
    await kiosk.press({ do: 'back' });
    expect(kiosk.on('return-problem').told).toHaveLength(3);
    await putBack(kiosk);
    expect(kiosk.events().filter((type) => type === 'memo-kept')).toHaveLength(3);
    for (const file of files(kiosk, item)) expect(statSync(file).mode & 0o077).toBe(0);
    // Not a word of it is in the log.
    const bodies = kiosk.ledger.db.prepare<[], string>('SELECT body FROM event').pluck().all().join('\n');
    expect(bodies).not.toContain('轮子');

    await kiosk.stop();
    await kiosk.start();
    expect(await seenByKeeper(kiosk, item)).toBe(3);
    const { memos } = kiosk.on('keeper-memos');
    const by = new Map(memos.map(({ what, memo }) => [what, memo]));
    const parts = [0, 1, 2].map((part) => read(kiosk, by.get('voice') ?? '', part));
    expect(Buffer.concat((await Promise.all(parts)).filter((part) => part !== null)).equals(sound)).toBe(
      true,
    );
    expect((await read(kiosk, by.get('picture') ?? ''))?.equals(picture)).toBe(true);
    expect((await read(kiosk, by.get('words') ?? ''))?.toString()).toBe('右边的轮子松了');
    // One goes by the keeper's hand, the others when the thing is well.
    await kiosk.press({ do: 'memo-drop', memo: by.get('words') ?? '' });
    expect(kiosk.on('keeper-memos').memos).toHaveLength(2);
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'condition', condition: 'in-service' });
    expect(files(kiosk, item)).toEqual([]);
    expect(kiosk.events().filter((type) => type === 'memo-erased')).toHaveLength(3);
  });

  it('and takes it back with the word that something is wrong; what a neighbour told before stays', async () => {
    const { kiosk, item } = await somethingWrong();
    const say = async () => {
      await kiosk.press({ do: 'tell', by: 'choose' });
      await kiosk.press({ do: 'tell', by: 'voice' });
      expect(await give(kiosk, 'voice', sound)).toEqual({ taken: true });
    };
    await say();
    await kiosk.press({ do: 'home' });
    await bringBackWrong(kiosk, kiosk.item('ladder', 'shelf').barcode);
    await say();
    await kiosk.press({ do: 'back' });
    await putBack(kiosk);
    expect(files(kiosk, item)).toHaveLength(2);
    expect(await kiosk.press({ do: 'undo' })).toBe(true);
    expect(files(kiosk, item)).toHaveLength(1);
    expect(kiosk.events().filter((type) => type === 'memo-erased')).toHaveLength(1);
  });

  it('and the log tells nobody afterwards which few words it was', async () => {
    const { kiosk, item } = await somethingWrong();
    const words = Buffer.from('坏了');
    await kiosk.press({ do: 'tell', by: 'choose' });
    for (let nth = 0; nth < 2; nth++) {
      await kiosk.press({ do: 'tell', by: 'words' });
      await give(kiosk, 'words', words);
    }
    const kept = kiosk.ledger.db
      .prepare<[], string>("SELECT body FROM event WHERE type = 'memo-kept'")
      .pluck()
      .all()
      .map((body) => memoEventBodies['memo-kept'].parse(JSON.parse(body)));
    const tried = hash('sha256', words, 'hex');
    for (const { sum, ...rest } of kept) {
      expect(sum).not.toBe(tried);
      // What makes the sum is in the name of the file, which goes, and nowhere in the log.
      const salt = basename(files(kiosk, item).find((file) => file.endsWith(sum)) ?? '').split('.')[3] ?? '';
      expect(salt).toMatch(/^[0-9a-f]{32}$/);
      expect(createHmac('sha256', salt).update(words).digest('hex')).toBe(sum);
      expect(JSON.stringify(rest)).not.toContain(salt);
    }
    expect(new Set(kept.map(({ sum }) => sum)).size).toBe(2);
  });

  it('and nobody has to: two touches are the return, as ever', async () => {
    const { kiosk, item } = await somethingWrong();
    await putBack(kiosk);
    expect(files(kiosk, item)).toEqual([]);
  });

  it('a disk that takes no memo takes the return all the same, and says that nothing was kept', async () => {
    const { kiosk, item } = await somethingWrong();
    // A file where the folder should be.
    writeFileSync(join(kiosk.ledgerDir, 'memos'), '');
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'voice' });
    expect(await give(kiosk, 'voice', sound)).toEqual({ taken: false, because: 'disk' });
    expect(kiosk.on('return-tell')).toMatchObject({ by: 'voice', told: [] });
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'back' });
    await putBack(kiosk);
    expect(kiosk.events()).not.toContain('memo-kept');
    expect(kiosk.lending.itemById(item)?.condition).toBe('needs-inspection');
  });

  it('a disk that has given its reserve up keeps what is left of it for returns', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pass(2_000);
    const { item, barcode } = kiosk.item('ladder', 'shelf');
    await bringBackWrong(kiosk, barcode);
    kiosk.freeBytes = 0;
    expect(kiosk.opened.room.make()).toBe(true);
    expect(kiosk.opened.room.state).toBe('used');
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'voice' });
    expect(await give(kiosk, 'voice', sound)).toEqual({ taken: false, because: 'disk' });
    expect(files(kiosk, item)).toEqual([]);
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'back' });
    await putBack(kiosk);
    expect(kiosk.lending.itemById(item)?.condition).toBe('needs-inspection');
  });

  it('who takes it back takes it all back: one by one, or because nothing is wrong', async () => {
    const { kiosk, item } = await somethingWrong();
    await kiosk.press({ do: 'tell', by: 'choose' });
    for (const what of ['picture', 'words'] as const) {
      await kiosk.press({ do: 'tell', by: what });
      await give(kiosk, what, what === 'words' ? Buffer.from('x') : picture);
    }
    const [first] = kiosk.on('return-tell').told;
    await kiosk.press({ do: 'memo-drop', memo: first?.memo ?? '' });
    expect(files(kiosk, item)).toHaveLength(1);
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'back' });
    kiosk.on('return');
    expect(files(kiosk, item)).toEqual([]);
  });

  it('who comes back from putting it away is asked anew, and what they told is gone', async () => {
    const { kiosk, item } = await somethingWrong();
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'voice' });
    await give(kiosk, 'voice', sound);
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'problem', problem: 'broken' });
    kiosk.on('put-back');
    expect(files(kiosk, item)).toHaveLength(1);
    await kiosk.press({ do: 'back' });
    kiosk.on('return');
    expect(files(kiosk, item)).toEqual([]);
  });

  it('only from the screen where it is told, whole, in order, and only what it says it is', async () => {
    const { kiosk, item } = await somethingWrong();
    expect(await give(kiosk, 'voice', sound)).toMatchObject({ because: 'screen-gone' });
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'voice' });
    const { token } = kiosk.view();
    expect(await give(kiosk, 'picture', picture)).toMatchObject({ because: 'screen-gone' });
    expect(await give(kiosk, 'voice', sound, token - 1)).toMatchObject({ because: 'screen-gone' });
    expect(await give(kiosk, 'voice', picture)).toEqual({ taken: false, because: 'not-that' });
    const bytes = sound.subarray(0, 100).toString('base64');
    const part = (n: number, of: number) => ({ token, what: 'voice' as const, part: n, of, bytes });
    expect(await kiosk.hut.handle('keepMemo', part(1, 2))).toMatchObject({ because: 'out-of-order' });
    expect(await kiosk.hut.handle('keepMemo', part(0, 3))).toEqual({ taken: true });
    expect(await kiosk.hut.handle('keepMemo', part(2, 3))).toMatchObject({ because: 'out-of-order' });
    expect(files(kiosk, item)).toEqual([]);
    expect(kiosk.on('return-tell').told).toEqual([]);
  });

  it('nobody but a keeper at that screen is given one, and none that was changed on the disk', async () => {
    const { kiosk, item } = await somethingWrong();
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'picture' });
    await give(kiosk, 'picture', picture);
    const [told] = kiosk.on('return-tell').told;
    const memo = told?.memo ?? '';
    expect(await read(kiosk, memo)).toBeNull();
    await kiosk.press({ do: 'back' });
    await putBack(kiosk);
    await seenByKeeper(kiosk, item);
    const stale = kiosk.view().token;
    expect(await read(kiosk, memo)).not.toBeNull();
    const [file = ''] = files(kiosk, item);
    const bytes = readFileSync(file);
    bytes[1_000] = 1;
    writeFileSync(file, bytes);
    expect(await read(kiosk, memo)).toBeNull();
    await kiosk.press({ do: 'home' });
    expect(await kiosk.hut.handle('memo', { token: stale, memo, part: 0 })).toEqual({ of: 0, bytes: null });
  });

  it('thirty days are enough', async () => {
    const { kiosk, item } = await somethingWrong();
    await kiosk.press({ do: 'tell', by: 'choose' });
    await kiosk.press({ do: 'tell', by: 'picture' });
    await give(kiosk, 'picture', picture);
    await kiosk.press({ do: 'back' });
    await putBack(kiosk);
    // What the power left half written, and what was told while the clock was years ahead.
    const [told = ''] = files(kiosk, item);
    const folder = dirname(told);
    writeFileSync(join(folder, '.m-2.new'), picture);
    const ahead = kiosk.clock.wall() + 5 * 365 * 86_400_000;
    copyFileSync(told, join(folder, basename(told).replace(/^\d+\.[^.]+/, `${ahead}.m-3`)));
    await kiosk.switchedOffFor(memoKeptForMs - 3_600_000);
    await kiosk.press({ do: 'begin' });
    await kiosk.pass(200_000);
    expect(files(kiosk, item)).toEqual([told]);
    await kiosk.switchedOffFor(2 * 3_600_000);
    await kiosk.press({ do: 'begin' });
    await kiosk.pass(200_000);
    expect(files(kiosk, item)).toEqual([]);
  });
});
