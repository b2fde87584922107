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

/** What the built renderer is made of. */
const inputs = ['renderer', 'domain', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the renderer into dist/renderer unless what is there was made from the same sources. A look at sizes
 * and times answers first (a few milliseconds); where those differ, the contents decide.
 * @throws SetupError when the build fails
 */
export async function ensureBuilt(root = projectRoot) {
  const stampFile = join(root, 'dist', 'renderer.stamp');
  const files = inputs.flatMap((name) => listFiles(root, name));
  const look = lookOf(root, files);
  const stamp = existsSync(join(root, 'dist', 'renderer', 'index.html'))
    ? JSON.parse(readIfThere(stampFile) ?? '{}')
    : {};
  if (stamp.look === look) return;
  const contents = contentsOf(root, files);
  if (stamp.contents !== contents) await build(root);
  writeFileSync(stampFile, JSON.stringify({ look, contents }));
}

/** Built aside and swapped in, so that a hut serving the old one never finds half of a new one. */
async function build(root) {
  say('正在生成界面 / building the screens …');
  const next = join(root, 'dist', `renderer.next-${process.pid}`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await ended(spawn(nodeForProject(root), args, { cwd: root, env, stdio: ['ignore', 2, 2] }));
  if (code !== 0)
    throw new SetupError(`生成界面失败 / building the screens failed (vite ended with ${code})`);
  const place = join(root, 'dist', 'renderer');
  const old = join(root, 'dist', `renderer.old-${process.pid}`);
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
