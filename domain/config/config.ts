import { z } from 'zod';
import { BackupConfig } from './backup-config.ts';
import { boardConfigFor, factsIn, Path } from './board-config.ts';
import type { LockProtocols } from './lock-protocols.ts';
import { LockerLayout } from './locker-layout.ts';
import { SoundConfig } from './sound-config.ts';
import { TimeOfDay } from './time-of-day.ts';

/** Hours of one day the hut is open, or null when it stays closed. */
const Day = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'later than it opens, on the same day' })
  .nullable();
export const OpeningHours = z.strictObject({
  mon: Day,
  tue: Day,
  wed: Day,
  thu: Day,
  fri: Day,
  sat: Day,
  sun: Day,
});
export type OpeningHours = z.infer<typeof OpeningHours>;
const everyDay = { from: '08:00', to: '20:00' };

export const HutConfig = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .default('红色共享小屋=Red sharing hut')
    .describe('name on the eave of every screen; its English may stand behind an equals sign'),
  keeperPhone: z
    .string()
    .regex(/^[0-9 -]{3,20}$/)
    .optional()
    .describe('the number shown when somebody calls the keeper'),
  exportTo: z
    .string()
    .regex(/^(\/|[A-Za-z]:\\)/, 'an absolute directory, such as a mounted stick')
    .optional()
    .describe(
      'where a keeper writes what is held about a resident who asks; a stick, not the data directory',
    ),
  hours: OpeningHours.default({
    mon: everyDay,
    tue: everyDay,
    wed: everyDay,
    thu: everyDay,
    fri: everyDay,
    sat: everyDay,
    sun: everyDay,
  }).describe('opening hours, by day; due dates fall on them'),
  mmPerPx: z
    .number()
    .min(0.05)
    .max(1)
    .default(0.248)
    .describe('size of one pixel of the panel in millimetres'),
});

export type { BoardConfig } from './board-config.ts';
export { LockerLayout } from './locker-layout.ts';

const lockerConfigFor = (protocols: LockProtocols) =>
  z.strictObject({
    boards: z.array(boardConfigFor(protocols)).default([]),
    layout: LockerLayout.optional().describe(
      'how the locker looks; drawn in columns of four where it is left out',
    ),
  });

const affix = z
  .string()
  .regex(/^[ -~]{1,12}$/, 'one to twelve characters of a keyboard')
  .optional();
/** What the scanner sends around every code besides CR, LF and TAB; learned at set-up. */
const affixes = {
  prefix: affix.describe('sent before every code; a wedge is then told by it'),
  suffix: affix.describe('sent after every code, before Enter'),
};
const usbId = z
  .string()
  .regex(/^[0-9a-fA-F]{4}$/, 'four hex digits, as lsusb prints them')
  .optional();

export const ScannerConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('serial'),
    path: Path,
    baud: z.number().int().min(1200).max(921600).default(9600),
    ...affixes,
  }),
  z.strictObject({ kind: z.literal('wedge'), ...affixes }),
  z
    .strictObject({
      kind: z.literal('hid'),
      vendor: usbId.describe('USB vendor, such as 0c2e'),
      product: usbId.describe('USB product'),
      serial: z.string().min(1).max(64).optional().describe('serial number, to tell two alike'),
      ...affixes,
    })
    .describe('HID POS; without vendor, product and serial: every such scanner that is plugged in'),
  z.strictObject({ kind: z.literal('camera') }).describe('the camera of this machine, as a last resort'),
]);
export type ScannerConfig = z.infer<typeof ScannerConfig>;

export const HubConfig = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an address such as https://hub.example.cn' })
    .refine((url) => new URL(url).pathname === '/' && !/[?#@]/.test(url), 'an address without a path')
    .describe('the hub of the street; https, or personal data is not shared with it'),
});

/**
 * The schema of the whole configuration of a hut, where these protocols of lock boards are spoken: one JSON file. An
 * empty object is a practice hut.
 */
export const configFor = (protocols: LockProtocols) =>
  z
    .strictObject({
      hut: HutConfig.prefault({}),
      locker: lockerConfigFor(protocols).prefault({}),
      scanner: z.array(ScannerConfig).default([]),
      backup: BackupConfig.prefault({}),
      hub: HubConfig.optional(),
      sound: SoundConfig.prefault({}),
    })
    .check((ctx) => {
      const seenDoor = new Map<string, string>();
      const seenId = new Set<string>();
      const bauds = new Map<string, number>();
      const places = new Map<string, string>();
      ctx.value.locker.boards.forEach((board, i) => {
        const baud = bauds.get(board.path) ?? board.baud;
        if (baud !== board.baud) {
          ctx.issues.push({
            code: 'custom',
            input: board.baud,
            path: ['locker', 'boards', i, 'baud'],
            message: `another board on ${board.path} has ${baud} baud; boards on one wire share it`,
          });
        }
        bauds.set(board.path, baud);
        const place = `${board.path} ${board.protocol} ${board.address}`;
        const there = places.get(place);
        if (there !== undefined) {
          ctx.issues.push({
            code: 'custom',
            input: board.address,
            path: ['locker', 'boards', i, 'address'],
            message: `board ${there} on ${board.path} has the address ${board.address} already`,
          });
        }
        places.set(place, board.id);
        const { notBeside } = factsIn(protocols, board.protocol);
        const beside = ctx.value.locker.boards.some(
          (other) => other.path === board.path && other.protocol === notBeside?.protocol,
        );
        if (beside && notBeside?.addresses.includes(board.address)) {
          ctx.issues.push({
            code: 'custom',
            input: board.address,
            path: ['locker', 'boards', i, 'address'],
            message: `beside a ${notBeside.protocol} board, a ${board.protocol} board cannot have the address ${board.address}: it takes some of that board's frames for openings`,
          });
        }
        if (seenId.has(board.id)) {
          ctx.issues.push({
            code: 'custom',
            input: board.id,
            path: ['locker', 'boards', i, 'id'],
            message: `two boards are called ${board.id}`,
          });
        }
        seenId.add(board.id);
        for (const door of Object.keys(board.doors)) {
          const other = seenDoor.get(door);
          if (other !== undefined) {
            ctx.issues.push({
              code: 'custom',
              input: door,
              path: ['locker', 'boards', i, 'doors', door],
              message: `door ${door} is already on board ${other}`,
            });
          }
          seenDoor.set(door, board.id);
        }
      });
    });
export type Config = z.infer<ReturnType<typeof configFor>>;

/** True when the hut has no devices of its own: simulated ones run and the dock is shown. */
export const isPractice = (config: Config): boolean =>
  config.locker.boards.length === 0 && config.scanner.length === 0;
