import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEraser } from '../../../hut/people/erasing.ts';
import { type StockedHut, stockedHut } from '../ledger/stocked-hut.ts';

const people = 400;
/** Sixty bytes that are nobody else's. */
const markOf = (nth: number): Buffer => Buffer.from(`mark ${String(nth).padStart(4, '0')} `.repeat(6));

function fill({ ledger: { db } }: StockedHut): void {
  // As in a ledger of before version 2: what moves leaves copies behind.
  db.pragma('secure_delete = OFF');
  const person = db.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const code = db.prepare('INSERT INTO card_code VALUES (?, ?)');
  db.transaction(() => {
    for (let i = 0; i < people; i++) {
      // A stride: rows land between others, so that pages split and their halves move.
      const nth = (i * 131) % people;
      const mark = markOf(nth);
      person.run(`p${nth}`, Buffer.from(`h${nth}`), mark, mark, mark, mark, 'c', 0, 0);
      code.run(`${mark.toString()} code`, `card-${nth}`);
    }
  })();
}

const holds = ({ dir }: StockedHut, mark: Buffer): string[] =>
  readdirSync(dir).filter(
    (name) => name.startsWith('ledger') && readFileSync(join(dir, name)).includes(mark),
  );

test.each([
  ['rewritten as a whole', Number.POSITIVE_INFINITY],
  ['too large for that, so that the tables are', 0],
])('of a ledger %s no byte of one of many is left, and all others are', (_, wholeUpTo) => {
  using hut = stockedHut();
  fill(hut);
  hut.ledger.tidy();
  const eraser = createEraser(hut.ledger, { wholeUpTo });
  // So many that pages of the tables become free.
  const gone = Array.from({ length: 150 }, (_, i) => (i * 7) % people);
  for (const nth of gone) {
    expect(holds(hut, markOf(nth))).not.toEqual([]);
  }
  hut.ledger.db.transaction(() => {
    for (const nth of gone) eraser.forget(`p${nth}`, [`${markOf(nth).toString()} code`], null);
  })();
  expect(eraser.finish()).toEqual({ ok: true, value: null });
  for (let nth = 0; nth < people; nth++) {
    if (gone.includes(nth)) expect(holds(hut, markOf(nth)), `person ${nth}`).toEqual([]);
    else expect(holds(hut, markOf(nth)), `person ${nth}`).not.toEqual([]);
  }
  const count = (table: string) => hut.ledger.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(count('person')).toBe(people - gone.length);
  expect(count('card_code')).toBe(people - gone.length + 2);
});

test('nothing waits, nothing is done', () => {
  using hut = stockedHut();
  const eraser = createEraser(hut.ledger);
  const pages = hut.ledger.db.pragma('data_version', { simple: true });
  expect(eraser.finish()).toEqual({ ok: true, value: null });
  expect(hut.ledger.db.pragma('data_version', { simple: true })).toBe(pages);
});

test('what the disk does not let go waits, and the rest is overwritten all the same', () => {
  using hut = stockedHut();
  fill(hut);
  hut.ledger.tidy();
  const asked: string[] = [];
  let refuses = 'ladder-1';
  const eraser = createEraser(hut.ledger, {
    forgetMemos(item) {
      asked.push(item);
      if (item === refuses)
        throw Object.assign(new Error('EIO: i/o error, unlink'), { code: 'EIO', syscall: 'unlink' });
    },
  });
  const waits = () => hut.ledger.db.prepare('SELECT count(*) FROM erasure_waits').pluck().get();
  hut.ledger.db.transaction(() => eraser.forget('p7', [], null))();
  expect(eraser.finish({ things: ['ladder-1', 'book-1'] })).toMatchObject({
    refusal: { code: 'disk-error' },
  });
  expect(asked).toEqual(['ladder-1', 'book-1']);
  expect(holds(hut, Buffer.concat([markOf(7), markOf(7)]))).toEqual([]);
  expect(waits()).toBe(1);
  refuses = '';
  // The next one, or the next start, goes on with what is left.
  expect(eraser.finish()).toEqual({ ok: true, value: null });
  expect(asked).toEqual(['ladder-1', 'book-1', 'ladder-1']);
  expect(waits()).toBe(0);
});
