import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Config } from '../../../hut/config/config.ts';
import { loadConfig } from '../../../hut/config/load.ts';
import { saveConfig } from '../../../hut/config/save.ts';
import { protocolNames, protocolOf } from '../../../native/lock-board/protocols.ts';
import { inverted, newLocker } from './new-locker.ts';

test('a locker with inverted polarity and reversed byte order is found, walked, proven and kept', async () => {
  const l = await newLocker([[{ ...inverted, address: 1 }, inverted], []]);
  const [[one, three] = []] = l.boards;
  if (one === undefined || three === undefined) throw new Error('no boards');
  await l.press('find');
  expect(l.released()).toBe(1);
  await l.until(() => l.on('ports').done);
  expect(l.on('ports').ports).toMatchObject([
    {
      state: 'asked',
      boards: [
        { protocol: 'xor-8a', address: 1 },
        { protocol: 'xor-8a', address: 3 },
      ],
    },
    { state: 'asked', boards: [] },
  ]);
  await l.press('walk');
  expect(l.on('walk').at).toBe('close-all');
  await l.press('all-closed');
  // Door 1 hangs on the board with address 3, in its first byte; door 2 on the other, in its last.
  const hangs = [
    { board: three, channel: 2 },
    { board: one, channel: 24 },
    { board: three, channel: 9 },
  ];
  for (const [i, { board, channel }] of hangs.entries()) {
    expect(l.on('walk')).toMatchObject({ at: 'open', door: i + 1 });
    board.openDoor(channel);
    await l.until(() => l.on('walk').at === 'close');
    board.closeDoor(channel);
    await l.until(() => l.on('walk').at === 'open');
  }
  for (const board of [one, three]) expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
  await l.press('no-more-doors');
  expect(l.on('prove')).toMatchObject({ at: 'ready', doors: [{ door: 1 }, { door: 2 }, { door: 3 }] });
  await l.press('prove');
  for (const [i, { board, channel }] of hangs.entries()) {
    await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === i + 1);
    expect(board.isOpen(channel)).toBe(true);
    board.closeDoor(channel);
  }
  await l.until(() => l.on('prove').at === 'done');
  expect(l.on('prove').doors.map(({ proof }) => proof)).toEqual(['good', 'good', 'good']);
  expect(l.intended).toEqual([1, 2, 3]);
  for (const { board, channel } of hangs) expect(board.pulses(channel)).toBe(1);
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({
    unproven: [],
    boards: [
      { address: 1, feedback: 'closed-is-0', order: 'low-first', doors: [2] },
      { address: 3, feedback: 'closed-is-0', order: 'low-first', doors: [1, 3] },
    ],
  });
  await l.press('save');
  expect(l.on('saved').kept).toBeNull();
  const config = loadConfig(l.file);
  if (!config.ok) throw new Error(config.refusal.message);
  expect(config).toMatchObject({
    ok: true,
    value: {
      hut: { name: '平江小屋' },
      locker: { boards: [{ doors: { 2: 24 } }, { doors: { 1: 2, 3: 9 } }] },
    },
  });
  l.commissioning.end();
  expect(l.released()).toBe(0);
}, 30_000);

test.each(protocolNames)(
  'a %s locker wired the other way round, behind an adapter that echoes, is learned and proven',
  async (protocol) => {
    const { address, channels, feedback, order } = protocolOf(protocol).facts;
    const l = await newLocker([
      [
        {
          protocol,
          address: address.usual,
          channels: Math.min(16, channels),
          feedback: feedback === 'closed-is-1' ? 'closed-is-0' : 'closed-is-1',
          order,
        },
      ],
    ]);
    const [board] = l.boards[0] ?? [];
    if (board === undefined) throw new Error('no board');
    board.faults.echo = Number.POSITIVE_INFINITY;
    await l.press('find');
    await l.until(() => l.on('ports').done);
    expect(l.on('ports').ports[0]?.boards).toMatchObject([{ protocol, address: address.usual, echo: true }]);
    await l.press('walk');
    await l.press('all-closed');
    const hangs = [7, 2];
    for (const channel of hangs) {
      board.openDoor(channel);
      await l.until(() => l.on('walk').at === 'close');
      board.closeDoor(channel);
      await l.until(() => l.on('walk').at === 'open');
    }
    expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
    await l.press('no-more-doors');
    await l.press('prove');
    for (const [i, channel] of hangs.entries()) {
      await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === i + 1);
      expect(board.isOpen(channel)).toBe(true);
      board.closeDoor(channel);
    }
    await l.until(() => l.on('prove').at === 'done');
    await l.press('show-result');
    expect(l.on('result')).toMatchObject({ unproven: [], boards: [{ protocol, echo: true, doors: [1, 2] }] });
    expect(l.on('result').boards[0]?.feedback).not.toBe(feedback);
    await l.press('save');
    expect(loadConfig(l.file)).toMatchObject({
      value: { locker: { boards: [{ protocol, doors: { 1: 7, 2: 2 }, echo: true }] } },
    });
  },
  30_000,
);

