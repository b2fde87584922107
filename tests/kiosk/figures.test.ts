import { expect, test } from 'vitest';
import { Kiosk } from './kiosk.ts';

test('the public figures are reached from home, follow what is lent, and say nobody’s name', async () => {
  const kiosk = await Kiosk.open();
  await kiosk.press({ do: 'begin' });
  expect(kiosk.on('home').functions).toContain('figures');
  await kiosk.press({ do: 'function', function: 'figures' });
  const before = kiosk.on('figures');
  await kiosk.press({ do: 'back' });
  kiosk.on('home');
  await kiosk.scan(kiosk.item('book', 'shelf').barcode);
  await kiosk.scan(kiosk.card);
  kiosk.on('borrowed');
  await kiosk.press({ do: 'home' });
  await kiosk.press({ do: 'function', function: 'figures' });
  const after = kiosk.on('figures');
  expect(after).toMatchObject({
    lentThisMonth: before.lentThisMonth + 1,
    outNow: before.outNow + 1,
    things: before.things,
  });
  expect(after.months.at(-1)?.lent).toBe(after.lentThisMonth);
  expect(JSON.stringify(after)).not.toMatch(/phone|person|card|138/);
});

test('nobody there any more: the figures ask, then go home', async () => {
  const kiosk = await Kiosk.open();
  await kiosk.press({ do: 'begin' });
  await kiosk.press({ do: 'function', function: 'figures' });
  await kiosk.pass(120_000);
  kiosk.on('still-there');
  await kiosk.pass(45_000);
  kiosk.on('home');
});
