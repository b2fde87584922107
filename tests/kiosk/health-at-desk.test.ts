import { expect, it } from 'vitest';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

it('a keeper sees how it stands with the hut, and says that a clock is right which the hut did not believe', async () => {
  const kiosk = await Kiosk.open();
  await kiosk.pass(2_000);
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: 'health' });
  const { health } = kiosk.on('keeper-health');
  expect(health).toMatchObject({
    ledger: { level: 'ok', state: 'open' },
    devices: { level: 'ok', boards: 1 },
    disk: { state: 'enough', reserved: true },
    clock: { level: 'ok', fault: null },
  });
  expect((await kiosk.hut.handle('health', {})).ledger.seq).toBe(kiosk.ledger.head().seq);
  // Nothing to confirm now: the same screen, and no event.
  await kiosk.press({ do: 'back' });
  await kiosk.press({ do: 'home' });

  await kiosk.switchedOffFor(200 * 86_400_000);
  expect(kiosk.view().troubles).toContainEqual({ device: 'clock', because: 'ahead' });
  await signIn(kiosk);
  // The desk itself says what is wrong first, and the other parts that are not well after it.
  expect(kiosk.on('keeper-desk').parts[0]).toEqual({ part: 'clock', level: 'broken' });
  await kiosk.press({ do: 'desk', function: 'health' });
  expect(kiosk.on('keeper-health').health).toMatchObject({ level: 'broken', clock: { fault: 'ahead' } });
  expect(await kiosk.press({ do: 'clock-is-right' })).toBe(true);
  expect(kiosk.on('keeper-health').health.clock).toMatchObject({ level: 'ok', fault: null });
  expect(kiosk.view().troubles).toEqual([]);
  const [actor] = kiosk.ledger.db
    .prepare<[], string>("SELECT actor FROM event WHERE type = 'clock-judged' ORDER BY seq DESC LIMIT 1")
    .pluck()
    .all();
  expect(actor).toMatch(/^keeper:/);
  await kiosk.press({ do: 'home' });
  await kiosk.borrowUntilOpen('wrench');
});

it('a cable that is pulled is among what a keeper sees', async () => {
  const kiosk = await Kiosk.open();
  await signIn(kiosk);
  await kiosk.devices.scanner.unplug();
  await kiosk.pass(3_000);
  expect(kiosk.on('keeper-desk').parts).toContainEqual({ part: 'devices', level: 'broken' });
  await kiosk.press({ do: 'desk', function: 'health' });
  expect(kiosk.on('keeper-health').health.devices).toMatchObject({
    level: 'broken',
    away: [{ device: 'scanner' }],
  });
});
