import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Rooms that know of lock boards, with the tests that run over every one of them. */
const rooms = ['domain', 'hut', 'native', 'tests/native', 'tests/hut/commissioning', 'tests/hut/doors'];
const files = ['package.json', 'tests/settle.ts', 'tests/sim-clock.ts', 'tests/domain/config/boards.test.ts'];
const suites = [
  'tests/native/lock-board-contract.test.ts',
  'tests/native/frame-laws.test.ts',
  'tests/native/crosstalk.test.ts',
  'tests/native/probe.test.ts',
  'tests/hut/doors/watch.test.ts',
  'tests/hut/commissioning/commissioning.test.ts',
  'tests/domain/config/boards.test.ts',
];

interface Report {
  success: boolean;
  testResults: {
    name: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

const run = (cwd: string, ...words: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, words, { cwd, maxBuffer: 1 << 26 }, (_error, out) => resolve(out));
  });

/**
 * What CONTRIBUTING says of a new lock board, done: in a copy of the house, one folder more and one line more in the
 * registry. The suites over all boards then run over it, and a hut can be configured with it.
 */
test('an eighth board is its folder and one line in the registry', async ({ onTestFinished }) => {
  const house = mkdtempSync(join(tmpdir(), 'xiaowu-eighth-'));
  onTestFinished(() => rmSync(house, { recursive: true, force: true }));
  for (const each of [...rooms, ...files]) cpSync(join(root, each), join(house, each), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  // One process for all of them: it would be made anew for each file.
  const config = `export default { test: { pool: 'forks', isolate: false, maxWorkers: 1, testTimeout: 60_000 } };\n`;
  writeFileSync(join(house, 'vitest.config.mjs'), config);

  cpSync(join(root, 'tests/native/toy-board'), join(house, 'native/lock-board/toy'), { recursive: true });
  const registry = join(house, 'native/lock-board/registry.ts');
  writeFileSync(registry, `${readFileSync(registry, 'utf8')}export { toy } from './toy/codec.ts';\n`);

  const schema = JSON.parse(await run(house, 'hut/main.ts', '--print-config-schema'));
  const board = schema.properties.locker.properties.boards.items.properties;
  expect(board.protocol.enum).toContain('toy');
  expect(await run(house, 'hut/commissioning/main.ts', '--help')).toContain('toy');

  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const file = join(house, 'report.json');
  const how = ['--reporter=json', `--outputFile=${file}`, '-t', '\\btoy\\b'];
  const said = await run(house, vitest, 'run', ...how, ...suites);
  expect(existsSync(file), said).toBe(true);
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  const ran = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'skipped' && status !== 'pending')
      .map(({ fullName, status, failureMessages }) => ({
        suite: name.slice(house.length + 1),
        fullName,
        status,
        failureMessages,
      })),
  );
  expect(ran.filter(({ status }) => status !== 'passed')).toEqual([]);
  // Each suite over all boards found it by itself.
  expect([...new Set(ran.map(({ suite }) => suite))].sort()).toEqual([...suites].sort());
  expect(ran.filter(({ suite }) => suite === suites[0]).length).toBeGreaterThan(60);
});
