import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimClock } from '../../sim-clock.ts';
import { openStore, TemporaryDirectory } from '../ledger/stocked-hut.ts';

const command = join(import.meta.dirname, '../../../hut/stock/main.ts');
const stock = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('import and list, bad rows, skip-bad, a config, and a running hut', () => {
  using directory = new TemporaryDirectory();
  const data = join(directory.path, 'data');
  const file = join(directory.path, 'register.csv');
  const config = join(directory.path, 'hut.json');
  expect(stock('list', '--data', data)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no hut in'),
  });
  writeFileSync(file, 'barcode,kind,name,place,door,parts\nEAN-1,wrench,大扳手,,1,\nEAN-2,rocket,火箭,,2,\n');

  const refused = stock('import', file, '--data', data);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('line 3: kind "rocket" is not known');
  expect(refused.stderr).toContain('第 3 行');
  expect(refused.stderr).toContain('Nothing was imported');

  const board = { id: 'a', protocol: 'xor-8a', path: '/dev/ttyS9', doors: { 7: 1 } };
  writeFileSync(config, JSON.stringify({ locker: { boards: [board] } }));
  const elsewhere = stock('import', file, '--data', data, '--config', config, '--skip-bad');
  expect(elsewhere.stderr).toContain("line 2: door 1 is not in the hut's configuration");
  expect(elsewhere.stdout).toContain('0 things imported, 2 bad rows');

  // What a keeper has set up at the screen counts without a word.
  writeFileSync(join(data, 'hut.json'), JSON.stringify({ locker: { boards: [board] } }));
  expect(stock('import', file, '--data', data, '--skip-bad').stdout).toContain(
    '0 things imported, 2 bad rows',
  );
  rmSync(join(data, 'hut.json'));

  const skipped = stock('import', file, '--data', data, '--skip-bad');
  expect(skipped).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('1 things imported, 1 bad rows'),
  });
  const listed = stock('list', '--data', data);
  expect(listed.status).toBe(0);
  expect(listed.stdout.split('\n')[1]).toBe('EAN-1\twrench\t大扳手\tdoor 1\tin-service\t');

  const running = openStore(data, new SimClock());
  const busy = stock('list', '--data', data);
  expect(busy.status).toBe(3);
  expect(busy.stderr).toContain('The hut is running');
  expect(busy.stderr).toContain('小屋程序正在运行');
  running.close();
}, 30_000);

test('wrong use is told and changes nothing', () => {
  using directory = new TemporaryDirectory();
  const data = join(directory.path, 'data');
  for (const args of [
    [],
    ['import', '--data', data],
    ['import', 'a.csv'],
    ['list', 'x', '--data', data],
    ['list', '--data', data, '--skip-bad'],
    ['import', 'a.csv', '--data', data, '--force'],
  ]) {
    expect(stock(...args).status, args.join(' ')).toBe(2);
  }
  expect(stock('import', join(directory.path, 'none.csv'), '--data', data)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cannot be read'),
  });
  expect(readdirSync(directory.path)).toEqual([]);
}, 30_000);
