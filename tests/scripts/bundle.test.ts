import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the bundled hut serves the screens and ends cleanly; what copies its backups is beside it', async () => {
  const out = join(root, 'dist', `run-test-${process.pid}`);
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bundle-'));
  onTestFinished(() => {
    for (const made of [out, dir]) rmSync(made, { recursive: true, force: true });
  });
  const build = spawn(process.execPath, [join(root, 'scripts', 'build.ts'), '--hut', out], { cwd: root });
  expect(await new Promise((resolve) => build.once('exit', resolve))).toBe(0);
  const hut = spawn(process.execPath, [join(out, 'main.js'), '--data', dir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => hut.once('exit', resolve));
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: hut.stdout }).on('line', (line) => {
      const found = /^ready (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const page = await fetch(new URL('/', url));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('id="root"');
  hut.kill('SIGTERM');
  expect(await ended).toBe(0);
  const copy = spawn(process.execPath, [join(out, 'copy-main.js'), '{}'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  copy.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  // It refuses a job that is none: it is there, and its imports with it.
  expect(await new Promise((resolve) => copy.once('close', resolve))).not.toBe(0);
  expect(said).not.toMatch(/MODULE_NOT_FOUND|SyntaxError/);
}, 60_000);
