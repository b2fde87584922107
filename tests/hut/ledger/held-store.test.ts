import { cpSync, existsSync, mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type HeldStore, holdStore } from '../../../hut/ledger/held-store.ts';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import { openLedger } from '../../../hut/ledger/ledger.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import type { LogEntry } from '../../../hut/log.ts';
import { breakWrites, cannotBreak } from '../../kiosk/broken-disk.ts';
import { SimClock } from '../../sim-clock.ts';
import { backUp } from './damaged-hut.ts';
import { hours, TemporaryDirectory, value } from './stocked-hut.ts';

/** Holds the store of a directory, and counts how often it is opened. */
function holding(dir: string) {
  const clock = new SimClock();
  const log: LogEntry[] = [];
  const it = {
    clock,
    log,
    opened: 0,
    hold: () =>
      holdStore({
        dir,
        clock,
        log: (entry) => log.push(entry),
        open(how) {
          it.opened++;
          return openHutStore({ dir, clock, boot: 'b', hours, ...how });
        },
        full: () => {},
        changed: () => {},
        back: () => {},
      }),
  };
  return it;
}

test.skipIf(cannotBreak !== null)(
  'a first opening that the disk breaks off holds nothing, and takes nothing later',
  () => {
    using directory = new TemporaryDirectory();
    const it = holding(directory.path);
    // Begun, and empty: what every hut knows is what is written next.
    value(openLedger({ file: join(directory.path, 'ledger.db'), clock: it.clock, boot: 'b' })).close();
    // As much as opening it takes, and less than the write-ahead log of that.
    const mend = breakWrites(process.pid, 32_768);
    try {
      expect(it.hold()).toMatchObject({ ok: false, refusal: { code: 'disk-error' } });
    } finally {
      mend();
    }
    // It was the write that failed, and it was told.
    expect(it.log).toContainEqual(expect.objectContaining({ what: 'ledger-lost' }));
    it.clock.advance(60_000);
    expect(it.opened).toBe(1);
    const held = value(it.hold());
    expect(held.fault()).toBeNull();
    held.close();
  },
);

/** Looks, and lets the time pass in which it is opened anew. */
function look(held: HeldStore, clock: SimClock): void {
  held.check();
  clock.advance(12_000);
}

test('a ledger that is deleted while the hut runs is restored without a restart', () => {
  using directory = new TemporaryDirectory();
  const dir = directory.path;
  const it = holding(dir);
  const held = value(it.hold());
  const { ledger } = held.now();
  const backup = backUp(ledger, dir, it.clock.wall());
  unlinkSync(join(dir, 'ledger.db'));
  look(held, it.clock);
  expect(held.fault()).toBeNull();
  expect(restoredReport(held.now().ledger)).toMatchObject({ why: 'missing', from: backup, lostEvents: null });
  expect(it.log).toContainEqual(expect.objectContaining({ what: 'ledger-back', same: true }));
  held.close();
});

test('a swap that the disk broke off is ended while the hut runs', () => {
  using directory = new TemporaryDirectory();
  const dir = directory.path;
  const it = holding(dir);
  const held = value(it.hold());
  const { seq } = held.now().ledger.head();
  // The old one is put aside, and the new one not yet in its place.
  const kept = join(dir, 'quarantine', '2026-03-02T00-00-00');
  mkdirSync(kept, { recursive: true });
  mkdirSync(join(dir, 'restoring'));
  held.now().ledger.db.exec(`VACUUM INTO '${join(dir, 'restoring', 'ledger.db')}'`);
  writeFileSync(join(dir, 'restoring.json'), JSON.stringify({ quarantine: '2026-03-02T00-00-00' }));
  for (const file of ['ledger.db-wal', 'ledger.db']) renameSync(join(dir, file), join(kept, file));
  rmSync(join(dir, 'ledger.head'));
  look(held, it.clock);
  expect(held.fault()).toBeNull();
  expect(held.now().ledger.head().seq).toBe(seq);
  expect(existsSync(join(dir, 'restoring.json'))).toBe(false);
  held.close();
});

test('a folder that is moved away, or empty, is not made anew', () => {
  using directory = new TemporaryDirectory();
  using other = new TemporaryDirectory();
  const dir = join(directory.path, 'data');
  const it = holding(dir);
  const held = value(it.hold());
  backUp(held.now().ledger, dir, it.clock.wall());
  renameSync(dir, join(other.path, 'away'));
  look(held, it.clock);
  expect(held.fault()).toMatchObject({ code: 'gone' });
  expect(existsSync(dir)).toBe(false);
  // A mount point without its disk; a backup in it alone says nothing of whose it is.
  mkdirSync(dir);
  cpSync(join(other.path, 'away', 'backups'), join(dir, 'backups'), { recursive: true });
  it.clock.advance(30_000);
  expect(held.fault()).toMatchObject({ code: 'gone' });
  expect(existsSync(join(dir, 'ledger.db'))).toBe(false);
  held.close();
});
