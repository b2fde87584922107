import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeLabel } from '../../domain/scanning/label.ts';
import { holdDelays } from '../../hut/ledger/held-store.ts';
import { ledgerFile } from '../../hut/ledger/hut-store.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

/** A keeper who tries a scanner that the hut does not have yet. */
async function atScanTest(): Promise<Kiosk> {
  const kiosk = await Kiosk.open({ scanner: [{ kind: 'wedge' }] });
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'devices' });
  await kiosk.press({ do: 'devices', act: 'scan-test' });
  return kiosk;
}

it('a hut that is put away under a keeper’s hands lets go of the devices that are tried', async () => {
  const kiosk = await Kiosk.open();
  await kiosk.stop();
  const before = kiosk.clock.waiting;
  await kiosk.start();
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'devices' });
  await kiosk.press({ do: 'devices', act: 'scan-test' });
  await kiosk.pass(1_000);
  await kiosk.stop();
  await kiosk.quiet();
  expect(kiosk.clock.waiting).toBe(before);
});

it('devices that are kept while there is no ledger are not kept, and the keeper reads so', async () => {
  const kiosk = await atScanTest();
  const label = makeLabel('item', Buffer.alloc(8, 7));
  for (let n = 0; n < 2; n++) kiosk.hut.scan(label, { raw: `~${label}`, from: 'wedge' });
  await kiosk.quiet();
  expect(kiosk.on('keeper-devices').step).toMatchObject({ is: 'scan-test', keeps: true });
  renameSync(kiosk.ledgerDir, `${kiosk.ledgerDir}-away`);
  // Something else lies in its place: the old one is given up, and there is none.
  mkdirSync(join(kiosk.ledgerDir, ledgerFile), { recursive: true });
  await kiosk.pass(2 * holdDelays.first);
  await kiosk.press({ do: 'devices', act: 'save' });
  expect(kiosk.on('keeper-devices').step).toMatchObject({ is: 'scan-test', problem: 'not-written' });
});

it('a keeper who goes away from the devices is signed out, also after a search and in the middle of a walk', async () => {
  const kiosk = await Kiosk.open();
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'devices' });
  await kiosk.press({ do: 'devices', act: 'find' });
  await expect
    .poll(async () => {
      await kiosk.pass(1_000);
      const { step } = kiosk.on('keeper-devices');
      return step.is === 'ports' && step.done;
    })
    .toBe(true);
  await kiosk.pass(60_000);
  kiosk.on('still-there');
  await kiosk.pass(30_000);
  kiosk.on('home');
  expect(kiosk.hut.visit.keeper).toBeNull();
  expect(kiosk.events()).toContain('keeper-signed-out');
});
