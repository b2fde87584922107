import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetMemos, openMemos } from '../../hut/memo/memos.ts';
import { SimClock } from '../sim-clock.ts';
import { TemporaryDirectory } from './ledger/stocked-hut.ts';

const words = Buffer.from('轮子松了');
const memosIn = (dir: string) =>
  openMemos({
    dir,
    clock: new SimClock(),
    newId: () => 'memo-1',
    random: (bytes) => Buffer.alloc(bytes, 7),
    roomy: () => true,
    commit: () => true,
  });

test('whatever a thing is called, its memos lie below the folder of memos, and no other file goes with them', () => {
  using directory = new TemporaryDirectory();
  const dir = join(directory.path, 'memos');
  mkdirSync(dir);
  writeFileSync(join(directory.path, 'ledger.db'), 'the ledger');
  for (const item of ['..', '.', '../..', 'a/b', '%', 'ladder 1']) {
    const memos = memosIn(dir);
    expect([item, memos.keep({ item, visit: 'v', what: 'words', bytes: words }).ok]).toEqual([item, true]);
    expect(memos.read(item, 'memo-1')).toEqual(words);
    expect(readdirSync(dir)).toHaveLength(1);
    expect(readdirSync(directory.path).sort()).toEqual(['ledger.db', 'memos']);
    forgetMemos(dir, item);
    expect(readdirSync(dir)).toEqual([]);
    expect(readdirSync(directory.path).sort()).toEqual(['ledger.db', 'memos']);
  }
});

test('a folder that is none of ours stops no tidying', () => {
  using directory = new TemporaryDirectory();
  const dir = join(directory.path, 'memos');
  mkdirSync(join(dir, '%'), { recursive: true });
  mkdirSync(join(dir, 'ladder'));
  writeFileSync(join(dir, '%', 'notes.txt'), 'somebody’s');
  writeFileSync(join(dir, 'ladder', '.memo-2.new'), words);
  mkdirSync(join(dir, 'ladder', 'pictures'));
  memosIn(dir).tidy();
  expect(existsSync(join(dir, '%', 'notes.txt'))).toBe(true);
  expect(readdirSync(join(dir, 'ladder'))).toEqual([]);
});
