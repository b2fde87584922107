import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a command says to these words, and its exit code. */
function said(script: string, ...words: string[]): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...words], {
    encoding: 'utf8',
    cwd: root,
  });
  return { code: status, text: `${stdout}${stderr}` };
}

test.each([
  ['scripts/start.ts', ['--nope'], "Unknown option '--nope'", 'npm start --'],
  ['scripts/start.ts', ['--shell', 'tv'], '--shell is any or browser', 'npm start --'],
  ['scripts/torture.ts', ['--points', 'many'], 'at points', 'npm run torture'],
  ['scripts/torture.ts', ['nothing'], 'No torture called nothing', 'npm run torture'],
  ['hut/main.ts', ['--nope'], "Unknown option '--nope'", 'npm run hut --'],
  ['hut/ledger/main.ts', ['verify', '--nope'], "Unknown option '--nope'", 'npm run ledger --'],
  ['hut/ledger/main.ts', ['verify'], '--data DIR is missing', 'npm run ledger --'],
  ['hut/commissioning/main.ts', ['--nope'], "Unknown option '--nope'", 'npm run locker --'],
  ['hub/main.ts', ['--nope'], "Unknown option '--nope'", 'npm run hub --'],
])('%s %j says what was wrong and what to do, and does nothing', (script, words, wrong, right) => {
  const { code, text } = said(script, ...words);
  expect(text).toContain(wrong);
  expect(text).toContain(right);
  expect(text).not.toContain('    at ');
  expect(code).toBe(2);
});

test('asked for help, they tell their options', () => {
  for (const script of [
    'scripts/start.ts',
    'scripts/torture.ts',
    'hut/main.ts',
    'hut/commissioning/main.ts',
  ]) {
    expect([script, said(script, '--help')]).toEqual([
      script,
      { code: 0, text: expect.stringMatching(/npm (start|run \w+)/) },
    ]);
  }
});
