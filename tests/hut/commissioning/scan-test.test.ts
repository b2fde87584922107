import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { withScanner } from '../../../hut/commissioning/kept-scanner.ts';
import { Config } from '../../../hut/config/config.ts';
import { loadConfig } from '../../../hut/config/load.ts';
import { saveConfig } from '../../../hut/config/save.ts';
import { newLocker } from './new-locker.ts';

test('a scanner nobody has configured is heard, its prefix learned, and kept', async () => {
  const l = await newLocker([]);
  const label = makeLabel(
    'item',
    Uint8Array.from({ length: 8 }, (_, i) => i),
  );
  const from = '/dev/ttyACM0';
  await l.press('scan-test');
  expect(l.on('scan-test')).toMatchObject({ scans: [], keeps: false });
  l.commissioning.scanned({ raw: `]C0>>${label}!`, from });
  expect(l.on('scan-test')).toMatchObject({ learned: null, keeps: true });
  l.commissioning.scanned({ raw: `]C0>>${label}!`, from });
  expect(l.on('scan-test').learned).toEqual({ prefix: '>>', suffix: '!' });
  // Once they are known they are no part of a code; and another code does not make it forgotten.
  expect(l.on('scan-test').scans[0]).toMatchObject({ means: 'item', symbology: 'Code 128 ]C0' });
  l.commissioning.scanned({ raw: ']E0>>9787302423287!', from });
  expect(l.on('scan-test')).toMatchObject({
    learned: { prefix: '>>', suffix: '!' },
    scans: [{ means: 'book', symbology: 'EAN-13/UPC ]E0', text: ']E0>>9787302423287!' }, {}, {}],
  });
  await l.press('save');
  expect(l.on('saved').kept).toBeNull();
  expect(loadConfig(l.file)).toMatchObject({
    ok: true,
    value: { scanner: [{ kind: 'serial', path: from, prefix: '>>', suffix: '!' }] },
  });
  l.commissioning.end();
  // The hut is started anew, with nothing released before.
  expect(l.released()).toBe(-1);
});

test('what a scanner of the config sends around its codes is kept once, and not again', () => {
  const wedge = withScanner([], 'wedge', { prefix: '~', suffix: '' });
  expect(wedge).toEqual([{ kind: 'wedge', prefix: '~' }]);
  expect(withScanner([], 'wedge', { prefix: '', suffix: '' })).toBeNull();
  expect(withScanner(wedge ?? [], 'wedge', { prefix: '~', suffix: '' })).toBeNull();
  expect(withScanner(wedge ?? [], 'wedge', { prefix: '', suffix: '#' })).toEqual([
    { kind: 'wedge', suffix: '#' },
  ]);
  expect(withScanner([], 'hid', null)).toEqual([{ kind: 'hid' }]);
});

test('what stands around a label in a link is no prefix: the scanner is kept, and the config can be read', async () => {
  const l = await newLocker([]);
  const label = makeLabel('card', new Uint8Array(8));
  await l.press('scan-test');
  for (let n = 0; n < 2; n++)
    l.commissioning.scanned({ raw: `https://hut.example/c/${label}`, from: '/dev/ttyACM0' });
  expect(l.on('scan-test')).toMatchObject({ learned: null, keeps: true });
  await l.press('save');
  expect(loadConfig(l.file)).toMatchObject({ ok: true, value: { scanner: [{ kind: 'serial' }] } });
});

test('a config that no hut would start with is not written', async () => {
  const l = await newLocker([]);
  const config = Config.parse({ scanner: [{ kind: 'wedge' }] });
  const [wedge] = config.scanner;
  if (wedge?.kind === 'wedge') wedge.prefix = 'thirteen chars';
  expect(saveConfig(l.file, config, 0)).toMatchObject({ ok: false, refusal: { code: 'not-written' } });
  expect(existsSync(l.file)).toBe(false);
});
