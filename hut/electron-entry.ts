import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { HealthLevel } from '../domain/contract/health.ts';
import { loadConfigOf } from './config/load.ts';
import { serveHealth } from './health/serve-health.ts';
import { isFull, type KeptHut, keepHut } from './keep-hut.ts';
import { jsonLog } from './log.ts';
import { openLogFile } from './log-file.ts';
import { keepNurserySmall } from './memory.ts';
import { realClock } from './real-clock.ts';
import { Answered } from './wire/answered.ts';
import type { Desk } from './wire/desk.ts';
import { type PortLike, portChannel } from './wire/message-port.ts';
import { serve } from './wire/session.ts';

/** What Electron gives a utility process to talk to the shell with (`process.parentPort`). */
export interface ParentPort {
  on(event: 'message', take: (event: { data: unknown; ports: PortLike[] }) => void): unknown;
  postMessage(message: unknown): void;
}

/**
 * The hut process under the desktop shell: the same hut as `hut/main.ts`, with message ports in place of sockets.
 * Messages of the shell: `{type: 'connect'}` with the port of a screen, `{type: 'stop'}` to end cleanly, and
 * `{type: 'ping'}`, which is answered by `{type: 'pong', level, page}`: how the hut is, and the milliseconds since the
 * page gave a sign of life, null while there is none.
 */
export async function runUnderShell(
  parent: ParentPort,
  args: readonly string[],
  end: (code: number) => void,
): Promise<void> {
  // Screens that ask before the ledger is open wait for it.
  const early: PortLike[] = [];
  let connect = (port: PortLike): void => void early.push(port);
  let stop = async (): Promise<void> => {};
  let level = (): HealthLevel => 'ok';
  let aliveAt: number | null = null;
  const alive = () => {
    aliveAt = realClock.mono();
  };
  const silence = () => (aliveAt === null ? null : Math.round(realClock.mono() - aliveAt));
  parent.on('message', ({ data, ports }) => {
    const type = typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined;
    const port = ports[0];
    if (type === 'connect' && port !== undefined) connect(port);
    else if (type === 'stop') void stop().then(() => end(0));
    else if (type === 'ping') parent.postMessage({ type: 'pong', level: level(), page: silence() });
  });
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, config: { type: 'string' } },
  });
  const fail = (message: string) => {
    process.stderr.write(`${message}\n`);
    end(1);
  };
  const dir = values.data;
  if (dir === undefined) return fail('--data DIR is missing: where the ledger lives.');
  // The shell says what it knew when it started; a keeper may have set up devices since, before this process died.
  const { file: configFile, config } = loadConfigOf(dir, values.config);
  if (!config.ok) return fail(config.refusal.message);
  let keptHut: KeptHut | null = null;
  const logFile = openLogFile({ dir, clock: realClock, hold: () => isFull(keptHut) });
  const log = jsonLog((line) => {
    process.stderr.write(line);
    logFile.write(line);
  }, realClock.wall);
  const kept = await keepHut({
    config: config.value,
    configFile,
    configNow: () => loadConfigOf(dir, values.config).config,
    dir,
    clock: realClock,
    newId: randomUUID,
    log,
  });
  if (!kept.ok) return fail(kept.refusal.message);
  const { desk, pushes, close } = kept.value;
  keptHut = kept.value;
  level = () => kept.value.health().level;
  const healthDoor = await serveHealth({
    dir,
    clock: realClock,
    health: () => kept.value.health(),
    holds: () => kept.value.opened() !== null,
    log,
  });
  stop = async () => {
    await healthDoor.close();
    await close();
    await logFile.close();
  };
  const heard: Desk = {
    get boot() {
      return desk.boot;
    },
    handle(name, args) {
      if (name === 'alive') alive();
      return desk.handle(name, args);
    },
  };
  const session = { desk: heard, pushes, answered: new Answered(), log, mono: realClock.mono };
  connect = (port) => {
    // From here on it can be heard.
    alive();
    serve(portChannel(port), session);
  };
  for (const port of early.splice(0)) connect(port);
}

/** Set by Electron in utility processes alone. */
const parentPort = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
if (parentPort !== undefined) {
  keepNurserySmall();
  await runUnderShell(parentPort, process.argv.slice(2), (code) => process.exit(code));
}
