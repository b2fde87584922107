import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Config } from '../../domain/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { explain } from '../../native/lock-board/explain.ts';
import { type FoundBoard, probePort } from '../../native/lock-board/probe.ts';
import { protocolNames } from '../../native/lock-board/protocols.ts';
import { tellsOrderByHand } from '../../native/lock-board/survey.ts';
import { listPorts } from '../../native/port/list-ports.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { loadConfig } from '../config/load.ts';
import { saveConfig } from '../config/save.ts';
import { giveUp, readOptions } from '../options.ts';
import { realClock } from '../real-clock.ts';
import { proveByLines, walkByLines } from './by-lines.ts';
import { hexOf } from './monitor.ts';
import { ProvenMap } from './proven-map.ts';
import { numbersOf, unprovenOf } from './steps.ts';

const usage = `The locker, without a screen · 柜锁命令。The hut must not be running: it holds the ports.

  npm run locker -- probe [PATH…]                    asks all ports (or these) who is there; opens nothing
  npm run locker -- monitor --config FILE            reads all doors each second and shows every frame
  npm run locker -- open DOOR --config FILE --yes    opens one door: one pulse, then what the door says
  npm run locker -- map [PATH…] --out FILE [--yes]   the walk: learns wiring and doors, writes the config;
                                                     with --yes it then opens each door once to prove it

  PATH         a serial port such as /dev/ttyUSB0 or COM3, or tcp://host:port
  --yes        without it nothing ever opens: open says what it would do, map leaves the proof out
  --seconds N  monitor ends by itself after so long

First probe, then map: walk through the locker while it tells you which door comes next. What it writes is the config
of a hut: npm start -- --config FILE.

Exit codes: 0 done, 1 not done, 2 wrong use.

Protocols: ${protocolNames.join(', ')}`;

const clock = realClock;
const deps = { clock, openStream: openStreamWith(clock) };
const { values, words: typed } = readOptions(usage, () =>
  parseArgs({
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      out: { type: 'string' },
      yes: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }),
);
const [command, ...words] = typed;
const say = (line: string): void => console.log(line);
const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

async function paths(): Promise<string[]> {
  if (words.length > 0) return words;
  const ports = await listPorts();
  if (ports.length === 0)
    giveUp('No serial port found. Plug in the adapter, or name a port or tcp://host:port.\n没有找到串口。');
  return ports.map(({ path }) => path);
}

async function find() {
  const first = await ask(await paths(), false);
  const rest = await ask(first.silent, true);
  return [...first.found, ...rest.found];
}