test('what is asked while searching, walking and proving is on the bus monitor, in words', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  const [board] = l.boards[0] ?? [];
  const said = async (from: () => Promise<void>) => {
    await from();
    return l.monitor.last(2_000).map(({ direction, path, says }) => `${direction} ${path} ${says}`);
  };
  const path = l.ports[0]?.path;
  const searched = await said(async () => {
    await l.press('find');
    await l.until(() => l.on('ports').done);
  });
  expect(searched).toContain(`tx ${path} read board 1 lock 0 code 51`);
  expect(searched).toContain(`rx ${path} status board 1 status 0000FF`);
  expect(searched.some((line) => line.startsWith(`tx ${path} read-inputs`))).toBe(true);
  const walked = await said(async () => {
    await l.press('walk');
    await l.press('all-closed');
    board?.openDoor(1);
    await l.until(() => l.on('walk').at === 'close');
    board?.closeDoor(1);
    await l.until(() => l.on('walk').at === 'open');
  });
  expect(walked).toContain(`rx ${path} status board 1 status 0000FE`);
  const proven = await said(async () => {
    await l.press('no-more-doors');
    await l.press('prove');
    await l.until(() => l.on('prove').at === 'open');
  });
  expect(proven).toContain(`tx ${path} open board 1 lock 1 code 17`);
}, 30_000);

test('a keeper who leaves in the middle ends everything and frees the ports', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  await l.press('find');
  expect(l.commissioning.atWork).toBe(true);
  l.commissioning.end();
  await l.wait(2_000);
  expect(l.step().is).toBe('now');
  expect(l.released()).toBe(0);
  expect(l.commissioning.atWork).toBe(false);
});

test('the config of before is kept beside the new one', () => {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'hut.json');
  const wall = Date.UTC(2026, 10, 24, 8, 30);
  const first = Config.parse({ hut: { name: '一号' } });
  expect(saveConfig(file, first, wall)).toEqual({ ok: true, value: { kept: null } });
  const second = saveConfig(file, Config.parse({ hut: { name: '二号' } }), wall);
  expect(second).toEqual({ ok: true, value: { kept: 'hut.json.20261124T083000Z' } });
  expect(loadConfig(join(dir, 'hut.json.20261124T083000Z'))).toMatchObject({
    value: { hut: { name: '一号' } },
  });
  expect(loadConfig(file)).toMatchObject({ value: { hut: { name: '二号' } } });
  // A clock that stands still costs no config that was kept.
  const third = saveConfig(file, Config.parse({ hut: { name: '三号' } }), wall);
  expect(third).toEqual({ ok: true, value: { kept: 'hut.json.20261124T083000Z-2' } });
  expect(loadConfig(join(dir, 'hut.json.20261124T083000Z'))).toMatchObject({
    value: { hut: { name: '一号' } },
  });
  expect(readdirSync(dir).sort()).toEqual([
    'hut.json',
    'hut.json.20261124T083000Z',
    'hut.json.20261124T083000Z-2',
  ]);
  expect(saveConfig(join(dir, 'no', 'hut.json'), first, wall)).toMatchObject({
    ok: false,
    refusal: { code: 'not-written' },
  });
  expect(readFileSync(file, 'utf8')).toContain('三号');
});
