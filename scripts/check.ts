import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What must hold before a commit, by name; all are run even when one fails. */
const checks: [name: string, script: string, ...args: string[]][] = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  ['house rule', 'scripts/house-rule.ts'],
  ['words', 'scripts/word-rule.ts'],
];

for (const [name, script, ...args] of checks) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (code !== 0) process.exitCode = 1;
}
