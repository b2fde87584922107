import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { ensureBuilt, ensureBundled } from '../../scripts/built.mjs';
import { ensureInstalled, missingPackages, projectNode } from '../../scripts/setup.mjs';

const home = fileURLToPath(new URL('../..', import.meta.url));
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const packages = { '': {}, 'node_modules/a': { version: '1.0.0' } };

/** A small project with our scripts, and with its packages where `held` says so. */
function project(held: Record<string, { version: string }> | null): string {
  const root = mkdtempSync(join(tmpdir(), 'xiaowu-setup-'));
  roots.push(root);
  cpSync(join(home, 'scripts'), join(root, 'scripts'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"name":"p","version":"1.0.0","type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  if (held !== null) {
    for (const [place, entry] of Object.entries(held)) {
      mkdirSync(join(root, place), { recursive: true });
      writeFileSync(join(root, place, 'package.json'), JSON.stringify(entry));
    }
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: held }));
  }
  return root;
}

describe('packages', () => {
  test('missing, changed and emptied ones are found; those for other machines may lack', () => {
    const root = project({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } });
    rmSync(join(root, 'node_modules', 'b', 'package.json'));
    const asked = {
      '': {},
      'node_modules/a': { version: '1.0.1' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/c': { version: '3.0.0' },
      'node_modules/elsewhere': { version: '1.0.0', optional: true },
    };
    expect(missingPackages(root, asked)).toEqual(['a', 'b', 'c']);
  });

  test('those put there by hand are kept, and remembered', async () => {
    const root = project({ 'node_modules/a': { version: '1.0.0' } });
    await ensureInstalled(root);
    expect(existsSync(join(root, 'node_modules', '.cache', 'xiaowu', 'installed'))).toBe(true);
    expect(existsSync(join(root, 'node_modules', 'a', 'package.json'))).toBe(true);
  });

  test('without them npm is asked, and its failure is told in words', async () => {
    const root = project(null);
    const npm = join(root, 'npm.cjs');
    writeFileSync(
      npm,
      `require('fs').writeFileSync(${JSON.stringify(join(root, 'asked'))}, process.argv.slice(2).join(' ')); process.exit(7);`,
    );
    const run = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), 'x.ts'], {
      encoding: 'utf8',
      env: { ...process.env, npm_execpath: npm },
    });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('installing packages');
    expect(run.stderr).toContain('npm ended with 7');
    expect(run.stderr).not.toContain('at ');
    expect(readFileSync(join(root, 'asked'), 'utf8')).toMatch(/^install --no-save --ignore-scripts /);
  });
});

