import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SyncEvent } from '../../domain/sync/batch.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const script = join(here, 'peer.mjs');

/** Why there is no PouchDB here, and how it comes; null when it is there. */
export function noPouchdb(): string | null {
  if (existsSync(join(here, 'node_modules', 'express-pouchdb'))) return null;
  return 'PouchDB is not installed: npm ci --ignore-scripts --prefix bench/pouchdb';
}

/** Events a second from a PouchDB to express-pouchdb, both on a disk and in processes of their own, over loopback. */
export async function pouchdbRate(events: readonly SyncEvent[]): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'pouchdb-'));
  const [there, own, file] = [join(dir, 'there'), join(dir, 'own'), join(dir, 'events')];
  mkdirSync(there);
  mkdirSync(own);
  const documents = events.map(({ id, ...event }) => JSON.stringify({ _id: id, ...event }));
  writeFileSync(file, documents.join('\n'));
  const server = spawn(process.execPath, [script, 'serve', there], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.setEncoding('utf8').once('data', (said: string) => resolve(said.trim()));
      server.once('exit', (code) => reject(new Error(`express-pouchdb ended: ${code}`)));
    });
    const { stdout } = await run(process.execPath, [script, 'drain', url, file, own]);
    return Number(stdout);
  } finally {
    server.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}
