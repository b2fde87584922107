import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { syncLimits } from '../domain/sync/limits.ts';
import { createHub } from './hub.ts';
import { jsonHubLog } from './log-catalogue.ts';
import { loadMemberKey } from './members/member-key.ts';
import { readOptions } from './options.ts';
import { realClock } from './real-clock.ts';
import { openStore } from './store/open.ts';

const usage = `The hub: many huts' logs, feeds down to them, and the office's desk.

  npm run hub -- --data DIR [--listen HOST:PORT] [--partitions N]

  --data DIR             where the store and the key to personal data lie; made if it is not there
  --listen HOST:PORT     default 127.0.0.1:8460; port 0 takes a free one
  --partitions N         with PostgreSQL, at its first start: spreads each table over N parts by hut
  DATABASE_URL           postgres://…: PostgreSQL instead of SQLite in DIR

Prints "ready http://HOST:PORT" once it serves. SIGTERM ends it cleanly.`;

/** Ends the program with a message on how to do it right. */
function giveUp(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function given() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1:8460' },
        partitions: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

const { help, ...rest } = given();
if (help) {
  console.log(usage);
  process.exit(0);
}
const databaseUrl = process.env.DATABASE_URL;
const options = readOptions(databaseUrl === undefined ? rest : { ...rest, databaseUrl });
if (!options.ok) giveUp(`${options.refusal}\n\n${usage}`, 2);
const { data, listen, partitions } = options.value;

const log = jsonHubLog((line) => process.stderr.write(line), realClock.wall);
const random = (bytes: Uint8Array): void => void randomFillSync(bytes);
mkdirSync(data, { recursive: true, mode: 0o700 });
const url = options.value.databaseUrl;
const opened = await openStore(url === undefined ? { dir: data } : { url, partitions }).catch(
  (error: unknown) =>
    giveUp(`The store cannot be opened: ${error instanceof Error ? error.message : String(error)}`),
);
if (!opened.ok) giveUp(opened.refusal.message);
const store = opened.value;
const memberKey = await loadMemberKey(data, store.read, random);
if (!memberKey.ok) giveUp(memberKey.refusal);

const hub = createHub({
  store,
  clock: realClock,
  random,
  log,
  memberKey: memberKey.value,
  patience: syncLimits.patience,
});
await hub.begin();

const server = serve({ fetch: hub.app.fetch, hostname: listen.host, port: listen.port }, ({ port }) => {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  log({ what: 'hub-ready', store: url === undefined ? 'sqlite' : 'postgres' });
  console.log(`ready http://${host}:${port}`);
});
server.on('error', (error) => giveUp(`Cannot listen on ${listen.host}:${listen.port}: ${error.message}`));

let ending = false;
/** What is being answered is answered; nothing new is taken. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
  await store.close();
  log({ what: 'hub-ended' });
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
