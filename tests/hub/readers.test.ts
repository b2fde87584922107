import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createReaders } from '../../hub/intake/readers.ts';
import { readHere } from '../../hub/intake/reading.ts';
import { HutLog } from './hut-log.ts';

const log = new HutLog('hut-read');
for (let i = 0; i < 60; i++) log.add('hut-started', { boot: `boot-${i}-小屋`, settled: 0 });
const good = log.batch(1, 40);
const [one, ...others] = good.events;
const packed = (value: unknown): [Buffer, string] => [gzipSync(JSON.stringify(value)), 'gzip'];

test('threads read what this one reads, and refuse what it refuses', async () => {
  const read = createReaders(2);
  const bodies: [Buffer, string | null][] = [
    packed(good),
    [Buffer.from(JSON.stringify(good)), null],
    packed(log.batch(41, 60)),
    packed({ ...good, lastHash: '0'.repeat(64) }),
    packed({ ...good, events: [{ ...one, body: '[]' }, ...others] }),
    packed({ ...good, events: [{ ...one, body: '{"a":' }, ...others] }),
    packed({ ...good, more: 1 }),
    packed([]),
    [Buffer.from('{'), null],
    [Buffer.from([0xff, 0xfe]), null],
    [gzipSync(JSON.stringify(good)).subarray(0, 60), 'gzip'],
    [gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'gzip'],
    [Buffer.alloc(0), 'br'],
  ];
  const here = await Promise.all(bodies.map(([body, encoding]) => readHere(body, encoding)));
  expect(here.filter(({ ok }) => ok)).toHaveLength(3);
  expect(await Promise.all(bodies.map(([body, encoding]) => read(body, encoding)))).toEqual(here);
});

test('a thread that breaks says so to whoever waits, and the next is read by another', async () => {
  const read = createReaders(1);
  // Nothing that comes over the wire is no bytes at all: it stands for a bug.
  const broken = read({ byteLength: -1 } as Buffer, null);
  const behind = read(...packed(good));
  await expect(broken).rejects.toThrow();
  await expect(behind).rejects.toThrow();
  expect(await read(...packed(good))).toMatchObject({ ok: true });
});
