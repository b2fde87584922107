import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { genesisHash } from '../../../domain/ledger/chain.ts';
import { type Batch, hashesOf, SyncEvent } from '../../../domain/sync/batch.ts';
import { syncEndpoints } from '../../../domain/sync/endpoints.ts';
import { fingerprint, makeEnrolCode, readEnrolCode } from '../../../domain/sync/enrolment.ts';
import { isRecalled, type Recall } from '../../../domain/sync/feeds.ts';
import { SyncRefusal, syncRefusals } from '../../../domain/sync/refusals.ts';
import { eventHash } from '../../../hut/ledger/chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const event: SyncEvent = {
  id: '019a-1',
  type: 'hut-started',
  version: 1,
  wallAt: 1_795_000_000_000,
  boot: 'boot-1',
  monoMs: 12,
  actor: 'hut',
  body: '{"boot":"boot-1","settled":0}',
};

test('the hashes of a batch are those that the ledger wrote', () => {
  const batch: Batch = {
    epoch: 1,
    firstSeq: 1,
    prevHash: genesisHash,
    events: [event, event],
    lastHash: genesisHash,
  };
  let prev = genesisHash;
  const written = batch.events.map(({ id, type, version, wallAt, boot, monoMs, actor, body }, i) => {
    prev = eventHash(
      {
        epoch: 1,
        seq: i + 1,
        event_id: id,
        type,
        version,
        wall_at: wallAt,
        boot,
        mono_ms: monoMs,
        actor,
        body,
      },
      prev,
    );
    return prev;
  });
  expect(hashesOf(batch, sha256)).toEqual(written);
});

test.each([
  ['a line break in a reference', { ...event, actor: 'hut\nfault' }],
  ['a type that is none', { ...event, type: 'DROP TABLE' }],
  ['a field too many', { ...event, hash: 'x' }],
])('%s is no envelope', (_, given) => {
  expect(SyncEvent.safeParse(given).success).toBe(false);
});

describe('an enrolment code', () => {
  test('is read however it was typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
        const code = makeEnrolCode(random);
        expect(readEnrolCode(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `.replace(/0/g, 'o'))).toBe(
          code,
        );
      }),
    );
  });
  test.each(['', 'ABCD', 'ABCDEFGHJ', 'ABCD-EFGU', 'ABCDEFG!'])('%j is none', (typed) => {
    expect(readEnrolCode(typed)).toBeNull();
  });
});

test('a fingerprint is 80 bits in four groups, and each bit counts', () => {
  expect(fingerprint(new Uint8Array(32))).toBe('0000 0000 0000 0000');
  expect(fingerprint(new Uint8Array(32).fill(255))).toBe('ZZZZ ZZZZ ZZZZ ZZZZ');
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(fingerprint(a) === fingerprint(b)).toBe(Buffer.from(a).equals(b));
    }),
  );
});

describe('a recall', () => {
  const all: Recall = { kind: null, model: null, barcodes: [], why: { zh: '召回', en: 'Recalled' }, at: 0 };
  const bank = { kind: 'power-bank', barcode: 'HT-1', name: { zh: '罗马仕 20000', en: 'Romoss 20000' } };
  test.each<[string, Partial<Recall>, boolean]>([
    ['of nothing takes nothing', {}, false],
    ['of its kind', { kind: 'power-bank' }, true],
    ['of another kind', { kind: 'ladder' }, false],
    ['of its model, in small letters', { kind: 'power-bank', model: 'romoss' }, true],
    ['of its model in Chinese', { model: '罗马仕' }, true],
    ['of its model but another kind', { kind: 'ladder', model: 'romoss' }, false],
    ['of its barcode', { barcodes: ['HT-1'] }, true],
    ['of another barcode, though its kind', { kind: 'power-bank', barcodes: ['HT-2'] }, false],
  ])('%s', (_, given, expected) => {
    expect(isRecalled({ ...all, ...given }, bank)).toBe(expected);
  });
});

test('every refusal that an endpoint names is one, and each reads its own body', () => {
  for (const { refusals } of Object.values(syncEndpoints)) {
    for (const code of refusals) expect(syncRefusals).toHaveProperty([code]);
  }
  expect(SyncRefusal.options.map((option) => option.shape.error.value).sort()).toEqual(
    Object.keys(syncRefusals).sort(),
  );
});
