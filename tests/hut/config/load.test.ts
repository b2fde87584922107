import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPractice } from '../../../domain/config/config.ts';
import { View } from '../../../domain/contract/screen.ts';
import { configJsonSchema, loadConfig, parseConfig } from '../../../hut/config/load.ts';
import { layoutOf } from '../../../hut/config/locker-map.ts';

const board = { id: 'main', protocol: 'xor-8a', path: '/dev/ttyUSB0', doors: { '1': 1, '2': 2 } };
const faultOf = (raw: unknown): string => {
  const read = parseConfig(JSON.stringify(raw), 'hut.json');
  return read.ok ? 'no fault' : read.refusal.message;
};

describe('the config', () => {
  it('is a practice hut when empty or absent', () => {
    const none = loadConfig(undefined);
    const empty = parseConfig('{}', 'hut.json');
    expect(none).toEqual(empty);
    expect(none.ok && isPractice(none.value)).toBe(true);
  });

  it('fills in what was left out', () => {
    const read = parseConfig(JSON.stringify({ locker: { boards: [board] } }), 'hut.json');
    expect(read.ok && read.value.locker.boards[0]).toMatchObject({
      baud: 9600,
      address: 1,
      feedback: 'closed-is-1',
    });
    expect(read.ok && isPractice(read.value)).toBe(false);
  });

  it.each([
    [{ hut: { nam: 'x' } }, 'hut'],
    [{ locker: { boards: [{ ...board, baud: 'fast' }] } }, 'locker.boards[0].baud'],
    [{ locker: { boards: [{ ...board, protocol: 'telepathy' }] } }, 'locker.boards[0].protocol'],
    [{ locker: { boards: [{ ...board, path: 'ttyUSB0' }] } }, 'locker.boards[0].path'],
    [{ locker: { boards: [{ ...board, doors: { zero: 1 } }] } }, 'locker.boards[0].doors.zero'],
    [{ locker: { boards: [board, { ...board, id: 'other' }] } }, 'locker.boards[1].doors.1'],
    [{ locker: { boards: [board, { ...board, doors: {} }] } }, 'locker.boards[1].id'],
    [{ scanner: [{ kind: 'nose' }] }, 'scanner[0].kind'],
    [{ hut: { hours: { mon: { from: '8', to: '20:00' } } } }, 'hut.hours.mon.from'],
    [{ hut: { hours: { mon: { from: '08:00', to: '24:30' } } } }, 'hut.hours.mon.to'],
    [{ hut: { hours: { mon: { from: '20:00', to: '08:00' } } } }, 'hut.hours.mon.to'],
    [{ sound: { hours: [{ from: '21:00', to: '24:01', volume: 40 }] } }, 'sound.hours[0].to'],
  ])('names the key that is wrong: %j', (raw, key) => {
    expect(faultOf(raw)).toContain(`${key}:`);
  });

  it('says where JSON is broken', () => {
    const read = parseConfig('{\n  "hut": {\n    "name": oops\n  }\n}', 'hut.json');
    expect(read.ok ? '' : read.refusal.message).toMatch(/line 3 column/);
  });

  it('takes a byte order mark and names a missing file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-config-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const file = join(dir, 'hut.json');
    writeFileSync(file, '\uFEFF{"hut":{"name":"海棠里"}}');
    expect(loadConfig(file)).toMatchObject({ ok: true, value: { hut: { name: '海棠里' } } });
    expect(loadConfig(`${file}.not`)).toMatchObject({ ok: false, refusal: { code: 'missing' } });
  });

  it('has a JSON Schema with every section', () => {
    expect(JSON.stringify(configJsonSchema())).toMatch(/"hut".*"locker".*"scanner"/);
  });
});

describe('the drawn locker', () => {
  const configOf = (doors: number[], layout?: unknown) => {
    const read = parseConfig(
      JSON.stringify({
        locker: {
          boards: Array.from({ length: Math.ceil(doors.length / 24) }, (_, i) => ({
            ...board,
            id: `board-${i}`,
            address: i + 1,
            doors: Object.fromEntries(doors.slice(i * 24, i * 24 + 24).map((door, n) => [door, n + 1])),
          })),
          ...(layout === undefined ? {} : { layout }),
        },
      }),
      'hut.json',
    );
    if (!read.ok) throw new Error(read.refusal.message);
    return read.value;
  };

  it.each([1, 2, 5, 10, 24, 46, 47, 48, 50, 96, 142])(
    'shows each of %i doors once, and the screen once',
    (count) => {
      const doors = Array.from({ length: count }, (_, i) => i + 1);
      const layout = layoutOf(configOf(doors));
      if (!layout.ok) throw new Error(layout.refusal.message);
      const cells = layout.value.columns.flat();
      expect(cells.flatMap((c) => ('door' in c ? [c.door] : [])).sort((a, b) => a - b)).toEqual(doors);
      expect(cells.filter((c) => 'screen' in c)).toHaveLength(1);
      // And a view with it is one: what does not fit the contract is shown to nobody.
      expect(View.shape.locker.safeParse(layout.value)).toEqual({ success: true, data: layout.value });
    },
  );

  it.each([
    [[[{ door: 1 }]], 'door 2 is on a board but not drawn'],
    [[[{ door: 1 }, { door: 2 }, { door: 2 }]], 'door 2 is drawn twice'],
    [[[{ door: 1 }, { door: 2 }, { door: 3 }]], 'door 3 is drawn but on no board'],
  ])('refuses a drawing that does not fit: %j', (columns, message) => {
    const layout = layoutOf(configOf([1, 2], { columns }));
    expect(layout.ok ? '' : layout.refusal.message).toContain(message);
  });
});
