import { describe, expect, onTestFinished, test } from 'vitest';
import { idleWedge, wedgeKey, wedgeSilence } from '../../domain/scanning/wedge.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { connectScanners } from '../../native/scanner/connect.ts';
import type { Scan } from '../../native/scanner/framing.ts';
import { SimulatedHid } from '../../native/scanner/hid/simulator.ts';
import type { ScannerState } from '../../native/scanner/scanner.ts';
import { SimulatedScanner } from '../../native/scanner/simulator.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** A scanner of one kind on the bench, as the hand sees it. */
interface OnBench {
  scan(code: string): void;
  /** Begins a scan and never ends it. */
  scanHalf(code: string): void;
  unplug(): Promise<void> | void;
  plug(): Promise<void> | void;
  /** Null for kinds that no cable of the hut process leads to. */
  state(): ScannerState | null;
  /** What was read, 'damaged' for what was told as damage. */
  read: string[];
  pass(ms: number): Promise<void>;
}

const noted = (read: string[]) => (scan: Scan) => read.push(scan.is === 'scan' ? scan.text : 'damaged');

async function serial(kind: 'pty' | 'tcp'): Promise<OnBench> {
  const clock = new SimClock();
  const port = await makeSimulatedPort({ kind });
  const simulator = new SimulatedScanner(port.far);
  const read: string[] = [];
  const [scanner] = connectScanners(
    [{ kind: 'serial', path: port.path, baud: 9600 }],
    { clock, openStream: countedOpenStream(openStreamWith(clock), [port]), hid: new SimulatedHid() },
    noted(read),
  );
  onTestFinished(async () => {
    await scanner?.close();
    await port.close();
  });
  return {
    scan: (code) => simulator.scan(code),
    scanHalf: (code) => simulator.send(Buffer.from(code.slice(0, code.length / 2))),
    unplug: () => port.unplug(),
    plug: () => port.plug(),
    state: () => scanner?.state ?? null,
    read,
    pass: (ms) => pass(clock, ms, () => port.inFlight()),
  };
}

async function hid(): Promise<OnBench> {
  const clock = new SimClock();
  const devices = new SimulatedHid();
  const simulator = devices.add();
  simulator.aim = '';
  const read: string[] = [];
  const [scanner] = connectScanners(
    [{ kind: 'hid' }],
    { clock, openStream: openStreamWith(clock), hid: devices },
    noted(read),
  );
  onTestFinished(() => scanner?.close());
  return {
    scan: (code) => simulator.scan(code),
    scanHalf(code) {
      simulator.failNext('stalled');
      simulator.scan(code);
    },
    unplug: () => simulator.unplug(),
    plug: () => simulator.plug(),
    state: () => scanner?.state ?? null,
    read,
    pass: (ms) => pass(clock, ms, () => devices.inFlight()),
  };
}

/** A wedge: what the hut makes of its keys. Unplugged, it only falls silent. */
async function wedge(): Promise<OnBench> {
  const clock = new SimClock();
  const read: string[] = [];
  let state = idleWedge;
  let plugged = true;
  let at = 0;
  let keys = 0;
  const take = (step: { state: typeof state; scan: string | null }): void => {
    state = step.state;
    if (step.scan !== null) read.push(step.scan);
  };
  const type = (text: string, end: boolean): void => {
    if (!plugged) return;
    at = Math.max(at + 200, clock.mono());
    for (const character of text) {
      at += 3 + (keys++ % 5);
      const code = /\d/.test(character) ? `Digit${character}` : `Key${character}`;
      take(wedgeKey(state, { code, shift: /[A-Z]/.test(character), ctrl: false, at }));
    }
    if (end) take(wedgeKey(state, { code: 'Enter', shift: false, ctrl: false, at: at + 3 }));
  };
  return {
    scan: (code) => type(code, true),
    // Three keys, as many as a bounce of the cable leaves.
    scanHalf: (code) => type(code.slice(0, 3), false),
    unplug: () => {
      plugged = false;
    },
    plug: () => {
      plugged = true;
    },
    state: () => null,
    read,
    async pass(ms) {
      clock.advance(ms);
      at = Math.max(at, clock.mono());
      take(wedgeSilence(state, at));
    },
  };
}

const kinds: [string, () => Promise<OnBench>][] = [
  ['serial, pseudo-terminal', () => serial('pty')],
  ['serial, TCP', () => serial('tcp')],
  ['HID POS', hid],
  ['keyboard wedge', wedge],
];
const codes = Array.from({ length: 30 }, (_, i) => `XWI${String(i).repeat(3)}CODE${i}`);

describe.each(kinds)('%s', (_name, make) => {
  test('each whole scan is told once, in order, and none is mixed', async () => {
    const b = await make();
    await b.pass(0);
    for (const code of codes) b.scan(code);
    await b.pass(1_000);
    expect(b.read).toEqual(codes);
  });

  test('an unfinished scan never poisons the next', async () => {
    const b = await make();
    await b.pass(0);
    b.scan('FIRST1');
    b.scanHalf('BROKENXY');
    await b.pass(1_000);
    b.scan('SECOND2');
    await b.pass(1_000);
    // What was cut is told as damage or as what came, never glued to another code.
    expect(b.read.at(0)).toBe('FIRST1');
    expect(b.read.at(-1)).toBe('SECOND2');
    expect(b.read.length).toBeLessThanOrEqual(3);
  });

  test('unplugged in the middle of a scan and plugged again: the half is forgotten', async () => {
    const b = await make();
    await b.pass(0);
    b.scanHalf('HALFHALF');
    await b.unplug();
    await b.pass(3_000);
    if (b.state() !== null) expect(b.state()).toMatchObject({ is: 'down' });
    b.scan('NOBODY1');
    await b.plug();
    await b.pass(8_000);
    if (b.state() !== null) expect(b.state()).toEqual({ is: 'connected' });
    b.scan('WHOLE1');
    await b.pass(200);
    expect(b.read).toEqual(['WHOLE1']);
  });

  test('pulled and plugged ten times it reads each time', async () => {
    const b = await make();
    await b.pass(0);
    for (let i = 0; i < 10; i++) {
      await b.unplug();
      await b.pass(1_500);
      await b.plug();
      await b.pass(65_000);
      b.scan(`ROUND${i}`);
      await b.pass(200);
    }
    expect(b.read).toEqual(Array.from({ length: 10 }, (_, i) => `ROUND${i}`));
  });
});
