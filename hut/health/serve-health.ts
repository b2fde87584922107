import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import type { Health } from '../../domain/contract/health.ts';
import { type Log, stackOf } from '../log.ts';
import { createServer } from '../node-http.ts';
import { isRunning, type RunFile, readRunFile, removeRunFile, writeRunFile } from './run-file.ts';

/** How often `run.json` is looked after, milliseconds: it goes with a folder that vanishes and comes back with it. */
export const runFileEvery = 5_000;

export interface HealthDoor {
  port: number;
  close(): Promise<void>;
}

export interface HealthDoorDeps {
  /** The data directory. */
  dir: string;
  clock: Clock;
  health: () => Health;
  /** This process holds the ledger, so the file is its own. One that waits leaves a living process's file alone. */
  holds: () => boolean;
  log: Log;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Answers on loopback how the hut is, to whoever can read `run.json`. It starts with the process and works while the
 * ledger does not; nothing else can be asked or done here.
 */
export async function serveHealth({ dir, clock, health, holds, log }: HealthDoorDeps): Promise<HealthDoor> {
  const token = randomBytes(24).toString('base64url');
  const right = digest(`Bearer ${token}`);
  const server = createServer((request, response) => {
    const given = digest(request.headers.authorization ?? '');
    // A page of the web that found the port has no token, and a browser sends none along.
    const status = !timingSafeEqual(given, right) ? 401 : request.url === '/health' ? 200 : 404;
    const body = status === 200 ? JSON.stringify(health()) : '{}';
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(body);
  });
  const listening = await new Promise<Error | null>((resolve) => {
    server.once('error', resolve);
    server.listen(0, '127.0.0.1', () => resolve(null));
  });
  if (listening !== null) {
    // A hut that cannot be asked is still a hut.
    log({ what: 'finder-not-written', error: stackOf(listening) });
    return { port: 0, close: async () => {} };
  }
  const { port } = server.address() as AddressInfo;
  const own: RunFile = { pid: process.pid, port, token };
  let told = false;
  let cancel = () => {};
  const look = () => {
    cancel = clock.after(runFileEvery, look);
    const there = readRunFile(dir);
    if (there?.token === token) return;
    if (there !== null && !holds() && isRunning(there.pid)) return;
    try {
      writeRunFile(dir, own);
      told = false;
    } catch (error) {
      if (!told) log({ what: 'finder-not-written', error: stackOf(error) });
      told = true;
    }
  };
  look();
  return {
    port,
    async close() {
      cancel();
      removeRunFile(dir, own);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
