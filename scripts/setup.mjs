// Runs on any Node from 20.20 and without node_modules: it is what brings them.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the scripts remember things between runs. It lives and dies with node_modules. */
export const cacheDir = (root = projectRoot) => join(root, 'node_modules', '.cache', 'xiaowu');

/** Progress goes to stderr, so that stdout carries only what the command itself has to say. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** A failure told in words, without a stack. */
export class SetupError extends Error {}

/** @returns text that changes whenever another set of packages is asked for */
const wanted = (lock) =>
  `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}`;

/**
 * Makes sure that node_modules holds what package-lock.json asks for. Costs a millisecond or two when it does.
 * Packages put there by hand (`npm install`, `npm ci`) are checked and kept.
 * @param {string} root the project
 * @throws SetupError when npm could not install
 */
export async function ensureInstalled(root = projectRoot) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = join(cacheDir(root), 'installed');
  if (readIfThere(stamp) === wanted(lock) && projectNode(root) !== null) return;
  const asked = JSON.parse(lock.toString('utf8')).packages;
  if (missingPackages(root, asked).length > 0 || projectNode(root) === null) {
    await install(root, Object.keys(asked).length);
    const missing = missingPackages(root, asked);
    if (missing.length > 0)
      throw new SetupError(`npm ended well but left out ${missing.slice(0, 5).join(', ')}`);
  }
  mkdirSync(cacheDir(root), { recursive: true });
  writeFileSync(stamp, wanted(lock));
}

/**
 * @returns {string[]} packages of the lock file that node_modules lacks or has in another version. Optional ones
 * may lack (they are for other machines), but not differ.
 */
export function missingPackages(root, asked) {
  const held =
    JSON.parse(readIfThere(join(root, 'node_modules', '.package-lock.json')) ?? '{}').packages ?? {};
  return Object.entries(asked)
    .filter(([place, entry]) => {
      if (place === '') return false;
      const have = held[place];
      if (have === undefined) return !(entry.optional || entry.devOptional || entry.peer);
      return have.version !== entry.version || !existsSync(join(root, place, 'package.json'));
    })
    .map(([place]) => place.replace('node_modules/', ''));
}

async function install(root, packages) {
  say('正在安装 / installing packages (the first time this takes a minute or two) …');
  // Not `npm ci`: it refuses a lock file that lacks the native packages of other platforms, as one written where the
  // registry does not carry them does. `--no-save` takes every version from the lock file too, and never writes it.
  // No package of ours needs its install script: the native ones ship prebuilt binaries.
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ];
  const cli = process.env.npm_execpath;
  const inherit = { cwd: root, stdio: ['ignore', 2, 2] };
  const child =
    cli && /\.[cm]?js$/.test(cli)
      ? spawn(process.execPath, [cli, ...args], inherit)
      : spawn('npm', args, { ...inherit, shell: process.platform === 'win32' });
  const started = Date.now();
  const ticking = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`  … ${Math.min(countPackages(root), packages)} / ${packages} packages, ${seconds} s`);
  }, 5000);
  const code = await ended(child).finally(() => clearInterval(ticking));
  if (code !== 0) {
    throw new SetupError(
      `安装失败 / installing failed (npm ended with ${code}). Is the registry reachable? ` +
        'Where it is slow, a mirror nearby helps: npm config set registry ADDRESS',
    );
  }
}

function countPackages(root) {
  const folder = join(root, 'node_modules');
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => {
    if (name.startsWith('.')) return sum;
    return sum + (name.startsWith('@') ? readdirSync(join(folder, name)).length : 1);
  }, 0);
}

/** @returns {string | null} the Node that came as a package of the project, where there is one for this machine */
export function projectNode(root = projectRoot) {
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const file = join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  return existsSync(file) ? file : usableHere() ? process.execPath : null;
}

/** Types are stripped without a flag since 22.18; better-sqlite3 crashes below 22.14. */
function usableHere() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * @returns {string} a Node that can run this project: the project's own, else the running one when new enough
 * @throws SetupError when there is neither
 */
export function nodeForProject(root = projectRoot) {
  const node = projectNode(root);
  if (node !== null) return node;
  throw new SetupError(
    `没有合适的 Node / no Node for ${process.platform} ${process.arch} comes with the project, ` +
      `and the installed ${process.version} is too old: install Node 24.`,
  );
}

/** True when this very process already runs on that Node. */
export const isThisNode = (node) => realpathSync(node) === realpathSync(process.execPath);

/** @returns {Promise<number>} exit code of a child; 128 + number when a signal ended it */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal] ?? 0)));
  });
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** @returns {string | null} */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}