/** Asks these ports who is there, and says it. `thorough`: at all the addresses and speeds a board may be set to. */
async function ask(ports: readonly string[], thorough: boolean) {
  const found: FoundBoard[] = [];
  const silent: string[] = [];
  for (const path of ports) {
    const probed = await probePort(path, deps, {
      thorough,
      asking: ({ protocol, address, baud }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${path}: ${protocol} ${address} at ${baud}        `);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r');
    if (!probed.ok) say(`${path}  ${probed.refusal.code}: ${probed.refusal.message}`);
    else if (probed.value.length === 0) {
      silent.push(path);
      say(`${path}  nobody answered${thorough ? '' : '; asking again at other addresses and speeds …'}`);
    } else {
      for (const board of probed.value) {
        say(
          `${path}  ${board.protocol}  address ${board.address}  ${board.baud} baud  ${board.channels} channels${board.echo ? '  echoes' : ''}  ${hexOf(board.raw)}`,
        );
      }
      found.push(...probed.value);
    }
  }
  return { found, silent };
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
  let over = false;
  const boards = connectBoards(configured().locker.boards, {
    ...deps,
    log: ({ device, event, detail }) => {
      if (!over) say(`${device}: ${event}${detail === undefined ? '' : ` (${detail})`}`);
    },
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
  over = true;
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
  while (board.state.is === 'connecting' && clock.mono() - from < 5_000) await pause(50);
  const { state } = board;
  if (state.is === 'unreachable') {
    await boards.close();
    giveUp(`Nothing was sent. ${state.why.code}: ${state.why.message}`);
  }
  const openNow = async (): Promise<number[] | null> => {
    const read = await board.readAll();
    return read.ok ? read.value.filter(({ lock }) => lock === 'open').map((each) => each.door) : null;
  };
  const before = await openNow();
  const sent = await board.open(door, { deadlineMs: 2_000, operationId: `command-${door}` });
  if (!sent.ok) say(`the board: ${sent.refusal.code}`);
  else if (sent.value.raw.length > 0) say(`the board took it: ${hexOf(sent.value.raw)}`);
  else say('the pulse is sent; such a board gives no answer to it');
  let now: number[] | null = null;
  for (let i = 0; i < 12 && !now?.includes(door); i++) {
    await pause(250);
    now = await openNow();
  }
  await boards.close();
  const isOpen = now?.includes(door) === true;
  const others = (now ?? []).filter((each) => each !== door && before?.includes(each) === false);
  say(`door ${door}: ${now === null ? 'the board does not answer' : isOpen ? 'open' : 'closed'}`);
  if (others.length > 0) {
    say(
      `${isOpen ? 'Also opened' : 'Opened instead'}: ${others.join(', ')}. The map is wrong or the wires are crossed: npm run locker -- map learns it anew. · 开了别的门`,
    );
  }
  if (!isOpen || others.length > 0) process.exitCode = 1;
}

async function map(): Promise<void> {
  const { out } = values;
  if (out === undefined) giveUp(`--out FILE is missing: where the config goes.\n\n${usage}`, 2);
  const before = existsSync(out) ? loadConfig(out) : loadConfig(undefined);
  if (!before.ok) giveUp(before.refusal.message);
  const found = await find();
  if (found.length === 0) giveUp('No lock board answered: nothing to walk through.');
  const mute = found.filter((board) => !values.yes && !tellsOrderByHand(board));
  if (mute.length > 0) {
    const names = mute.map(({ protocol, address }) => `${protocol} ${address}`).join(', ');
    say(
      `Hands may not be enough for ${names}: which lock is whose shows when one opens. With --yes map does that too. · 可能要加 --yes 试开`,
    );
  }
  const lines = createInterface({ input: process.stdin });
  const learned = await walkByLines(found, before.value.locker.boards, { ...deps, lines, say });
  if (learned === null) giveUp('Ended before the last door; nothing is written.');
  const proof = values.yes ? await proveByLines(learned, { ...deps, lines, say }) : null;
  lines.close();
  // An open terminal would keep the program waiting.
  process.stdin.destroy();
  const { boards, leftOut } = proof?.kept() ?? new ProvenMap(learned).kept([]);
  if (leftOut.length > 0) {
    say(
      `Left out: doors ${leftOut.join(', ')}. ${proof === null ? 'Their board does not tell by hand which lock is whose: run it again with --yes.' : 'What a pulse for them would open is not known, or is another door.'} · 没有写入的门`,
    );
    process.exitCode = 1;
  }
  if (boards.length === 0) giveUp('Nothing is written: there is no door that is known well enough.');
  const saved = saveConfig(out, { ...before.value, locker: { boards } }, clock.wall());
  if (!saved.ok) giveUp(saved.refusal.message);
  say(`${out} is written${saved.value.kept === null ? '' : `; the one before is ${saved.value.kept}`}.`);
  const [first] = boards.flatMap(({ doors }) => numbersOf(doors));
  const unproven = proof === null ? [] : unprovenOf(proof).filter((door) => !leftOut.includes(door));
  if (proof === null) say(`Prove it: npm run locker -- open ${first} --config ${out} --yes`);
  else if (unproven.length > 0) {
    say(`Doors not proven: ${unproven.join(', ')} · 没试成的门`);
    process.exitCode = 1;
  }
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
