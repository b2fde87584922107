import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ended, nodeForProject, projectRoot, readIfThere, SetupError, say } from './setup.mjs';

/**
 * What is built, and what it is made of.
 * @typedef {{ name: string, main: string, inputs: string[], what: [zh: string, en: string],
 *   command: (root: string, out: string) => string[] }} Product
 */

/** @type {Product} */
const renderer = {
  name: 'renderer',
  main: 'index.html',
  inputs: ['renderer', 'domain', 'vite.config.ts', 'package-lock.json'],
  what: ['界面', 'the screens'],
  command: (root, out) => [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    ...['build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
  ],
};

/**
 * The hut process in one file: Node reads it in half the time that its three hundred modules take.
 * @type {Product}
 */
const hut = {
  name: 'run',
  main: 'main.js',
  inputs: ['hut', 'native', 'domain', 'scripts/build.ts', 'package-lock.json'],
  what: ['小屋程序', 'the hut'],
  command: (root, out) => [join(root, 'scripts', 'build.ts'), '--hut', out],
};

/**
 * The office's desk, which the hub serves.
 * @type {Product}
 */
const desk = {
  name: 'desk',
  main: 'index.html',
  inputs: ['hub/desk', 'domain', 'renderer/look/tokens.css', 'package-lock.json'],
  what: ['街道平台的页面', "the office's desk"],
  command: (root, out) => [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    ...['build', '--config', join(root, 'hub', 'desk', 'vite.config.ts')],
    ...['--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
  ],
};

/**
 * The gallery of screens, which tests look at.
 * @type {Product}
 */
const gallery = {
  name: 'gallery',
  main: 'index.html',
  inputs: ['tests/renderer', 'renderer', 'domain', 'package-lock.json'],
  what: ['界面图册', 'the gallery of screens'],
  command: (root, out) => [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    ...['build', '--config', join(root, 'tests', 'renderer', 'gallery', 'vite.config.ts')],
    ...['--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
  ],
};

/**
 * Builds the renderer into dist/renderer unless what is there was made from the same sources. A look at sizes
 * and times answers first (a few milliseconds); where those differ, the contents decide.
 * @throws SetupError when the build fails
 */
export const ensureBuilt = (root = projectRoot) => ensure(renderer, root);

/** The same for the office's desk, into dist/desk. */
export const ensureDesk = (root = projectRoot) => ensure(desk, root);

/** The same for the hut process, into dist/run. */
export const ensureBundled = (root = projectRoot) => ensure(hut, root);

/** The same for the gallery of screens, into dist/gallery. */
export const ensureGallery = (root = projectRoot) => ensure(gallery, root);

/** @param {Product} product */
async function ensure(product, root) {
  const { name, main, inputs } = product;
  const stampFile = join(root, 'dist', `${name}.stamp`);
  const files = inputs.flatMap((input) => listFiles(root, input));
  const look = lookOf(root, files);
  const stamp = existsSync(join(root, 'dist', name, main)) ? stampIn(stampFile) : {};
  if (stamp.look === look) return;
  const contents = contentsOf(root, files);
  if (stamp.contents !== contents) await build(product, root);
  writeFileSync(stampFile, JSON.stringify({ look, contents }));
}

/** What was built from what; nothing where a power cut left the file empty. */
function stampIn(file) {
  try {
    return JSON.parse(readIfThere(file) ?? '{}');
  } catch {
    return {};
  }
}

/** Built aside and swapped in, so that a hut serving the old one never finds half of a new one. */
async function build({ name, what: [zh, en], command }, root) {
  say(`正在生成${zh} / building ${en} …`);
  const next = join(root, 'dist', `${name}.next-${process.pid}`);
  const args = command(root, next);
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await ended(spawn(nodeForProject(root), args, { cwd: root, env, stdio: ['ignore', 2, 2] }));
  if (code !== 0) throw new SetupError(`生成${zh}失败 / building ${en} failed (it ended with ${code})`);
  const place = join(root, 'dist', name);
  const old = join(root, 'dist', `${name}.old-${process.pid}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  if (existsSync(place)) renameSync(place, old);
  renameSync(next, place);
  rmSync(old, { recursive: true, force: true });
}

function listFiles(root, name) {
  const full = join(root, name);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      return entry.isDirectory() ? listFiles(root, join(name, entry.name)) : [join(name, entry.name)];
    });
}

function lookOf(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function contentsOf(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}\0${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
