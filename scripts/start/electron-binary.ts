import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const day = 24 * 3_600_000;
/** Milliseconds for fetching the binary (about 120 MB). */
export const fetchLimit = 180_000;
/** Milliseconds where its server does not even answer; time enough to unpack one fetched earlier. */
export const deafLimit = 15_000;

const executables: Record<string, string> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Path of Electron's binary, or null where it has not been fetched yet. `ELECTRON_OVERRIDE_DIST_PATH` goes first. */
export function electronBinary(root: string, env: NodeJS.ProcessEnv, platform: string): string | null {
  const name = executables[platform];
  if (name === undefined) return null;
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const file = join(folder, name);
  return existsSync(file) ? file : null;
}

/** Remembers that fetching failed, so that the next start does not wait again; for a day. */
export function failureMemory(file: string, now: () => number) {
  return {
    isFresh(): boolean {
      if (!existsSync(file)) return false;
      const at = Number(readFileSync(file, 'utf8'));
      // A clock set back must not make it last.
      return at <= now() && now() - at < day;
    },
    remember(): void {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, String(now()));
    },
    forget: (): void => rmSync(file, { force: true }),
  };
}
export type FailureMemory = ReturnType<typeof failureMemory>;

export interface FetchParts {
  find(): string | null;
  memory: FailureMemory;
  /** Whether the server that has the binary answers at all. */
  reachable(): Promise<boolean>;
  /** Fetches and unpacks; true when it ended well within the limit. */
  install(limit: number): Promise<boolean>;
  say(line: string): void;
}

/** Electron's binary: there already, or fetched now; null (and said in one line why) where it cannot be had. */
export async function obtainElectron(parts: FetchParts): Promise<string | null> {
  const there = parts.find();
  if (there !== null) return there;
  const instead = 'the browser shell is used instead';
  if (parts.memory.isFresh()) {
    parts.say(`Electron 暂缺 / Electron could not be fetched within the last day; ${instead}`);
    return null;
  }
  parts.say('正在下载 Electron / fetching Electron (about 120 MB; ELECTRON_MIRROR names another server) …');
  const limit = (await parts.reachable()) ? fetchLimit : deafLimit;
  const found = (await parts.install(limit)) ? parts.find() : null;
  if (found === null) {
    parts.memory.remember();
    parts.say(`Electron 下载失败 / Electron could not be fetched; ${instead}`);
  } else {
    parts.memory.forget();
  }
  return found;
}

/** Where Electron's own installer looks for the binary. */
export const electronServer = (env: NodeJS.ProcessEnv): string =>
  env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/';

/** Any answer counts: a mirror may well forbid looking at its root. */
export async function answers(server: string): Promise<boolean> {
  try {
    await fetch(server, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(6000) });
    return true;
  } catch {
    return false;
  }
}

/** Runs the installer that comes with the package electron. */
export function runInstaller(root: string, limit: number): Promise<boolean> {
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const child = spawn(process.execPath, [script], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