describe('running', () => {
  // A runner of another Node starts a child; one on the project's own Node runs the program itself.
  const held = { 'node_modules/a': { version: '1.0.0' } };
  const runners = ['/usr/bin/node', process.execPath].filter((node) => existsSync(node));

  test.each(runners)('%s passes arguments, output and the exit code', (node) => {
    const root = project(held);
    // The child of an old Node needs a new one; the program itself does not care which.
    mkdirSync(join(root, 'program'));
    writeFileSync(
      join(root, 'program', 'main.mjs'),
      'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 5;',
    );
    if (projectNodeLacks(node)) linkNode(root);
    const run = spawnSync(node, [join(root, 'scripts', 'run.mjs'), 'program/main.mjs', 'a b', '--c'], {
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 5, stderr: '', stdout: '["a b","--c"]\n' });
  });

  test.each(runners)('%s passes SIGTERM, and waits', async (node) => {
    const root = project(held);
    writeFileSync(
      join(root, 'main.mjs'),
      `const t = setInterval(() => {}, 1000);
       process.on('SIGTERM', () => { clearInterval(t); process.exitCode = 9; });
       console.log('up');`,
    );
    if (projectNodeLacks(node)) linkNode(root);
    const run = spawn(node, [join(root, 'scripts', 'run.mjs'), 'main.mjs'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => run.stdout.once('data', resolve));
    run.kill('SIGTERM');
    expect(await new Promise((resolve) => run.once('close', resolve))).toBe(9);
  });

  const projectNodeLacks = (node: string) =>
    !/^v2[4-9]/.test(spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout);
  /** Gives the small project the Node of this one. */
  function linkNode(root: string): void {
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const bin = join(root, 'node_modules', name, 'bin');
    const file = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
    mkdirSync(bin, { recursive: true });
    cpSync(process.execPath, file);
    expect(projectNode(root)).toBe(file);
  }
});

describe('the built renderer', () => {
  /** A project whose Vite writes down that it ran. */
  function buildable(): string {
    const root = project({ 'node_modules/a': { version: '1.0.0' } });
    mkdirSync(join(root, 'node_modules', 'vite', 'bin'), { recursive: true });
    mkdirSync(join(root, 'renderer'));
    writeFileSync(join(root, 'renderer', 'app.ts'), '1');
    writeFileSync(
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      `const fs = require('fs'); const out = process.argv[process.argv.indexOf('--outDir') + 1];
       if (fs.readFileSync('renderer/app.ts', 'utf8') === 'broken') process.exit(1);
       fs.mkdirSync(out, { recursive: true });
       fs.writeFileSync(out + '/index.html', fs.readFileSync('renderer/app.ts'));
       fs.appendFileSync('runs', 'x');`,
    );
    return root;
  }
  const runs = (root: string) => readFileSync(join(root, 'runs'), 'utf8').length;
  const page = (root: string) => readFileSync(join(root, 'dist', 'renderer', 'index.html'), 'utf8');

  test('is built once, again when a source changes, and not when one is merely touched', async () => {
    const root = buildable();
    await ensureBuilt(root);
    await ensureBuilt(root);
    expect([runs(root), page(root)]).toEqual([1, '1']);
    utimesSync(join(root, 'renderer', 'app.ts'), 1, 1);
    await ensureBuilt(root);
    expect(runs(root)).toBe(1);
    writeFileSync(join(root, 'renderer', 'app.ts'), '22');
    await ensureBuilt(root);
    expect([runs(root), page(root)]).toEqual([2, '22']);
    rmSync(join(root, 'dist', 'renderer'), { recursive: true });
    await ensureBuilt(root);
    expect([runs(root), page(root)]).toEqual([3, '22']);
  });

  test('the hut is bundled by its own sources, whatever becomes of the screens', async () => {
    const root = buildable();
    mkdirSync(join(root, 'hut'));
    mkdirSync(join(root, 'scripts'), { recursive: true });
    writeFileSync(join(root, 'hut', 'main.ts'), '1');
    writeFileSync(
      join(root, 'scripts', 'build.ts'),
      `import fs from 'node:fs';
       const [flag, out] = process.argv.slice(2);
       if (flag !== '--hut' || out === undefined) process.exit(1);
       fs.mkdirSync(out, { recursive: true });
       fs.writeFileSync(out + '/main.js', fs.readFileSync('hut/main.ts'));
       fs.appendFileSync('bundled', 'x');`,
    );
    const bundle = () => readFileSync(join(root, 'dist', 'run', 'main.js'), 'utf8');
    const times = () => readFileSync(join(root, 'bundled'), 'utf8').length;
    await ensureBundled(root);
    await ensureBundled(root);
    expect([times(), bundle()]).toEqual([1, '1']);
    writeFileSync(join(root, 'renderer', 'app.ts'), 'broken');
    await ensureBundled(root);
    expect(times()).toBe(1);
    writeFileSync(join(root, 'hut', 'main.ts'), '22');
    await ensureBundled(root);
    expect([times(), bundle()]).toEqual([2, '22']);
  });

  test('stays as it was when a build fails, and is tried again', async () => {
    const root = buildable();
    await ensureBuilt(root);
    writeFileSync(join(root, 'renderer', 'app.ts'), 'broken');
    await expect(ensureBuilt(root)).rejects.toThrow('building the screens failed');
    await expect(ensureBuilt(root)).rejects.toThrow('building the screens failed');
    expect(page(root)).toBe('1');
  });
});

// npm passes a signal to the shell it starts; on Windows there are no signals to pass.
describe.skipIf(process.platform === 'win32')('SIGTERM to npm', () => {
  const own = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  /** A project whose program ends slowly, and says so; started by npm with a script of ours. */
  async function terminated(script: string): Promise<{ code: unknown; ended: () => boolean }> {
    const root = project({ 'node_modules/a': { version: '1.0.0' } });
    const program = `
      const t = setInterval(() => {}, 1000);
      process.on('SIGTERM', () => { clearInterval(t); require('fs').writeFileSync('ended', ''); process.exitCode = 9; });
      console.log('up');`;
    writeFileSync(join(root, 'main.cjs'), program);
    const scripts = { go: script.replace(/(?:--built |--bundled )+\S+|\S+$/, 'main.cjs') };
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'p', type: 'module', scripts }));
    // The Node that runs the tests first, so that the script runs on it.
    const env = { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env.PATH}` };
    const npm = spawn('npm', ['run', 'go'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve) => {
      let printed = '';
      npm.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (/^up$/m.test(printed)) resolve();
      });
    });
    npm.kill('SIGTERM');
    const code = await new Promise((resolve) => npm.once('exit', resolve));
    return { code, ended: () => existsSync(join(root, 'ended')) };
  }

  test.each(['start', 'hut', 'dev'])(
    'reaches `npm run %s`, is waited for, and its exit code comes back',
    async (name) => {
      const { code, ended } = await terminated(own.scripts[name] ?? '');
      expect([code, ended()]).toEqual([9, true]);
    },
  );

  test('ends the other scripts too, by the loss of their parent', async () => {
    const { ended } = await terminated(own.scripts.stock ?? '');
    await expect.poll(ended, { timeout: 5000 }).toBe(true);
  });
});
