import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CutModel, cutModels, diskAfter, sector } from './disk.ts';
import { historyOf } from './history.ts';
import { type Deed, joinLives, type Recording } from './recording.ts';

/** Calls one after the other: call i begins at 2i and is answered at 2i + 1. */
const calls = (...deeds: Deed[]): Recording => ({
  ops: deeds.map((deed, i) => ({ from: i * 2, to: i * 2 + 1, deed })),
  end: deeds.length * 2,
});
const text = (data: string): Buffer => Buffer.from(data);
const create = (path: string, handle = 1): Deed => ({
  is: 'open',
  handle,
  path,
  create: true,
  truncate: false,
});
const directory = (path: string, handle: number): Deed =>
  ({ ...create(path, handle), create: false }) as Deed;
const put = (data: string, at = 0, handle = 1): Deed => ({ is: 'write', handle, at, data: text(data) });
const sync = (handle = 1): Deed => ({ is: 'sync', handle });

const found = (recording: Recording, model: CutModel, point = recording.end, seed = 1) =>
  Object.fromEntries(
    [...diskAfter(historyOf(recording), { point, model, seed }).files].map(([path, data]) => [
      path,
      data.toString(),
    ]),
  );

describe('a disk after a power cut', () => {
  test('holds what was synced, and its name only once the directory was', () => {
    const file = [create('a'), put('one'), sync()];
    expect(found(calls(...file), 'dropped')).toEqual({});
    const named = [...file, directory('', 2), sync(2)];
    expect(found(calls(...named), 'dropped')).toEqual({ a: 'one' });
    expect(found(calls(...named, put('two', 3)), 'dropped')).toEqual({ a: 'one' });
    expect(found(calls(...named, put('two', 3)), 'kept')).toEqual({ a: 'onetwo' });
  });

  test('a sync covers what was answered before it began, and counts once it is answered itself', () => {
    const named = calls(create('a'), directory('', 2), sync(2), put('one'), sync());
    expect(found(named, 'dropped')).toEqual({ a: 'one' });
    // Under way: the answer has the place 9, and the power goes before it.
    expect(found(named, 'dropped', 9)).toEqual({ a: '' });
    const crossing: Recording = {
      ops: [
        ...calls(create('a'), directory('', 2), sync(2)).ops,
        { from: 6, to: 9, deed: put('one') },
        { from: 7, to: 8, deed: sync() },
      ],
      end: 10,
    };
    expect(found(crossing, 'dropped')).toEqual({ a: '' });
    const unanswered: Recording = {
      ops: [...named.ops.slice(0, 4), { from: 8, to: null, deed: sync() }],
      end: 9,
    };
    expect(found(unanswered, 'dropped')).toEqual({ a: '' });
  });

  test('nothing that began after the cut is there, under any model', () => {
    const recording = calls(create('a'), put('one'), directory('', 2), sync(2), sync(), put('two', 0));
    for (const model of [...cutModels, 'kept'] as const) {
      expect(found(recording, model, 10)).toEqual({ a: 'one' });
      expect(found(recording, model, 0)).toEqual({});
    }
  });

  test('an unsynced subset comes in any order, each write whole', () => {
    const recording = calls(create('a'), put('...'), directory('', 2), sync(2), sync(), put('x'), put('y'));
    const seen = new Set(Array.from({ length: 200 }, (_, seed) => found(recording, 'subset', 14, seed).a));
    expect(seen).toEqual(new Set(['...', 'x..', 'y..']));
    const long = calls(create('a'), directory('', 2), sync(2), put('x'.repeat(3 * sector)));
    for (let seed = 0; seed < 100; seed++) {
      expect([0, 3 * sector]).toContain(found(long, 'subset', 8, seed).a?.length);
    }
  });

  test('a torn write leaves whole sectors of the disk, not of the write', () => {
    const recording = calls(
      create('a'),
      put('.'.repeat(3 * sector)),
      sync(),
      directory('', 2),
      sync(2),
      put('x'.repeat(2 * sector), 100),
    );
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const data = found(recording, 'torn', 12, seed).a ?? '';
      expect(data.length).toBe(3 * sector);
      const parts = [
        data.slice(100, sector),
        data.slice(sector, 2 * sector),
        data.slice(2 * sector, 2 * sector + 100),
      ];
      for (const part of parts) expect(new Set(part).size).toBe(1);
      seen.add(parts.map((part) => part[0]).join(''));
    }
    expect(seen.size).toBe(8);
  });

  test('a rename is whole: the old name or the new one, never both, never none', () => {
    const written = [create('a'), put('old'), sync(), create('b', 3), put('new', 0, 3), sync(3)];
    const recording = calls(...written, directory('', 2), sync(2), { is: 'rename', path: 'b', name: 'a' });
    expect(found(recording, 'dropped')).toEqual({ a: 'old', b: 'new' });
    const seen = new Set<string>();
    for (let seed = 0; seed < 50; seed++) seen.add(JSON.stringify(found(recording, 'subset', 18, seed)));
    expect(seen).toEqual(new Set([JSON.stringify({ a: 'old', b: 'new' }), JSON.stringify({ a: 'new' })]));
    expect(found(calls(...recording.ops.map(({ deed }) => deed), sync(2)), 'dropped')).toEqual({ a: 'new' });
  });

  test('a name that was taken away may come back until its directory is synced', () => {
    const recording = calls(create('a'), sync(), directory('', 2), sync(2), { is: 'unlink', path: 'a' });
    expect(found(recording, 'dropped')).toEqual({ a: '' });
    expect(found(recording, 'kept')).toEqual({});
    expect(found(calls(...recording.ops.map(({ deed }) => deed), sync(2)), 'dropped')).toEqual({});
  });

  test('what lies in a lost directory is lost, however well it was synced', () => {
    const inside = [create('d/a'), put('one'), sync(), directory('d', 2), sync(2)];
    const recording = calls({ is: 'mkdir', path: 'd' }, ...inside);
    expect(found(recording, 'dropped')).toEqual({});
    expect(
      found(calls(...recording.ops.map(({ deed }) => deed), directory('', 3), sync(3)), 'dropped'),
    ).toEqual({
      'd/a': 'one',
    });
  });

  test('a second life goes on with what the first did not sync', () => {
    const first = calls(create('a'), directory('', 2), sync(2), put('one'));
    const lives = joinLives([first, calls({ ...create('a', 7), create: false } as Deed, put('two', 3, 7))]);
    expect(found(lives, 'dropped')).toEqual({ a: '' });
    expect(found(lives, 'kept')).toEqual({ a: 'onetwo' });
    const synced = joinLives([lives, calls({ ...create('a', 7), create: false } as Deed, sync(7))]);
    expect(found(synced, 'dropped')).toEqual({ a: 'onetwo' });
  });

  test('a recording that cannot be followed is refused', () => {
    expect(() => historyOf(calls({ is: 'unseen', what: 'sendfile' }))).toThrow('sendfile');
    expect(() => historyOf(calls({ ...create('a'), create: false } as Deed))).toThrow('before the recording');
  });

  test('the same cut gives the same disk, and what was synced is in it under every model', () => {
    const step = fc.oneof(
      fc.record({ at: fc.nat(2_000), length: fc.integer({ min: 1, max: 1_500 }) }),
      fc.constant('sync' as const),
      fc.record({ size: fc.nat(3_000) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.nat(),
        fc.constantFrom(...cutModels),
        (steps, seed, model) => {
          const deeds = steps.map((each, i): Deed => {
            if (each === 'sync') return sync();
            if ('size' in each) return { is: 'size', handle: 1, size: each.size, grow: false };
            return put(String.fromCharCode(65 + i).repeat(each.length), each.at);
          });
          const recording = calls(create('a'), directory('', 2), sync(2), ...deeds);
          const point = 6 + (seed % (deeds.length * 2 + 1));
          expect(found(recording, model, point, seed)).toEqual(found(recording, model, point, seed));
          const answered = deeds.filter((_, i) => 6 + i * 2 + 1 < point);
          const last = answered.lastIndexOf(
            deeds.findLast((deed) => answered.includes(deed) && deed.is === 'sync') ?? sync(),
          );
          const durable = calls(create('a'), directory('', 2), sync(2), ...deeds.slice(0, last + 1));
          const base = found(durable, 'kept').a ?? '';
          if (model === 'dropped') expect(found(recording, model, point, seed).a).toBe(base);
          if (point === 6 + (last + 1) * 2) expect(found(recording, model, point, seed).a).toBe(base);
        },
      ),
      { numRuns: 150 },
    );
  });
});
