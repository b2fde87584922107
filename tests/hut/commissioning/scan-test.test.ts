import { expect, test } from 'vitest';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { withScanner } from '../../../hut/commissioning/kept-scanner.ts';
import { loadConfig } from '../../../hut/config/load.ts';
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
