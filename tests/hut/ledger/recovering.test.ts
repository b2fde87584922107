import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptEvents, endOfLog } from '../../../hut/ledger/adopt.ts';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import { markDamaged } from '../../../hut/ledger/marks.ts';
import { openDatabase } from '../../../hut/ledger/open-database.ts';
import { openOrRecover } from '../../../hut/ledger/open-or-recover.ts';
import { restore } from '../../../hut/ledger/restore.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { eventsInOrder } from '../../../hut/ledger/verify.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { breakWrites, cannotBreak } from '../../kiosk/broken-disk.ts';
import { SimClock } from '../../sim-clock.ts';
import { backUp, contentOf, gone, type Remains, recordOfTomorrow, remainsOf } from './damaged-hut.ts';
import { hours, openStore, TemporaryDirectory, value } from './stocked-hut.ts';

let remains: Remains & Disposable;
beforeAll(async () => {
  remains = await remainsOf();
});
afterAll(() => remains[Symbol.dispose]());

test('personal data that its seal does not fit is taken from the backup', () => {
  using directory = remains.copy();
  const store = openStore(directory.path, new SimClock(remains.wall));
  store.ledger.db.exec("UPDATE item SET condition = 'missing'; UPDATE person SET phone_hmac = zeroblob(32)");
  store.close();
  const restored = openStore(directory.path, new SimClock(remains.wall));
  expect(restoredReport(restored.ledger)).toMatchObject({ why: 'damaged', from: remains.backup });
  expect(restored.people.findByPhone('13800000001')).not.toBeNull();
  restored.close();
});

test('what the hub holds comes back too, as far as the chain proves it', () => {
  using hub = remains.copy();
  using directory = remains.copy();
  truncateSync(join(directory.path, 'ledger.db'), 0);
  const upstream = openStore(hub.path, new SimClock(remains.wall));
  const asked: unknown[] = [];
  const options = {
    dir: directory.path,
    name: 'ledger.db',
    clock: new SimClock(remains.wall),
    boot: 'b',
    places: [join(directory.path, 'backups')],
  };
  const ledger = value(
    openOrRecover({
      ...options,
      hubLog: (after) => {
        asked.push({ epoch: after.epoch, seq: after.seq });
        return eventsInOrder(upstream.ledger.db, after);
      },
    }),
  );
  expect(asked).toEqual([{ epoch: 1, seq: remains.backupSeq }]);
  expect(restoredReport(ledger)).toMatchObject({
    why: 'missing',
    from: remains.backup,
    lostEvents: null,
    lostUntil: null,
  });
  expect(ledger.head()).toMatchObject({ epoch: 2, seq: upstream.ledger.head().seq + 1 });
  expect(contentOf(ledger.db, ['loan', 'item'])).toEqual(contentOf(upstream.ledger.db, ['loan', 'item']));
  ledger.close();
  upstream.close();
});

test('a backup on the stick is taken when it is of this hut, never that of another', async () => {
  using other = await remainsOf();
  for (const [stick, taken] of [
    [remains.copy(), true],
    [other.copy(), false],
  ] as const) {
    using directory = remains.copy();
    gone(join(directory.path, 'backups'));
    writeFileSync(join(directory.path, 'ledger.db'), '');
    const open = () =>
      openStore(directory.path, new SimClock(remains.wall), { moreBackups: [join(stick.path, 'backups')] });
    if (taken) {
      const store = open();
      expect(restoredReport(store.ledger)).toMatchObject({ why: 'missing', from: remains.backup });
      store.close();
    } else expect(open).toThrow('there is no backup');
    // Where no ledger was, none is taken from a stick either: a new hut begins anew.
    using fresh = new TemporaryDirectory();
    const begun = openStore(fresh.path, new SimClock(), { moreBackups: [join(stick.path, 'backups')] });
    expect(begun.ledger.head().epoch).toBe(1);
    begun.close();
    stick[Symbol.dispose]();
  }
});

