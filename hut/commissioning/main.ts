import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Config } from '../../domain/config/config.ts';
import { lockProtocolNames, lockProtocols } from '../../domain/config/lock-protocols.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { explain } from '../../native/lock-board/explain.ts';
import { probePort } from '../../native/lock-board/probe.ts';
import { surveyBoards } from '../../native/lock-board/survey.ts';
import { listPorts } from '../../native/port/list-ports.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { loadConfig } from '../config/load.ts';
import { saveConfig } from '../config/save.ts';
import { realClock } from '../real-clock.ts';
import { boardsOf } from './learned-config.ts';
import { walkLocker } from './locker-walk.ts';
import { hexOf } from './ports.ts';

const usage = `The locker, without a screen · 柜锁命令。The hut must not be running: it holds the ports.

  npm run locker -- probe [PATH…]                    asks all ports (or these) who is there; opens nothing
  npm run locker -- monitor --config FILE            reads all doors each second and shows every frame
  npm run locker -- open DOOR --config FILE --yes    opens one door: one pulse, then what the door says
  npm run locker -- map [PATH…] --out FILE           the walk: learns wiring and doors, writes the config

  PATH       a serial port such as /dev/ttyUSB0 or COM3, or tcp://host:port
  --yes      without it, open says what it would do and does nothing
  --seconds N  monitor ends by itself after so long

Exit codes: 0 done, 1 not done, 2 wrong use.`;

