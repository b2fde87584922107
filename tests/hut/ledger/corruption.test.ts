import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HutStore } from '../../../hut/ledger/hut-store.ts';
import { type RestoredReport, restoredReport } from '../../../hut/ledger/restored-report.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { SimClock } from '../../sim-clock.ts';
import { contentOf, flip, gone, proved, type Remains, remainsOf, unproved } from './damaged-hut.ts';
import { openStore, type TemporaryDirectory } from './stocked-hut.ts';

const flips = 200;

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Opens it as every start does, and says what the hut then believes. */
function opened<T>(
  directory: TemporaryDirectory,
  look: (store: HutStore, report: RestoredReport | null) => T,
): T {
  const store = openStore(directory.path, new SimClock(remains.wall + 60_000));
  try {
    // Whatever happened: what is open now is whole.
    expect(checkWhole(store.ledger.db, { scratch: ':memory:' })).toMatchObject({ ok: true });
    return look(store, restoredReport(store.ledger));
  } finally {
    store.close();
  }
}

/** Which of these tables are not what they were. */
const changed = (store: HutStore, tables: readonly string[], was = remains.content): string[] =>
  tables.filter((table) => contentOf(store.ledger.db, [table]).get(table) !== was.get(table));

/** What every restoration must leave, and nothing of the truth lost unless the report says so. */
function expectRestored(
  store: HutStore,
  report: RestoredReport | null,
  from: string,
  kept = remains.seq,
): void {
  expect(report).toMatchObject({ from });
  const before = store.ledger.db
    .prepare<[], { seq: number; epoch: number }>(
      'SELECT epoch, seq FROM event WHERE epoch = 1 ORDER BY seq DESC',
    )
    .get();
  expect(before?.seq).toBe(kept);
  expect(report?.lostEvents ?? 0).toBe(remains.seq - kept);
  expect(store.ledger.head().epoch).toBe(2);
  if (kept === remains.seq) {
    expect(
      changed(
        store,
        proved.filter((table) => table !== 'event' && table !== 'restoration'),
      ),
    ).toEqual([]);
  }
}

let remains: Remains & Disposable;
beforeAll(async () => {
  remains = await remainsOf();
});
afterAll(() => remains[Symbol.dispose]());

test(`${flips} flipped bits anywhere in the database: opened whole, or restored with a report; never opened and wrong`, () => {
  const chance = seeded(20261124);
  const outcomes = { whole: 0, unproved: 0, restored: 0 };
  for (let i = 0; i < flips; i++) {
    using directory = remains.copy();
    const file = join(directory.path, 'ledger.db');
    const bit = Math.floor(chance() * statSync(file).size * 8);
    flip(file, bit);
    const damaged = readFileSync(file);
    const outcome = opened(directory, (store, report) => {
      if (report === null) {
        expect(changed(store, proved), `bit ${bit}`).toEqual([]);
        // Personal data and stray codes are in no log; decision 0022 says what guards them.
        return changed(store, unproved).length > 0 ? ('unproved' as const) : ('whole' as const);
      }
      const kept = remains.seq - (report.lostEvents ?? 0);
      expectRestored(store, report, remains.backup, kept);
      expect(kept, `bit ${bit}`).toBeGreaterThanOrEqual(remains.backupSeq);
      const [name = ''] = readdirSync(join(directory.path, 'quarantine'));
      expect(readFileSync(join(directory.path, 'quarantine', name, 'ledger.db')).equals(damaged)).toBe(true);
      return 'restored' as const;
    });
    outcomes[outcome]++;
  }
  console.log(JSON.stringify({ flips, ...outcomes }));
  expect(outcomes.restored).toBeGreaterThan(flips / 5);
  expect(outcomes.unproved).toBeLessThan(flips / 20);
}, 120_000);

const directoryAt = (path: string): void => {
  gone(path);
  mkdirSync(path);
};

