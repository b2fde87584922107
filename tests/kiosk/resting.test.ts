import { expect, it } from 'vitest';
import type { View } from '../../domain/contract/screen.ts';
import { Kiosk } from './kiosk.ts';

/** The attract screen as it was pushed last: nobody asks for it there. */
function watched(kiosk: Kiosk): () => { today: string[]; now: number } {
  let last: View | null = null;
  kiosk.opened.pushes.onPush((push) => {
    if (push.name === 'view') last = push.body as View;
  });
  return () => {
    if (last?.screen.at !== 'attract') throw new Error(`no attract screen was pushed: ${last?.screen.at}`);
    return { today: last.screen.today.map(({ name }) => name.en), now: last.now };
  };
}

it('what is on today begins, ends and makes room by the clock while nobody touches the hut', async () => {
  const kiosk = await Kiosk.open();
  const pushed = watched(kiosk);
  const minute = 60_000;
  const begun = kiosk.clock.wall();
  const event = (key: string, from: number, until: number) =>
    kiosk.ledger.db.prepare('INSERT INTO mirror VALUES (?, ?, ?)').run(
      'events',
      key,
      JSON.stringify({
        name: { zh: key, en: key },
        place: { zh: '小广场', en: 'The square' },
        from: begun + from * minute,
        until: begun + until * minute,
        seats: null,
      }),
    );
  event('market', -30, 3);
  event('lecture', 5, 7);
  event('chess', 6, 8);
  kiosk.ledger.read.mirrors.forget();
  await kiosk.pass(2 * minute);
  expect(pushed().today).toEqual(['market', 'lecture']);
  await kiosk.pass(2 * minute);
  expect(pushed().today).toEqual(['lecture', 'chess']);
  // The screen says "now" of what has begun by this.
  await kiosk.pass(2 * minute);
  expect(pushed().now).toBeGreaterThan(begun + 5 * minute);
  await kiosk.pass(3 * minute);
  expect(pushed().today).toEqual([]);
});
