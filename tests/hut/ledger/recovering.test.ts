import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { adoptEvents, endOfLog } from '../../../hut/ledger/adopt.ts';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import { markDamaged } from '../../../hut/ledger/marks.ts';
import { openDatabase } from '../../../hut/ledger/open-database.ts';
import { openOrRecover } from '../../../hut/ledger/open-or-recover.ts';
import { type Built, replaceLedger } from '../../../hut/ledger/replace-ledger.ts';
import { restore } from '../../../hut/ledger/restore.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { underRestoringLock } from '../../../hut/ledger/restoring-lock.ts';
import { eventsInOrder } from '../../../hut/ledger/verify.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { breakWrites, cannotBreak, noOwnDisk, ownDisk } from '../../kiosk/broken-disk.ts';
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

  test.skipIf(cannotBreak !== null)(
    'puts no ledger in place that lacks what is in its write-ahead log',
    () => {
      using directory = remains.copy();
      const dir = directory.path;
      const before = readFileSync(join(dir, 'ledger.db'));
      const how = { dir, name: 'ledger.db', clock: new SimClock(remains.wall), boot: 'b', log: () => {} };
      const calls = Array.from({ length: 60 }, (_, n) =>
        event('keeper-called', { visit: `v${n}`, screen: 'home' }),
      );
      const replaced = (breaks: (bytes: number) => void) =>
        replaceLedger({ ...how, why: 'command', found: 'a test', recorded: null }, (work) => {
          const target = join(work, 'ledger.db');
          copyFileSync(join(dir, 'backups', remains.backup), target);
          const finish: Built['finish'] = (ledger) => {
            // The file may be as large as it is; the log beside it, which is smaller, takes all that is written.
            breaks(statSync(target).size);
            const committed = ledger.commit<never>('hut', () => done(calls));
            return committed.ok ? done(null) : committed;
          };
          return done({ from: remains.backup, end: null, erased: [], finish });
        });
      let mend = () => {};
      try {
        const refused = replaced((bytes) => {
          mend = breakWrites(process.pid, bytes);
        });
        expect(refused).toMatchObject({ ok: false, refusal: { code: 'disk-error' } });
      } finally {
        mend();
      }
      expect(readFileSync(join(dir, 'ledger.db')).equals(before)).toBe(true);
      for (const made of ['restoring', 'quarantine']) expect(existsSync(join(dir, made))).toBe(false);
      value(replaced(() => {}));
      const restored = openStore(dir, new SimClock(remains.wall));
      expect(
        restored.ledger.db.prepare("SELECT count(*) FROM event WHERE type = 'keeper-called'").pluck().get(),
      ).toBe(calls.length);
      restored.close();
    },
  );

  /** What comes of it on a disk of this size, on which the old file is larger than all that is built from a backup. */
  const onDisk = (size: string, what: 'open' | 'restore', from: string): unknown => {
    using place = new TemporaryDirectory();
    const script = fileURLToPath(new URL('./on-small-disk.ts', import.meta.url));
    const [command = '', ...args] = ownDisk(place.path, size);
    const given = [what, from, place.path, remains.backup, String(remains.wall), String(8 * 1024 * 1024)];
    return JSON.parse(
      execFileSync(command, [...args, process.execPath, script, ...given], { encoding: 'utf8' }),
    );
  };

  test.skipIf(noOwnDisk !== null)(
    'and has no room for the old file is full, not a disk without an old file',
    () => {
      using directory = remains.copy();
      const store = openStore(directory.path, new SimClock(remains.wall));
      const person = store.people.findByPhone('13800000001')?.person ?? '';
      value(store.residents.erase({ person, actor: 'command' }));
      const { seq } = store.ledger.head();
      store.close();
      markDamaged(directory.path, 'found by the hut');
      const full = { ok: false, refusal: { code: 'disk-full' } };
      // What the log proves after the backup would be left behind, and whoever was erased would be back.
      for (const what of ['open', 'restore'] as const)
        expect(onDisk('6m', what, directory.path)).toMatchObject(full);
      expect(onDisk('40m', 'open', directory.path)).toMatchObject({
        ok: true,
        value: { why: 'damaged', from: remains.backup, lostEvents: null },
      });
      expect(onDisk('40m', 'restore', directory.path)).toMatchObject({
        ok: true,
        value: { from: remains.backup },
      });
      expect(seq).toBeGreaterThan(remains.seq);
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

test('whoever was erased after the backup leaves no byte in the ledger that is built from it', () => {
  using directory = remains.copy();
  const dir = directory.path;
  const store = openStore(dir, new SimClock(remains.wall));
  const sealed = store.ledger.db.prepare<[], Buffer>('SELECT phone_enc FROM person').pluck().get();
  if (sealed === undefined) throw new Error('nobody is registered');
  const { person = '' } = store.people.findByPhone('13800000001') ?? {};
  value(store.residents.erase({ person, actor: 'command' }));
  store.close();
  const holding = () =>
    ['ledger.db', 'ledger.db-wal'].filter(
      (name) => existsSync(join(dir, name)) && readFileSync(join(dir, name)).includes(sealed),
    );
  expect(holding()).toEqual([]);
  expect(readFileSync(join(dir, 'backups', remains.backup)).includes(sealed)).toBe(true);
  markDamaged(dir, 'found by the hut');
  const restored = openStore(dir, new SimClock(remains.wall));
  expect(restoredReport(restored.ledger)).toMatchObject({ from: remains.backup, lostEvents: null });
  expect(restored.people.findByPhone('13800000001')).toBeNull();
  // As the hut does while nobody is there.
  value(restored.residents.finishErasing());
  expect(holding()).toEqual([]);
  restored.close();
});

test('a ledger that somebody holds is not taken from under them, and a swap is ended by one process alone', () => {
  using directory = remains.copy();
  const dir = directory.path;
  const clock = new SimClock(remains.wall);
  const how = { dir, name: 'ledger.db', clock, boot: 'b', log: () => {}, found: 'a test', recorded: null };
  const store = openStore(dir, clock);
  const inUse = { ok: false, refusal: { code: 'in-use' } };
  expect(restore(join(dir, 'backups', remains.backup), how)).toMatchObject(inUse);
  for (const made of ['restoring', 'quarantine']) expect(existsSync(join(dir, made))).toBe(false);
  store.close();
  // Another process is in the middle of it.
  writeFileSync(join(dir, 'restoring.json'), JSON.stringify({ quarantine: 'x' }));
  underRestoringLock(dir, () => {
    expect(openHutStore({ dir, clock, boot: 'b', hours })).toMatchObject(inUse);
  });
  expect(existsSync(join(dir, 'restoring.json'))).toBe(true);
  openStore(dir, clock).close();
  expect(existsSync(join(dir, 'restoring.json'))).toBe(false);
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