test('an event that only a later release can read is no damage: it is kept, also through a recovery', () => {
  using directory = remains.copy();
  const store = openStore(directory.path, new SimClock(remains.wall));
  const row = recordOfTomorrow(store.ledger);
  store.close();
  const after = openStore(directory.path, new SimClock(remains.wall));
  expect(restoredReport(after.ledger)).toBeNull();
  expect(after.ledger.head().seq).toBe(row.seq);
  expect(checkWhole(after.ledger.db, { scratch: ':memory:' })).toMatchObject({
    ok: true,
    value: { projections: false, unreadable: expect.stringContaining('moon-landed') },
  });
  value(after.lending.noteStarted(0));
  after.ledger.db.exec('DROP INDEX loan_open_item');
  after.close();
  const restored = openStore(directory.path, new SimClock(remains.wall));
  expect(restoredReport(restored.ledger)).toMatchObject({
    why: 'damaged',
    lostEvents: null,
    lostUntil: null,
  });
  expect(restored.ledger.db.prepare("SELECT seq FROM event WHERE type = 'moon-landed'").pluck().get()).toBe(
    row.seq,
  );
  restored.close();
});

describe('without any backup', () => {
  test('damage that spares the log costs nothing: all is computed anew from it', async () => {
    using bare = await remainsOf({ backup: false });
    using directory = bare.copy();
    const file = join(directory.path, 'ledger.db');
    const store = openStore(directory.path, new SimClock(bare.wall));
    store.ledger.db.exec("UPDATE item SET condition = 'missing'");
    store.close();
    expect(existsSync(file)).toBe(true);
    const again = openStore(directory.path, new SimClock(bare.wall));
    expect(restoredReport(again.ledger)).toMatchObject({
      from: 'log',
      why: 'damaged',
      lostEvents: null,
      lostUntil: null,
    });
    expect(contentOf(again.ledger.db, ['item', 'loan', 'person'])).toEqual(
      new Map(['item', 'loan', 'person'].map((table) => [table, bare.content.get(table)])),
    );
    again.close();
  });

  test('a log that breaks off is not thrown away: nothing is touched, and the fault says why', async () => {
    using bare = await remainsOf({ backup: false });
    using directory = bare.copy();
    const file = join(directory.path, 'ledger.db');
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    const before = readFileSync(file);
    expect(() => openStore(directory.path, new SimClock(bare.wall))).toThrow('there is no backup');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(join(directory.path, 'quarantine'))).toBe(false);
    // And the second start says the same; it does not begin with an empty ledger.
    expect(() => openStore(directory.path, new SimClock(bare.wall))).toThrow('there is no backup');
  });
});

describe('a disk that takes too little to restore on', () => {
  test.skipIf(cannotBreak !== null)(
    'is what is said to be wrong, and the ledger is back once there is room',
    () => {
      using directory = remains.copy();
      truncateSync(join(directory.path, 'ledger.db'), 12_288);
      const open = () =>
        openHutStore({ dir: directory.path, clock: new SimClock(remains.wall), boot: 'b', hours });
      const mend = breakWrites(process.pid, 40_000);
      try {
        // Not "there is no backup": that would be believed until somebody put another one there.
        expect(open()).toMatchObject({ ok: false, refusal: { code: 'disk-error' } });
      } finally {
        mend();
      }
      const restored = value(open());
      expect(restoredReport(restored.ledger)).toMatchObject({ from: remains.backup });
      restored.close();
    },
  );

  test('never makes a shorter log: all that is proved is taken over, or nothing', () => {
    using from = remains.copy();
    using to = new TemporaryDirectory();
    const source = openStore(from.path, new SimClock(remains.wall));
    const target = value(openDatabase(join(to.path, 'ledger.db'), () => {}));
    target.pragma(`max_page_count = ${Number(target.pragma('page_count', { simple: true })) + 2}`);
    expect(() => adoptEvents(target, eventsInOrder(source.ledger.db))).toThrow('full');
    expect(endOfLog(target)).toBeNull();
    target.pragma('max_page_count = 1000000');
    expect(adoptEvents(target, eventsInOrder(source.ledger.db))).toMatchObject({
      complete: true,
      events: source.ledger.head().seq,
    });
    target.close();
    source.close();
  });
});

test('a keeper who goes back to a backup gets that one, also where the hut had found the ledger damaged', () => {
  using directory = remains.copy();
  const dir = directory.path;
  const clock = new SimClock(remains.wall);
  const store = openStore(dir, clock);
  const newer = backUp(store.ledger, dir, clock.wall());
  store.close();
  expect(newer).not.toBe(remains.backup);
  markDamaged(dir, 'found by the hut');
  const how = {
    dir,
    name: 'ledger.db',
    clock,
    boot: 'b',
    log: () => {},
    found: 'by command',
    recorded: null,
  };
  value(restore(join(dir, 'backups', remains.backup), how));
  const restored = openStore(dir, clock);
  expect(restoredReport(restored.ledger)).toMatchObject({ why: 'command', from: remains.backup });
  restored.close();
});
