import type { DevicesStep } from '../../domain/contract/commissioning-screen.ts';
import type { Screen } from '../../domain/contract/screen.ts';

const path = '/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0';
const steps: Record<string, DevicesStep> = {
  now: {
    is: 'now',
    practice: false,
    boards: [
      { id: 'board-1', protocol: 'xor-8a', path, doors: 10, state: 'connected' },
      { id: 'board-2', protocol: 'kerong-cu16', path, doors: 16, state: 'unreachable', problem: 'silent' },
    ],
    scanners: [{ kind: 'serial', path }, { kind: 'wedge' }],
  },
  'now-practice': { is: 'now', practice: true, boards: [], scanners: [] },
  searching: {
    is: 'ports',
    done: false,
    asking: { protocol: 'kerong-cu48', address: 0 },
    ports: [
      {
        path,
        label: 'FTDI 0403:6001',
        state: 'asked',
        boards: [
          {
            protocol: 'xor-8a',
            address: 1,
            baud: 9600,
            channels: 24,
            echo: true,
            answer: '80 01 00 00 00 33 B2',
          },
        ],
      },
      { path: '/dev/ttyUSB1', label: 'QinHeng 1a86:7523', state: 'asking', boards: [] },
      { path: '/dev/ttyACM0', label: 'Honeywell', state: 'waiting', boards: [] },
    ],
  },
  found: {
    is: 'ports',
    done: true,
    asking: null,
    ports: [
      {
        path,
        label: 'FTDI 0403:6001',
        state: 'asked',
        boards: [
          {
            protocol: 'xor-8a',
            address: 1,
            baud: 9600,
            channels: 24,
            echo: false,
            answer: '80 01 00 00 00 33 B2',
          },
          {
            protocol: 'wkly',
            address: 0,
            baud: 9600,
            channels: 24,
            echo: false,
            answer: '57 4B 4C 59 22 00 84 00 18 00 00 00 00 00 00 00 00 00 00 00 00 00 00 B7',
          },
        ],
      },
      { path: '/dev/ttyUSB1', label: '', state: 'asked', problem: 'busy', by: 'ModemManager', boards: [] },
      { path: '/dev/ttyACM0', label: '', state: 'asked', problem: 'permission', boards: [] },
    ],
  },
  none: { is: 'ports', done: true, asking: null, ports: [] },
  'close-all': { is: 'walk', at: 'close-all', door: 1, known: [] },
  open: { is: 'walk', at: 'open', door: 4, known: [1, 2, 3] },
  'open-several': { is: 'walk', at: 'open', door: 4, known: [1, 2, 3], trouble: { is: 'several' } },
  'open-known': { is: 'walk', at: 'open', door: 4, known: [1, 2, 3], trouble: { is: 'known', door: 2 } },
  close: { is: 'walk', at: 'close', door: 4, known: [1, 2, 3, 4], trouble: { is: 'silent' } },
  ready: {
    is: 'prove',
    at: 'ready',
    door: null,
    another: null,
    turns: false,
    doors: Array.from({ length: 10 }, (_, i) => ({ door: i + 1, proof: 'waiting' as const })),
  },
  proving: {
    is: 'prove',
    at: 'open',
    door: 13,
    another: null,
    turns: false,
    doors: Array.from({ length: 24 }, (_, i) => ({
      door: i + 1,
      proof: i === 3 ? ('skipped' as const) : i < 12 ? ('good' as const) : ('waiting' as const),
    })),
  },
  failed: {
    is: 'prove',
    at: 'failed',
    door: 2,
    another: null,
    turns: true,
    doors: [
      { door: 1, proof: 'good' },
      { door: 2, proof: 'failed' },
      { door: 3, proof: 'waiting' },
    ],
  },
  turned: {
    is: 'prove',
    at: 'turned',
    door: 1,
    another: 9,
    turns: false,
    doors: Array.from({ length: 16 }, (_, i) => ({ door: i + 1, proof: 'waiting' as const })),
  },
  crossed: {
    is: 'prove',
    at: 'failed',
    door: 3,
    another: 4,
    turns: false,
    doors: [
      { door: 1, proof: 'good' },
      { door: 2, proof: 'good' },
      { door: 3, proof: 'crossed' },
      { door: 4, proof: 'waiting' },
    ],
  },
  beside: {
    is: 'prove',
    at: 'open',
    door: 2,
    another: 3,
    turns: false,
    doors: [
      { door: 1, proof: 'good' },
      { door: 2, proof: 'waiting' },
      { door: 3, proof: 'waiting' },
    ],
  },
  'result-nothing': { is: 'result', unproven: [], leftOut: [1, 2, 3, 4], boards: [] },
  result: {
    is: 'result',
    unproven: [4],
    leftOut: [],
    boards: [
      {
        id: 'board-1',
        protocol: 'xor-8a',
        path,
        baud: 9600,
        address: 1,
        feedback: 'closed-is-0',
        order: 'low-first',
        echo: true,
        doors: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      },
      {
        id: 'board-2',
        protocol: 'kerong-cu16',
        path: '/dev/ttyUSB1',
        baud: 19200,
        address: 0,
        feedback: 'closed-is-1',
        order: 'low-first',
        echo: false,
        doors: [11, 12],
      },
    ],
  },
  saved: { is: 'saved', kept: 'hut.json.20261124T083000Z' },
  'scan-none': { is: 'scan-test', scans: [], learned: null, keeps: false },
  scan: {
    is: 'scan-test',
    scans: [
      {
        nth: 2,
        from: path,
        hex: '5D 43 30 58 57 49 37 4B 32 4D 39 51 34 52 54',
        text: ']C0XWI7K2M9Q4RT',
        symbology: 'Code 128 ]C0',
        means: 'item',
      },
      {
        nth: 1,
        from: 'wedge',
        hex: '39 37 38 37 33 30 32 34 32 33 32 38 37',
        text: '9787302423287',
        symbology: null,
        means: 'book',
      },
    ],
    learned: { prefix: '', suffix: '' },
    keeps: true,
  },
  monitor: {
    is: 'monitor',
    exported: 'bus-20261124T083000Z.txt',
    frames: Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0
        ? {
            nth: i + 1,
            at: i * 500,
            after: 488.2,
            direction: 'tx' as const,
            path,
            hex: '80 01 00 33 B2',
            says: 'read board 1 lock 0 code 51',
          }
        : {
            nth: i + 1,
            at: i * 500 + 12,
            after: 11.8,
            direction: 'rx' as const,
            path,
            hex: '80 01 00 00 02 33 B0',
            says: 'status board 1 status 000002',
          },
    ),
  },
};

/** Screens of 设备; `fixtures.ts` takes them in. */
export const devicesScreens: Record<string, Screen> = Object.fromEntries(
  Object.entries(steps).map(([name, step]) => [`keeper-devices-${name}`, { at: 'keeper-devices', step }]),
);
