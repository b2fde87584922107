import { spawn } from 'node:child_process';
import { randomFillSync, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { type Result, refused } from '../domain/result.ts';
import { syncLimits } from '../domain/sync/limits.ts';
import { runBackup, runBackupBy, runImport } from './commands.ts';
import { createDesk, deskPart } from './desk-api/desk.ts';
import { runUserCommand } from './desk-api/user-command.ts';
import { createHub } from './hub.ts';
import { importStick } from './intake/import-stick.ts';
import { createReaders } from './intake/readers.ts';
import { readHere } from './intake/reading.ts';
import { jsonHubLog } from './log-catalogue.ts';
import { loadMemberKey } from './members/member-key.ts';
import { createSealing } from './members/sealing.ts';
import { readOptions } from './options.ts';
import { realClock } from './real-clock.ts';
import { openStore, storeFile } from './store/open.ts';
import { tidyEvery } from './tidying.ts';
import { addressOf } from './wire/address.ts';

const usage = `The hub: many huts' logs, feeds down to them, and the office's desk.

  npm run hub -- --data DIR [--listen HOST:PORT] [--origin https://NAME] [--partitions N]
  npm run hub -- user add NAME --role office --data DIR        accounts of the office's desk; user alone tells more
  npm run hub -- import STICK-FILE --data DIR                  takes what a hut without a network put on a stick, and
                                                               writes STICK-FILE.answer for it; the hub may run
  npm run hub -- backup FILE --data DIR                        copies the SQLite store while the hub runs, checks it,
                                                               and tells huts what is safe now
  npm run hub -- backup --by COMMAND --data DIR                the same for PostgreSQL: COMMAND backs the server up

  --data DIR             where the store and the key to personal data lie; made if it is not there
  --listen HOST:PORT     default 127.0.0.1:8460; port 0 takes a free one
  --origin URL           where browsers reach the desk, such as https://hub.example.org behind a proxy that adds
                         TLS; left out: http://, and this machine's addresses and own name alone
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
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1:8460' },
        origin: { type: 'string' },
        partitions: { type: 'string', default: '0' },
        // Of `backup`.
        by: { type: 'string' },
        // Of `user add`.
        role: { type: 'string' },
        hut: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

const { values, positionals } = given();
const { help, role, hut, by, ...rest } = values;
const [verb, ...words] = positionals;
if (verb !== undefined && !['user', 'import', 'backup'].includes(verb))
  giveUp(`${verb}: no such command\n\n${usage}`, 2);
if (help) {
  console.log(usage);
  process.exit(0);
}
const databaseUrl = process.env.DATABASE_URL;
const options = readOptions(databaseUrl === undefined ? rest : { ...rest, databaseUrl });
if (!options.ok) giveUp(`${options.refusal}\n\n${usage}`, 2);
const { data, listen, partitions, origin = null } = options.value;

/** The desk as it is built beside the sources. */
const deskDist = fileURLToPath(new URL('../dist/desk', import.meta.url));
const log = jsonHubLog((line) => process.stderr.write(line), realClock.wall);
const random = (bytes: Uint8Array): void => void randomFillSync(bytes);
mkdirSync(data, { recursive: true, mode: 0o700 });
const url = options.value.databaseUrl;
const opened = await openStore(url === undefined ? { dir: data } : { url, partitions }, [deskPart]).catch(
  (error: unknown) =>
    giveUp(`The store cannot be opened: ${error instanceof Error ? error.message : String(error)}`),
);
if (!opened.ok) giveUp(opened.refusal.message);
const store = opened.value;
const memberKey = await loadMemberKey(data, store, random);
if (!memberKey.ok) giveUp(memberKey.refusal);

const sealing = createSealing(memberKey.value, random);
if (verb === 'user') {
  const told = await runUserCommand(
    { words, role, huts: hut ?? [] },
    { store, sealing, newId: randomUUID, now: realClock.wall(), origin },
  );
  await store.close();
  if (!told.ok) giveUp(told.refusal, 2);
  console.log(told.value);
  process.exit(0);
}

const deps = {
  store,
  clock: realClock,
  random,
  log,
  readBatch: readHere,
  memberKey: memberKey.value,
  patience: syncLimits.patience,
};
const [file] = words;
/** What an `import` or a `backup` comes to, in words. */
async function command(): Promise<Result<string, string>> {
  if (verb === 'backup' && url !== undefined) {
    if (by === undefined)
      return refused('The store is PostgreSQL: give what backs it up, --by COMMAND (docs/hub.md).');
    return runBackupBy(deps, by, async (line) => {
      const child = spawn(line, { shell: true, stdio: 'inherit' });
      return new Promise((resolve) => child.once('exit', resolve));
    });
  }
  if (file === undefined) return refused(`${verb}: which file?\n\n${usage}`);
  return verb === 'import' ? runImport(deps, file) : runBackup(deps, join(data, storeFile), file);
}
if (verb !== undefined) {
  const told = await command();
  await store.close();
  if (!told.ok) giveUp(told.refusal);
  console.log(told.value);
  process.exit(0);
}
/** One for the hub's own thread, the others for readers. */
const readers = Math.max(1, availableParallelism() - 1);
const hub = createHub({ ...deps, readBatch: createReaders(readers) });
await hub.begin();
hub.app.route(
  '/',
  createDesk({
    store,
    sealing,
    clock: realClock,
    random,
    newId: randomUUID,
    log,
    origin,
    names: [hostname()],
    dist: deskDist,
    addressOf,
    settle: hub.settle,
    importStick: (text) => importStick(deps, hub.settle, text),
  }),
);

/** Once now and then daily; a database that is away is asked again tomorrow. */
async function tidyDaily(): Promise<void> {
  await hub.tidy().catch((error: unknown) => {
    const said = error instanceof Error ? (error.stack ?? '') : String(error);
    log(
      store.isAway(error)
        ? { what: 'store-away', error: said }
        : { what: 'broken', endpoint: 'tidy', error: said },
    );
  });
  realClock.after(tidyEvery, () => void tidyDaily());
}

/** Longer than proxies and huts keep a connection: else one closes it while the other sends. Milliseconds. */
const keepAliveTimeout = 75_000;
const where = { hostname: listen.host, port: listen.port, serverOptions: { keepAliveTimeout } };
const server = serve({ fetch: hub.app.fetch, ...where }, ({ port }) => {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  void tidyDaily();
  log({ what: 'hub-ready', store: url === undefined ? 'sqlite' : 'postgres' });
  console.log(`ready http://${host}:${port}`);
});
server.on('error', (error) => giveUp(`Cannot listen on ${listen.host}:${listen.port}: ${error.message}`));

/** How long answers may still take at the end, milliseconds. */
const lastAnswers = 5_000;
let ending = false;
/** What is being answered is answered; nothing new is taken. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    // Who holds a connection open without a word does not hold the hub.
    const giveUpWaiting = () => 'closeAllConnections' in server && server.closeAllConnections();
    realClock.after(lastAnswers, giveUpWaiting);
  });
  await store.close();
  log({ what: 'hub-ended', store: url === undefined ? 'sqlite' : 'postgres' });
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
