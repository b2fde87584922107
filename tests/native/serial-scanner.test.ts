import { expect, onTestFinished, test } from 'vitest';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import type { Scan } from '../../native/scanner/framing.ts';
import { connectScanner } from '../../native/scanner/serial-scanner.ts';
import { type ScanStyle, SimulatedScanner } from '../../native/scanner/simulator.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

async function scannerOnBench() {
  const clock = new SimClock();
  const port = await makeSimulatedPort();
  const simulator = new SimulatedScanner(port.far);
  const scans: Scan[] = [];
  const scanner = connectScanner(
    { kind: 'serial', path: port.path, baud: 9600 },
    { clock, openStream: countedOpenStream(openStreamWith(clock), [port]) },
    (scan) => scans.push(scan),
  );
  onTestFinished(async () => {
    await scanner.close();
    await port.close();
  });
  const bench = { port, simulator, scans, scanner, pass: (ms: number) => pass(clock, ms, port.inFlight) };
  await bench.pass(0);
  return bench;
}

test.each<ScanStyle>([
  { suffix: '\r' },
  { suffix: '\r\n', chunk: 1 },
  { suffix: '\t', aim: ']C0', chunk: 7 },
  { suffix: '' },
])('a scan through a real port, %j', async (style) => {
  const b = await scannerOnBench();
  b.simulator.scan('XWI12345678A', style);
  await b.pass(style.suffix === '' ? 100 : 0);
  expect(b.scans).toEqual([{ is: 'scan', text: `${style.aim ?? ''}XWI12345678A` }]);
});

test('unplugged in the middle of a scan and back: the half is forgotten, the next scan is whole', async () => {
  const b = await scannerOnBench();
  b.simulator.send(Buffer.from('XWI1'));
  await b.pass(0);
  await b.port.unplug();
  await b.pass(1_000);
  expect(b.scanner.state).toMatchObject({ is: 'down', why: { code: 'PortMissing' } });
  b.simulator.scan('nobody hears this');
  await b.port.plug();
  await b.pass(5_000);
  expect(b.scanner.state).toEqual({ is: 'connected' });
  b.simulator.scan('XWI2');
  await b.pass(0);
  expect(b.scans).toEqual([{ is: 'scan', text: 'XWI2' }]);
});
