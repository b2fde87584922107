import { expect, test } from 'vitest';
import { watchPath } from '../../native/port/path-watch.ts';
import { Kiosk } from './kiosk.ts';

test('devices that are plugged in again are used within a second, however long they were away', async () => {
  const told = new Set<string>();
  const kiosk = await Kiosk.open({
    watchPath: (path, appeared) =>
      watchPath(path, () => {
        told.add(path);
        appeared();
      }),
  });
  const { locker, scanner } = kiosk.devices;
  await locker.unplug();
  await scanner.unplug();
  // By then they are tried once a minute.
  await kiosk.pass(10 * 60_000);
  expect(kiosk.view().troubles).toHaveLength(2);
  told.clear();
  await locker.plug();
  await scanner.plug();
  await expect.poll(() => [...told].sort(), { timeout: 10_000 }).toEqual([locker.path, scanner.path].sort());
  await kiosk.pass(1_000);
  expect(kiosk.view().troubles).toEqual([]);
  await kiosk.scan(kiosk.card);
  kiosk.on('loans');
});
