import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { live } from '../ledger/damaged-hut.ts';
import { value } from '../ledger/stocked-hut.ts';
import { backedUpHut } from './backed-up-hut.ts';

/** Written past SQLite, by another process: to close the file here would drop the hut's lock. */
function rot(file: string, at: number, bytes: Buffer): void {
  const script = `const fs = require('node:fs'); const fd = fs.openSync(process.argv[1], 'r+');
    fs.writeSync(fd, Buffer.from(process.argv[2], 'hex'), 0, ${bytes.length}, ${at}); fs.closeSync(fd);`;
  execFileSync(process.execPath, ['-e', script, file, bytes.toString('hex')]);
}

describe('a ledger that is damaged while the hut runs', () => {
  test.each([
    [
      'a projection that is not what the log says',
      "UPDATE item SET condition = 'missing' WHERE item = 'book-1'",
      'projections',
    ],
    [
      'an event that was changed',
      `DROP TRIGGER event_is_written_once; UPDATE event SET wall_at = wall_at + 1 WHERE seq = 2;
       CREATE TRIGGER event_is_written_once BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;`,
      'chain',
    ],
    ['a rule that is gone', 'DROP INDEX loan_open_item', 'schema'],
  ])('%s: no backup is made of it, and it is told after a second look', async (_what, sql, checkName) => {
    const { hut, backups, damage, names, log } = backedUpHut();
    hut.ledger.db.exec(sql);
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toEqual([expect.stringContaining(checkName)]);
    expect(names()).toEqual([]);
    expect(backups.status()).toMatchObject({ lastGood: null, lastFailure: { code: 'damaged' } });
    expect(log).toContainEqual(expect.objectContaining({ what: 'backup-failed', code: 'damaged' }));
  });

  test('a page of an index that rotted on the disk is found in the copy', async () => {
    const { hut, backups, damage } = backedUpHut();
    live(hut, 30);
    hut.ledger.tidy();
    const file = join(hut.dir, 'ledger.db');
    const sql =
      "SELECT pageno FROM dbstat WHERE name = 'sqlite_autoindex_event_1' OR name LIKE 'sqlite!_autoindex!_event%' ESCAPE '!' ORDER BY pageno DESC LIMIT 1";
    const page = Number(hut.ledger.db.prepare(sql).pluck().get());
    expect(page).toBeGreaterThan(1);
    rot(file, (page - 1) * 4096 + 4000, Buffer.alloc(64, 0x5a));
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toHaveLength(1);
  });

  test('an index that lacks a row is found', async () => {
    const { hut, backups, damage, names } = backedUpHut();
    const { db } = hut.ledger;
    // The schema forgets the index, something is lent, and the schema knows it again.
    db.unsafeMode(true).pragma('writable_schema = ON');
    const schema = (sql: string, ...values: unknown[]) => {
      db.prepare(sql).run(...values);
      db.pragma(`schema_version = ${Number(db.pragma('schema_version', { simple: true })) + 1}`);
    };
    const row = db
      .prepare<[], unknown[]>("SELECT * FROM sqlite_schema WHERE name = 'loan_open_person'")
      .raw();
    const index = row.get() ?? [];
    schema("DELETE FROM sqlite_schema WHERE name = 'loan_open_person'");
    value(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
    schema('INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)', ...index);
    db.pragma('writable_schema = OFF');
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toEqual([expect.stringContaining('missing from index loan_open_person')]);
    expect(names()).toEqual([]);
  });

  test('what a compact copy would heal, and so hide, is found: a list of free pages that is not right', async () => {
    const { hut, backups, damage, names } = backedUpHut();
    live(hut, 3);
    hut.ledger.tidy();
    // Bytes 36 to 39 of the file say how many pages are free (SQLite, database file format, 1.3).
    rot(join(hut.dir, 'ledger.db'), 36, Buffer.of(0, 0, 0, 77));
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toEqual([expect.stringContaining('Freelist')]);
    expect(names()).toEqual([]);
  });
});
