import { expect, onTestFinished, test } from 'vitest';
import type { Scan } from '../../native/scanner/framing.ts';
import { connectHidScanners, type HidScannerConfig } from '../../native/scanner/hid/hid-scanners.ts';
import { nameHidError, nameOpenError, nodeHidDevices } from '../../native/scanner/hid/node-hid.ts';
import { honeywell } from '../../native/scanner/hid/report.ts';
import { SimulatedHid } from '../../native/scanner/hid/simulator.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

function bench(configs: HidScannerConfig[] = [{ kind: 'hid' }], hid = new SimulatedHid()) {
  const clock = new SimClock();
  const scans: { text: string; by: number }[] = [];
  const log: string[] = [];
  const scanners = connectHidScanners(
    configs,
    { clock, hid, log: ({ event, detail }) => log.push(detail === undefined ? event : `${event} ${detail}`) },
    (scan: Scan, config) => {
      scans.push({ text: scan.is === 'scan' ? scan.text : scan.because, by: configs.indexOf(config) });
    },
  );
  onTestFinished(async () => {
    await Promise.all(scanners.map((each) => each.close()));
    expect(clock.waiting).toBe(0);
  });
  return {
    clock,
    hid,
    scans,
    log,
    scanners,
    texts: () => scans.map(({ text }) => text),
    pass: (ms: number) => pass(clock, ms, () => hid.inFlight()),
  };
}

test('a scanner plugged in later is found within two seconds, and read', async () => {
  const b = bench();
  await b.pass(0);
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'PortMissing' } });
  const scanner = b.hid.add();
  await b.pass(2_000);
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
  scanner.scan('XWI1');
  expect(b.texts()).toEqual([']C0XWI1']);
});

test('several at once, pulled and plugged in any order: each scan once, none mixed', async () => {
  const b = bench();
  const all = [b.hid.add(), b.hid.add(), b.hid.add()];
  const [one, two, three] = all;
  await b.pass(0);
  for (const scanner of all) scanner.aim = '';
  const long = (mark: string) => mark.repeat(100);
  one?.failNext('stalled');
  one?.scan(long('1'));
  two?.scan(long('2'));
  three?.unplug();
  two?.unplug();
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
  one?.unplug();
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'Disconnected' } });
  two?.plug();
  three?.plug();
  await b.pass(2_000);
  three?.scan(long('3'));
  one?.plug();
  await b.pass(2_000);
  one?.scan('now whole');
  two?.scan('two');
  expect(b.texts()).toEqual([long('2'), long('3'), 'now whole', 'two']);
  expect(all.map((scanner) => scanner.opened)).toEqual([2, 2, 2]);
});

test('one that goes without a word is missed at the next look, and opened anew when it is back', async () => {
  const b = bench();
  const scanner = b.hid.add({ vendor: honeywell });
  await b.pass(0);
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
  scanner.vanish();
  await b.pass(2_000);
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'PortMissing' } });
  scanner.plug();
  await b.pass(2_000);
  scanner.scan('XWI1');
  expect(b.texts()).toEqual([']C0XWI1']);
  expect(scanner.opened).toBe(2);
});

test('a Honeywell is woken each time it is opened, and says nothing before', async () => {
  const b = bench();
  const scanner = b.hid.add({ vendor: honeywell });
  await b.pass(0);
  scanner.scan('one');
  scanner.unplug();
  scanner.plug();
  await b.pass(2_000);
  scanner.scan('two');
  expect(b.texts()).toEqual([']C0one', ']C0two']);
});

test('lines of the config take what they name; "any" takes the rest', async () => {
  const b = bench([{ kind: 'hid' }, { kind: 'hid', vendor: '0C2E' }, { kind: 'hid', serial: 'B' }]);
  const [other, hw, named] = [
    b.hid.add({ serial: 'A' }),
    b.hid.add({ vendor: honeywell }),
    b.hid.add({ serial: 'B' }),
  ];
  await b.pass(0);
  for (const scanner of [other, hw, named]) scanner.scan('x');
  expect(b.scans.map(({ by }) => by)).toEqual([0, 1, 2]);
  named.unplug();
  await b.pass(2_000);
  expect(b.scanners.map(({ state }) => state.is)).toEqual(['connected', 'connected', 'down']);
});

test('what may not be opened is named and tried again after a minute, or when it was replugged', async () => {
  const hid = new SimulatedHid();
  const denied = nameOpenError('/proc/self/mem-not-there', new Error('cannot open'), 'linux');
  expect(denied.code).toBe('PortMissing');
  const scanner = hid.add({ denied: { code: 'PermissionDenied', message: 'no' } });
  const b = bench([{ kind: 'hid' }], hid);
  await b.pass(0);
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'PermissionDenied' } });
  scanner.denied = undefined;
  await b.pass(58_000);
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'PermissionDenied' } });
  await b.pass(2_000);
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
  scanner.unplug();
  scanner.denied = { code: 'PermissionDenied', message: 'no' };
  scanner.plug();
  await b.pass(2_000);
  expect(b.scanners[0]?.state).toMatchObject({ is: 'down', why: { code: 'PermissionDenied' } });
  scanner.denied = undefined;
  scanner.unplug();
  await b.pass(2_000);
  scanner.plug();
  await b.pass(2_000);
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
});

test('a machine that cannot read HID is told once with the way to mend it, and asked once a minute', async () => {
  const hid = new SimulatedHid();
  hid.broken = nameHidError(new Error('libusb-1.0.so.0: cannot open shared object file'), 'linux');
  const b = bench([{ kind: 'hid' }], hid);
  await b.pass(600_000);
  expect(hid.looks).toBe(11);
  expect(b.log).toHaveLength(1);
  expect(b.log[0]).toMatch(/HidUnavailable.*apt-get install libusb-1\.0-0/);
  hid.broken = null;
  hid.add();
  await b.pass(60_000);
  expect(b.scanners[0]?.state).toEqual({ is: 'connected' });
});

test('closed while it looks: nothing is opened afterwards', async () => {
  const b = bench();
  const scanner = b.hid.add();
  await b.scanners[0]?.close();
  await b.pass(10_000);
  scanner.scan('nobody hears');
  expect(b.scans).toEqual([]);
  expect(scanner.opened).toBeLessThanOrEqual(1);
});

test('the real library answers by a list or by a named error, and never throws', async () => {
  const listed = await nodeHidDevices.list();
  if (listed.ok) expect(Array.isArray(listed.value)).toBe(true);
  else expect(listed.refusal).toMatchObject({ code: 'HidUnavailable' });
  const opened = await nodeHidDevices.open('/dev/hidraw-that-is-not-there');
  expect(opened.ok).toBe(false);
  if (!opened.ok) expect(opened.refusal.message).toMatch(/\. \S/);
});