function giveUp(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function given() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        out: { type: 'string' },
        yes: { type: 'boolean', default: false },
        seconds: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

const clock = realClock;
const deps = { clock, openStream: openStreamWith(clock), facts: lockProtocols };
const { values, positionals } = given();
const [command, ...words] = positionals;
const say = (line: string): void => console.log(line);
const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

async function paths(): Promise<string[]> {
  if (words.length > 0) return words;
  const ports = await listPorts();
  if (ports.length === 0)
    giveUp('No serial port found. Plug in the adapter, or name a port.\n没有找到串口。');
  return ports.map(({ path }) => path);
}

async function find() {
  const found = [];
  for (const path of await paths()) {
    const probed = await probePort(path, deps, {
      asking: ({ protocol, address, baud }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${path}: ${protocol} ${address} at ${baud}        `);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r');
    if (!probed.ok) say(`${path}  ${probed.refusal.code}: ${probed.refusal.message}`);
    else if (probed.value.length === 0) say(`${path}  nobody answered`);
    else {
      for (const board of probed.value) {
        say(
          `${path}  ${board.protocol}  address ${board.address}  ${board.baud} baud  ${board.channels} channels${board.echo ? '  echoes' : ''}  ${hexOf(board.raw)}`,
        );
      }
      found.push(...probed.value);
    }
  }
  return found;
}

function configured(): Config {
  if (values.config === undefined) giveUp(`--config FILE is missing.\n\n${usage}`, 2);
  const config = loadConfig(values.config);
  if (!config.ok) giveUp(config.refusal.message);
  if (config.value.locker.boards.length === 0) giveUp(`${values.config} names no lock board.`);
  return config.value;
}

async function monitor(): Promise<void> {
  const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
  if (!(seconds > 0)) giveUp('--seconds takes a number.', 2);
  const boards = connectBoards(configured().locker.boards, {
    ...deps,
    log: ({ device, event, detail }) =>
      say(`${device}: ${event}${detail === undefined ? '' : ` (${detail})`}`),
  });
  let before = clock.mono();
  boards.onFrame(({ direction, bytes, at, path, spoken }) => {
    const says = explain(bytes, spoken);
    say(
      `+${(at - before).toFixed(1).padStart(7)} ms ${direction === 'tx' ? '→' : '←'} ${path} ${hexOf(bytes)}${says === '' ? '' : `   ${says}`}`,
    );
    before = at;
  });
  const ends = clock.mono() + seconds * 1_000;
  while (clock.mono() < ends) {
    for (const board of boards.boards) await board.readAll();
    await pause(1_000);
  }
  await boards.close();
}

async function open(): Promise<void> {
  const door = Number(words[0]);
  if (!Number.isInteger(door)) giveUp(`Say which door.\n\n${usage}`, 2);
  const { locker } = configured();
  const config = locker.boards.find(({ doors }) => String(door) in doors);
  if (config === undefined) giveUp(`No board has a door ${door}.`);
  if (!values.yes) {
    giveUp(
      `Door ${door} is channel ${config.doors[String(door)]} of ${config.id} on ${config.path}. It opens with --yes.`,
    );
  }
  const boards = connectBoards([config], deps);
  const board = boards.boards[0];
  if (board === undefined) giveUp('no board');
  const from = clock.mono();
  while (board.state.is !== 'connected' && clock.mono() - from < 5_000) await pause(50);
  const sent = await board.open(door, { deadlineMs: 2_000, operationId: `command-${door}` });
  say(sent.ok ? `the board took it: ${hexOf(sent.value.raw)}` : `the board: ${sent.refusal.code}`);
  let lock = 'unknown';
  for (let i = 0; i < 12 && lock !== 'open'; i++) {
    await pause(250);
    const reading = await board.readDoor(door);
    lock = reading.ok ? reading.value.lock : reading.refusal.code;
  }
  await boards.close();
  say(`door ${door}: ${lock}`);
  if (lock !== 'open') process.exitCode = 1;
}

async function map(): Promise<void> {
  const { out } = values;
  if (out === undefined) giveUp(`--out FILE is missing: where the config goes.\n\n${usage}`, 2);
  const found = await find();
  if (found.length === 0) giveUp('No lock board answered: nothing to walk through.');
  const survey = surveyBoards(found, deps);
  let told = '';
  const tell = (line: string): void => {
    if (line !== told) say(line);
    told = line;
  };
  const walk = walkLocker(survey, found, {
    clock,
    changed() {
      const { at, door, trouble } = walk.state;
      if (walk.silent) tell('a board does not answer · 锁板没有回答');
      else if (trouble !== null) tell(`${JSON.stringify(trouble)}`);
      else if (at === 'open')
        tell(
          `Open door ${door} by hand. (Enter: no more doors, n: there is no ${door}) · 请打开 ${door} 号门`,
        );
      else if (at === 'close') tell(`Now close door ${door}. · 请关上 ${door} 号门`);
    },
  });
  say('Close all doors, then press Enter. · 请关好所有柜门，再按回车');
  for await (const line of createInterface({ input: process.stdin })) {
    if (walk.state.at === 'close-all') walk.tell({ is: 'all-closed' });
    else walk.tell(line.trim() === 'n' ? { is: 'no-such-door' } : { is: 'finish' });
    if (walk.state.at === 'done') break;
  }
  // An open terminal would keep the program waiting.
  process.stdin.destroy();
  walk.stop();
  await survey.close();
  if (walk.state.at !== 'done') giveUp('Ended before the last door; nothing is written.');
  const before = existsSync(out) ? loadConfig(out) : loadConfig(undefined);
  const base = before.ok ? before.value : Config.parse({});
  const saved = saveConfig(
    out,
    { ...base, locker: { boards: boardsOf(found, walk.learned()) } },
    clock.wall(),
  );
  if (!saved.ok) giveUp(saved.refusal.message);
  say(
    `${out} is written${saved.value.kept === null ? '' : `; the one before is ${saved.value.kept}`}. Prove it: npm run locker -- open 1 --config ${out} --yes`,
  );
}

if (values.help) {
  say(`${usage}\n\nProtocols: ${lockProtocolNames.join(', ')}`);
  process.exit(0);
}
const acts: Record<string, () => Promise<void>> = {
  probe: async () => {
    if ((await find()).length === 0) process.exitCode = 1;
  },
  monitor,
  open,
  map,
};
const act = command === undefined ? undefined : acts[command];
if (act === undefined) giveUp(`Say what to do: ${Object.keys(acts).join(', ')}.\n\n${usage}`, 2);
await act();
