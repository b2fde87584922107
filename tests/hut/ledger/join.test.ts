import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import { markParted, partedFile } from '../../../hut/ledger/marks.ts';
import { rebuild } from '../../../hut/ledger/rebuild.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import type { LogEntry } from '../../../hut/log-catalogue.ts';
import { emptyLog } from '../../../hut/sync/outbox.ts';
import { ownLogFile } from '../../../hut/sync/own-log.ts';
import { putImage, takeImage } from '../../simulation/image.ts';
import { hours, openStore, type StockedHut, stockedHut, TemporaryDirectory, value } from './stocked-hut.ts';

type Acts = (hut: Pick<StockedHut, 'lending' | 'people' | 'ledger'>) => void;

/** A hut whose disk was set back after `atHub`, which the hub has, and that did `here` since. Answers where they part. */
function parted(hut: StockedHut, atHub: Acts, here: Acts): { after: number; hub: number } {
  const after = hut.ledger.head().seq;
  using image = new TemporaryDirectory();
  takeImage(hut.dir, image.path);
  atHub(hut);
  const batches: string[] = [];
  let position = hut.sync.headAt(after) ?? emptyLog;
  for (let batch = hut.sync.after(position); batch !== null; batch = hut.sync.after(position)) {
    batches.push(batch.text);
    position = batch.end;
  }
  const hub = hut.ledger.head().seq;
  hut.close();
  putImage(image.path, hut.dir);
  const store = openStore(hut.dir, hut.clock);
  here(store);
  store.close();
  writeFileSync(join(hut.dir, ownLogFile), `${batches.join('\n')}\n`);
  markParted(hut.dir, after);
  return { after, hub };
}

const count = (hut: StockedHut, type: string): number =>
  hut.ledger.db.prepare<[string], number>('SELECT count(*) FROM event WHERE type = ?').pluck().get(type) ?? 0;

/** What must hold of every ledger, joined or not. */
function sound(hut: StockedHut): void {
  expect(verify(hut.ledger).ok).toBe(true);
  expect(rebuild(hut.ledger).same).toBe(true);
}

const take =
  (item: string, who: 'li' | 'wang', hut: StockedHut): Acts =>
  ({ lending }) => {
    value(lending.borrowFromHand({ item, person: hut[who], visit: 'v' }));
  };

test('both histories are one: what the hub has first, then what the hut did since, each once', () => {
  using hut = stockedHut();
  const { hub } = parted(hut, take('wrench-1', 'li', hut), take('book-1', 'wang', hut));
  hut.restart();
  expect(hut.lending.isOut('wrench-1')).toBe(true);
  expect(hut.lending.isOut('book-1')).toBe(true);
  expect(hut.ledger.head()).toMatchObject({ epoch: 2, seq: hub + 2 });
  expect(count(hut, 'fact-set-aside')).toBe(0);
  sound(hut);
  expect(existsSync(join(hut.dir, partedFile))).toBe(false);
  expect(existsSync(join(hut.dir, ownLogFile))).toBe(false);
  expect(readdirSync(join(hut.dir, 'quarantine'))).toHaveLength(1);
});

test('a hut that is merely older takes what the hub has', () => {
  using hut = stockedHut();
  const { hub } = parted(hut, take('wrench-1', 'li', hut), () => {});
  hut.restart();
  expect(hut.lending.isOut('wrench-1')).toBe(true);
  expect(hut.ledger.head()).toMatchObject({ epoch: 2, seq: hub + 1 });
  sound(hut);
});

test('lent twice, in two histories: the second waits for a person, in its own words', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), take('wrench-1', 'wang', hut));
  hut.restart();
  expect(hut.ledger.read.item('wrench-1')?.openLoan?.person).toBe(hut.li);
  expect(count(hut, 'loan-begun')).toBe(1);
  const [aside] = hut.ledger.db.prepare('SELECT type, why FROM set_aside').all();
  expect(aside).toMatchObject({ type: 'loan-begun', why: expect.stringContaining('UNIQUE') });
  const body = hut.ledger.db.prepare("SELECT body FROM event WHERE type = 'fact-set-aside'").pluck().get();
  expect(String(body)).toContain(hut.wang);
  sound(hut);
});

test('a return that found no loan in its own history ends the one of the other, and its next loan stands', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), (store) => {
    value(store.lending.returnByHand({ item: 'wrench-1', problem: null, visit: 'v' }));
    hut.clock.advance(20_000);
    take('wrench-1', 'wang', hut)(store);
  });
  hut.restart();
  expect(hut.ledger.read.item('wrench-1')?.openLoan?.person).toBe(hut.wang);
  expect(hut.lending.loansOf(hut.li)).toEqual([]);
  expect(count(hut, 'fact-set-aside')).toBe(0);
  sound(hut);
});

test('a thing that came back on a loan that found no room is back: nobody is asked for it', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), (store) => {
    take('wrench-1', 'wang', hut)(store);
    hut.clock.advance(20_000);
    value(store.lending.returnByHand({ item: 'wrench-1', problem: null, visit: 'v' }));
  });
  hut.restart();
  expect(hut.lending.isOut('wrench-1')).toBe(false);
  expect(hut.lending.loansOf(hut.li)).toEqual([]);
  expect(hut.ledger.db.prepare('SELECT type FROM set_aside').pluck().all()).toEqual(['loan-begun']);
  sound(hut);
});

