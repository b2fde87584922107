import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdDelays } from '../../hut/ledger/held-store.ts';
import { restoredReport } from '../../hut/ledger/restored-report.ts';
import { checkWhole } from '../../hut/ledger/whole-check.ts';
import { Kiosk } from './kiosk.ts';

test('a ledger that rots while the hut runs is found by the next backup, and the hut heals itself without a restart', async () => {
  const kiosk = await Kiosk.open();
  const { backups } = kiosk.opened;
  expect((await backups.make()).ok).toBe(true);
  const seq = kiosk.ledger.head().seq;
  kiosk.ledger.db.exec("UPDATE item SET condition = 'missing'");

  expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
  expect(backups.status()).toMatchObject({
    lastFailure: { code: 'damaged' },
    lastGood: { name: expect.any(String) },
  });
  await kiosk.pass(2 * holdDelays.first);

  // The same process goes on with a ledger that is whole; not one event is missing.
  expect(restoredReport(kiosk.ledger)).toMatchObject({ why: 'damaged', lostEvents: null, lostUntil: null });
  expect(kiosk.ledger.head()).toMatchObject({ epoch: 2 });
  expect(kiosk.ledger.head().seq).toBeGreaterThan(seq);
  expect(checkWhole(kiosk.ledger.db, { scratch: ':memory:' })).toMatchObject({ ok: true });
  expect(kiosk.lending.items().map(({ condition }) => condition)).toContain('in-service');
  expect(kiosk.log.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['backup-failed', 'ledger-lost', 'ledger-restored', 'ledger-back']),
  );
  expect(readdirSync(join(kiosk.ledgerDir, 'quarantine'))).toHaveLength(1);
  expect((await backups.make()).ok).toBe(true);
  expect(backups.status().lastFailure).toBeNull();
  expect(kiosk.screen.at).toBe('attract');
});

test('a start with a damaged ledger comes up with the backup, says so in the log, and settles its doors', async () => {
  const kiosk = await Kiosk.open();
  expect((await kiosk.opened.backups.make()).ok).toBe(true);
  const items = kiosk.lending.items().length;
  await kiosk.stop();
  truncateSync(join(kiosk.ledgerDir, 'ledger.db'), 12_288);
  await kiosk.start();
  expect(kiosk.lending.items()).toHaveLength(items);
  expect(restoredReport(kiosk.ledger)).toMatchObject({
    why: 'damaged',
    from: expect.stringMatching(/^ledger-/),
  });
  expect(kiosk.log.map(({ what }) => what)).toContain('ledger-restored');
  expect(kiosk.screen.at).toBe('attract');
});
