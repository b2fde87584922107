import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configJsonSchema, loadConfigOf } from './config/load.ts';
import { askHealth } from './health/ask-health.ts';
import { serveHealth } from './health/serve-health.ts';
import { healthExit, tellHealth } from './health/tell-health.ts';
import { isFull, type KeptHut, keepHut } from './keep-hut.ts';
import { jsonLog } from './log.ts';
import { openLogFile } from './log-file.ts';
import { keepNurserySmall } from './memory.ts';
import { giveUp, readOptions } from './options.ts';
import { realClock } from './real-clock.ts';
import { Answered } from './wire/answered.ts';
import { parseListen, serveHttp } from './wire/http.ts';

const usage = `The hut process, with the screen served to a browser on this machine.

  npm run hut -- --data DIR [--config FILE] [--listen 127.0.0.1:PORT]

  --data DIR               where the ledger lives; made if it is not there
  --config FILE            the hut's configuration; left out: DIR/hut.json, and without that a practice hut
                           with simulated devices
  --listen HOST:PORT       default 127.0.0.1:0, which takes a free port
  --health                 asks the hut that runs on DIR how it is, and ends: 0 well, 1 somebody should look, 2 broken
  --print-config-schema    prints the JSON Schema of the configuration and ends
  --dev-origin ORIGIN      one more origin that may connect, for a development server

Prints "ready http://127.0.0.1:PORT/#TOKEN" once it serves. SIGTERM ends it cleanly.`;

keepNurserySmall();
const { values: given } = readOptions(usage, () =>
  parseArgs({
    options: {
      data: { type: 'string' },
      config: { type: 'string' },
      listen: { type: 'string', default: '127.0.0.1:0' },
      'dev-origin': { type: 'string' },
      'print-config-schema': { type: 'boolean', default: false },
      health: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }),
);
if (given['print-config-schema']) {
  console.log(JSON.stringify(configJsonSchema(), null, 2));
  process.exit(0);
}
if (given.data === undefined) giveUp(`--data DIR is missing: where the ledger lives.\n\n${usage}`, 2);
if (given.health) {
  const asked = await askHealth(given.data);
  if (!asked.ok) giveUp(asked.refusal.message, 2);
  console.log(tellHealth(asked.value));
  process.exit(healthExit[asked.value.level]);
}
const listen = parseListen(given.listen);
if (!listen.ok) giveUp(listen.refusal, 2);
const dir = given.data;
const { file: configFile, config } = loadConfigOf(dir, given.config);
if (!config.ok) giveUp(config.refusal.message);

let keptHut: KeptHut | null = null;
const logFile = openLogFile({ dir, clock: realClock, hold: () => isFull(keptHut) });
const log = jsonLog((line) => {
  process.stderr.write(line);
  logFile.write(line);
}, realClock.wall);
const kept = await keepHut({
  config: config.value,
  configFile,
  configNow: () => loadConfigOf(dir, given.config).config,
  dir,
  clock: realClock,
  newId: randomUUID,
  log,
});
if (!kept.ok) giveUp(kept.refusal.message);
const { desk, pushes, close } = kept.value;
keptHut = kept.value;
const healthDoor = await serveHealth({
  dir,
  clock: realClock,
  health: () => kept.value.health(),
  holds: () => kept.value.opened() !== null,
  log,
});

// Beside hut/ as source, beside dist/run/ as a bundle.
const built = (name: string) =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `../dist/${name}` : `../${name}`, import.meta.url));
const token = randomBytes(32).toString('base64url');
const shell = await serveHttp({
  ...listen.value,
  desk,
  pushes,
  answered: new Answered(),
  log,
  mono: realClock.mono,
  token,
  dist: built('renderer'),
  clips: built('clips'),
  ...(given['dev-origin'] === undefined ? {} : { devOrigin: given['dev-origin'] }),
}).catch(async (error: unknown) => {
  await close();
  return giveUp(
    `Cannot listen on ${given.listen}: ${error instanceof Error ? error.message : String(error)}`,
  );
});
console.log(`ready ${shell.origin}/#${token}`);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await shell.close();
  await healthDoor.close();
  await close();
  await logFile.close();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
