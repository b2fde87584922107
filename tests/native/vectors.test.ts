import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import { type Meaning, Vector, vectorRows } from './vector-rows.ts';
import { wiringOf } from './wiring.ts';

const file = new URL('./locker-vectors.json', import.meta.url);
const { about: _, ...all } = JSON.parse(readFileSync(file, 'utf8'));
const vectors = z
  .record(z.string(), z.strictObject({ baud: z.number(), vectors: z.array(Vector) }))
  .parse(all);
const hexOf = (bytes: Uint8Array | null | undefined): string | undefined =>
  bytes ? Buffer.from(bytes).toString('hex').toUpperCase() : undefined;

test('every protocol of the vectors is one we speak, and has its row', () => {
  expect(Object.keys(vectors).sort()).toEqual(Object.keys(vectorRows).sort());
  for (const protocol of Object.keys(vectors)) expect(protocolNames).toContain(protocol);
});

describe.each(Object.entries(vectorRows))('%s', (protocol, row) => {
  const of = vectors[protocol]?.vectors ?? [];

  test.each(of.map((vector) => ({ vector, name: `${vector.op} ${hexOf(vector.tx ?? vector.rx)}` })))(
    '$name',
    ({ vector }) => {
      const address = vector.board ?? vector.station ?? row.address;
      const wiring = wiringOf(protocol, { address, ...row.wiring?.(vector) });
      const codec = protocolOf(protocol).codec(wiring);
      const channel = row.channelOf(vector);
      const exchange = {
        open: () => codec.open(channel),
        readDoor: () => codec.readDoor(channel),
        readAll: () => codec.readAll(),
      }[vector.op];
      const special = row.special?.[vector.op];
      if (exchange === undefined && special === undefined) throw new Error(`nothing checks ${vector.op}`);
      special?.(vector, wiring);
      if (exchange === undefined) return;
      const { tx, match } = exchange();
      expect(hexOf(tx)).toBe(hexOf(vector.tx));
      // The simulated board understands it too, and for this channel.
      const inside = {
        ...wiring,
        channels: wiring.channels.length,
        status: () => false,
        occupied: () => false,
      };
      const heard = protocolOf(protocol).simulator(inside).hear(tx);
      expect(heard).toMatchObject({ is: 'order', order: { is: vector.op === 'open' ? 'open' : 'read' } });
      if (vector.op === 'open' && heard.is === 'order') expect(heard.order.channels).toEqual([channel]);

      if (vector.rx === undefined) return;
      const rx = hexOf(vector.rx) ?? '';
      const means: Meaning | undefined = row.means[rx];
      if (means === undefined) throw new Error(`what ${rx} means is not in the table`);
      const answer = match(vector.rx);
      expect(answer.is).not.toBe('none');
      if (answer.is === 'none') return;
      if (means.is === 'opened' || means.is === 'refused') {
        expect(answer.value.ok).toBe(means.is === 'opened');
        return;
      }
      if (!answer.value.ok) throw new Error(answer.value.refusal.code);
      if (means.is === 'door') {
        expect(answer.value.value).toMatchObject({ lock: means.lock });
        return;
      }
      const status = answer.value.value;
      if (!('of' in status)) throw new Error('no status');
      const channels = wiring.channels.slice(0, means.doors);
      expect(channels.filter((each) => status.of(each).lock === 'open')).toEqual(means.open);
      expect(channels.filter((each) => status.of(each).lock === 'unknown')).toEqual([]);
      expect(channels.filter((each) => status.of(each).occupied)).toEqual(means.occupied ?? []);
    },
  );
});