test('who was erased at the hub stays erased, though the older disk still had their number', async () => {
  using hut = stockedHut();
  const dwelling = { building: '1', unit: '2', room: '303' };
  value(await hut.people.register({ phone: '13800000001', dwelling, pin: '4829' }));
  const leaving = hut.residents.byPhone('13800000001') ?? '';
  parted(
    hut,
    () => value(hut.residents.erase({ person: leaving, actor: 'hub' })),
    take('book-1', 'wang', hut),
  );
  hut.restart();
  expect(hut.people.findByPhone('13800000001')).toBeNull();
  expect(hut.lending.isOut('book-1')).toBe(true);
  sound(hut);
});

test('a card that was given out since is known', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), ({ people }) => {
    value(people.issueCard('XWCNEW00001', 'verified'));
  });
  hut.restart();
  expect(hut.people.byCard('XWCNEW00001').ok).toBe(true);
  sound(hut);
});

test('joined once more, as after a power cut before the mark was taken away, nothing is there twice', () => {
  using hut = stockedHut();
  const { after } = parted(hut, take('wrench-1', 'li', hut), take('book-1', 'wang', hut));
  const log = readFileSync(join(hut.dir, ownLogFile));
  hut.restart();
  hut.close();
  writeFileSync(join(hut.dir, ownLogFile), log);
  markParted(hut.dir, after);
  hut.restart();
  expect(count(hut, 'loan-begun')).toBe(2);
  expect(hut.lending.isOut('book-1')).toBe(true);
  sound(hut);
});

test('set back once more, to before they were joined: what came over then is known', () => {
  using hut = stockedHut();
  using older = new TemporaryDirectory();
  const { after } = parted(hut, take('wrench-1', 'li', hut), (store) => {
    take('book-1', 'wang', hut)(store);
    take('wrench-1', 'wang', hut)(store);
  });
  takeImage(hut.dir, older.path);
  hut.restart();
  expect(count(hut, 'fact-set-aside')).toBe(1);
  const batches: string[] = [];
  let position = hut.sync.headAt(after) ?? emptyLog;
  for (let batch = hut.sync.after(position); batch !== null; batch = hut.sync.after(position)) {
    batches.push(batch.text);
    position = batch.end;
  }
  hut.close();
  putImage(older.path, hut.dir);
  writeFileSync(join(hut.dir, ownLogFile), `${batches.join('\n')}\n`);
  hut.restart();
  expect(count(hut, 'loan-begun')).toBe(2);
  expect(count(hut, 'fact-set-aside')).toBe(1);
  sound(hut);
});

test.each([
  ['another hut’s log', (text: string) => text.replace(/"prevHash":"\w{8}/, '"prevHash":"00000000')],
  ['a changed body', (text: string) => text.replace('wrench-1', 'wrench-2')],
  ['half of it', (text: string) => text.slice(0, text.length / 2)],
  ['nothing', () => ''],
])('what does not follow is not joined, and nothing is touched: %s', (_, spoil) => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), take('book-1', 'wang', hut));
  const file = join(hut.dir, ownLogFile);
  writeFileSync(file, spoil(readFileSync(file, 'utf8')));
  hut.restart();
  expect(hut.ledger.head().epoch).toBe(1);
  expect(hut.lending.isOut('book-1')).toBe(true);
  expect(hut.lending.isOut('wrench-1')).toBe(false);
  expect(existsSync(join(hut.dir, partedFile))).toBe(false);
  sound(hut);
});

test('a counted epoch is never counted into again', () => {
  using hut = stockedHut();
  value(hut.ledger.openEpoch({ why: 'command', from: 'log', backTo: null, lost: null }));
  const { hub } = parted(hut, take('wrench-1', 'li', hut), (store) => {
    value(store.ledger.openEpoch({ why: 'command', from: 'log', backTo: null, lost: null }));
    value(store.ledger.openEpoch({ why: 'command', from: 'log', backTo: null, lost: null }));
  });
  hut.restart();
  expect(hut.ledger.head().epoch).toBeGreaterThan(4);
  expect(hut.ledger.head().seq).toBe(hub + 3);
  sound(hut);
});

test('what the hut recorded on its own is not called missing', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), (store) => {
    for (const item of ['book-1', 'chair-1', 'ladder-1']) take(item, 'wang', hut)(store);
  });
  hut.restart();
  expect(hut.lending.isOut('ladder-1')).toBe(true);
  expect(restoredReport(hut.ledger)).toMatchObject({ from: 'hub', lostEvents: null, lostUntil: null });
});

test('an event of its own that is not what was written is no fact: nothing is joined, and nothing touched', () => {
  using hut = stockedHut();
  parted(hut, take('wrench-1', 'li', hut), (store) => {
    take('book-1', 'wang', hut)(store);
    take('chair-1', 'wang', hut)(store);
    const { db } = store.ledger;
    const guard = db
      .prepare("SELECT sql FROM sqlite_schema WHERE name = 'event_is_written_once'")
      .pluck()
      .get();
    // Something other than a commit wrote: another person has the book.
    db.exec('DROP TRIGGER event_is_written_once');
    db.prepare('UPDATE event SET body = replace(body, ?, ?) WHERE seq = ?').run(
      hut.wang,
      hut.li,
      store.ledger.head().seq - 1,
    );
    db.exec(String(guard));
  });
  const log: LogEntry[] = [];
  const fault = openHutStore({
    dir: hut.dir,
    clock: hut.clock,
    boot: 'b',
    hours,
    log: (at) => void log.push(at),
  });
  expect(log).toContainEqual(
    expect.objectContaining({
      what: 'histories-not-joined',
      message: expect.stringContaining('recorded since'),
    }),
  );
  if (fault.ok) fault.value.close();
});
