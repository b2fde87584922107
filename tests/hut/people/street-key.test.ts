import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSealing } from '../../../hub/members/sealing.ts';
import type { LogEntry } from '../../../hut/log-catalogue.ts';
import { openStreetKey, streetKeyFile } from '../../../hut/people/street-key.ts';
import { TemporaryDirectory } from '../ledger/stocked-hut.ts';

const hub = createSealing(Buffer.alloc(32, 7), () => {});

test('a card is known by the same token here and at the hub, and by another under another key', () => {
  using directory = new TemporaryDirectory();
  const street = openStreetKey(directory.path, () => false);
  expect([street.ready(), street.tokenOf('XWK0ANNA')]).toEqual([false, null]);
  expect(street.keep(hub.streetKey)).toBe(true);
  expect(street.tokenOf('xwk0anna')).toBe(hub.tokenOfCode('XWK0ANNA'));
  expect(street.tokenOf('XWK0ANNB')).not.toBe(hub.tokenOfCode('XWK0ANNA'));
  const { mode } = statSync(join(directory.path, streetKeyFile));
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
  // The next start has it; the hub's key of another street replaces it.
  const again = openStreetKey(directory.path, () => true);
  expect(again.tokenOf('XWK0ANNA')).toBe(hub.tokenOfCode('XWK0ANNA'));
  const other = createSealing(Buffer.alloc(32, 8), () => {});
  expect(again.keep(other.streetKey)).toBe(true);
  expect(again.tokenOf('XWK0ANNA')).toBe(other.tokenOfCode('XWK0ANNA'));
});

test.each([
  ['lost', null],
  ['empty', ''],
  ['cut off', hub.streetKey.slice(0, 20)],
  ['something else', 'x'.repeat(500)],
])('a key that is %s knows nobody and says so where it is missed', (_, text) => {
  using directory = new TemporaryDirectory();
  if (text !== null) writeFileSync(join(directory.path, streetKeyFile), text);
  const log: LogEntry[] = [];
  const street = openStreetKey(
    directory.path,
    () => true,
    (entry) => log.push(entry),
  );
  expect(street.tokenOf('XWK0ANNA')).toBe(null);
  expect(log.map(({ what }) => what)).toEqual(['street-key']);
  expect(street.keep(hub.streetKey)).toBe(true);
  expect(readFileSync(join(directory.path, streetKeyFile), 'utf8').trim()).toBe(hub.streetKey);
  // A hut without cards of the street misses nothing.
  openStreetKey(
    join(directory.path, 'none'),
    () => false,
    (entry) => log.push(entry),
  );
  expect(log).toHaveLength(1);
});

test('a disk that does not take it says so, and the key of before stays', () => {
  using directory = new TemporaryDirectory();
  const street = openStreetKey(join(directory.path, 'gone'), () => false);
  chmodSync(directory.path, 0o700);
  expect(street.keep(hub.streetKey)).toBe(false);
  expect(street.ready()).toBe(false);
});