describe('in the place of the database', () => {
  const ways: [string, (file: string) => void][] = [
    ['nothing', gone],
    ['an empty file', (file) => truncateSync(file, 0)],
    ['garbage', (file) => writeFileSync(file, 'not a database, and long enough to look at. '.repeat(500))],
    ['a directory', directoryAt],
    ['half of it', (file) => truncateSync(file, (statSync(file).size >> 13) * 4096)],
    ['all but its last byte', (file) => truncateSync(file, statSync(file).size - 1)],
    ['zeros', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size))],
  ];
  test.each(ways)('%s: the backup comes back, and the report says what is missing', (_what, damage) => {
    using directory = remains.copy();
    gone(join(directory.path, 'ledger.db-wal'));
    damage(join(directory.path, 'ledger.db'));
    opened(directory, (store, report) => {
      expectRestored(store, report, remains.backup, remains.seq - (report?.lostEvents ?? 0));
      expect(report?.backTo).toBeLessThan(remains.wall);
      if (report?.lostEvents !== null) expect(report?.lostUntil).toBeGreaterThan(report?.backTo ?? 0);
      // The person who registered before the backup is known, with the key that lies beside.
      expect(store.people.findByPhone('13800000001')).not.toBeNull();
    });
  });
});

describe('the write-ahead log of a hut whose power was cut', () => {
  test('cut off anywhere: what is missing is missed', async () => {
    using hot = await remainsOf({ hot: true });
    const cold = remains;
    remains = hot;
    try {
      using probe = hot.copy();
      const size = statSync(join(probe.path, 'ledger.db-wal')).size;
      const frame = 24 + 4096;
      const frames = Math.floor((size - 32) / frame);
      expect(frames).toBeGreaterThan(20);
      const middle = 32 + frame * Math.floor(frames / 2);
      const cuts = {
        deleted: null,
        empty: 0,
        'in its header': 17,
        'only its header': 32,
        'in the first frame': 32 + 100,
        'after the first frame': 32 + frame,
        'between two frames': middle,
        'in the header of a frame': middle + 10,
        'in a frame': middle + 2000,
        'before the last frame': 32 + frame * (frames - 1),
      };
      for (const [what, cut] of Object.entries(cuts)) {
        using directory = hot.copy();
        const log = join(directory.path, 'ledger.db-wal');
        if (cut === null) gone(log);
        else truncateSync(log, cut);
        opened(directory, (store, report) => {
          expect(report, what).toMatchObject({ why: 'behind' });
          expect(report?.lostEvents, what).toBeGreaterThan(0);
          expectRestored(store, report, hot.backup, hot.seq - (report?.lostEvents ?? 0));
        });
      }
      using untouched = hot.copy();
      opened(untouched, (store, report) => {
        expect(report).toBeNull();
        expect(changed(store, [...proved, ...unproved], hot.content)).toEqual([]);
      });
    } finally {
      remains = cold;
    }
  });

  test('with flipped bits: the same', async () => {
    using hot = await remainsOf({ hot: true });
    const cold = remains;
    remains = hot;
    const chance = seeded(7);
    try {
      for (let i = 0; i < 40; i++) {
        using directory = hot.copy();
        const log = join(directory.path, 'ledger.db-wal');
        flip(log, Math.floor(chance() * statSync(log).size * 8));
        opened(directory, (store, report) => {
          if (report === null) expect(changed(store, [...proved, ...unproved])).toEqual([]);
          else expectRestored(store, report, hot.backup, hot.seq - (report.lostEvents ?? 0));
        });
      }
    } finally {
      remains = cold;
    }
  }, 60_000);
});

test('every bit of version and kind in the header: found by the tables, never taken for another release', () => {
  // https://sqlite.org/fileformat.html, 1.3: user_version at 60, application_id at 68.
  for (const byte of [60, 61, 62, 63, 68, 69, 70, 71]) {
    for (let bit = 0; bit < 8; bit++) {
      using directory = remains.copy();
      flip(join(directory.path, 'ledger.db'), byte * 8 + bit);
      opened(directory, (store, report) => expectRestored(store, report, remains.backup));
    }
  }
}, 60_000);
