import { z } from 'zod';
import { BackupConfig } from './backup-config.ts';
import {
  feedbacks,
  type LockProtocolFacts,
  lockProtocolNames,
  lockProtocols,
  orders,
  ownSettings,
} from './lock-protocols.ts';
import { LockerLayout } from './locker-layout.ts';
import { SoundConfig } from './sound-config.ts';

const hour = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'a time of day such as 08:00');

/** Hours of one day the hut is open, or null when it stays closed. */
const Day = z.strictObject({ from: hour, to: hour }).nullable();
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
  name: z.string().min(1).max(24).default('红色共享小屋').describe('name on the eave of every screen'),
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

const Path = z
  .string()
  .regex(
    /^(\/dev\/.+|COM\d+|\\\\\.\\COM\d+|tcp:\/\/[^\s:/]+:\d+)$/,
    'a serial port such as /dev/serial/by-path/… or COM3, or tcp://host:port',
  );

/** Milliseconds a coil gets power where the board lets us say. */
export const usualPulse = 300;

/** Channel → number of an input. */
const Channels = z.record(
  z.string().regex(/^[1-9]\d?$/, 'a channel'),
  z.number().int().min(1).max(8, 'an input from 1 to 8'),
);

export const BoardConfig = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'small letters, digits and dashes'),
    protocol: z.enum(lockProtocolNames).describe('what the lock board speaks'),
    path: Path,
    baud: z
      .number()
      .int()
      .min(1200)
      .max(921600)
      .optional()
      .describe('left out: the usual one of the protocol'),
    address: z
      .number()
      .int()
      .min(0)
      .max(255)
      .optional()
      .describe('DIP switch of the board; usual: its first'),
    feedback: z
      .enum(feedbacks)
      .optional()
      .describe('which status means closed; follows how the locks are wired. Left out: the usual one'),
    order: z
      .enum(orders)
      .optional()
      .describe(
        'whether the first status byte of a whole-board answer holds the highest or the lowest channels. Left out: the usual one',
      ),
    echo: z.boolean().default(false).describe('the adapter echoes what it sends'),
    expectsAck: z
      .boolean()
      .optional()
      .describe('whether this board answers an open; left out: as its kind does'),
    doors: z
      .record(z.string().regex(/^[1-9]\d{0,2}$/, 'a door number'), z.number().int().min(1).max(50))
      .describe('door number on the locker → channel on the board, counted from 1'),
    pulseMs: z
      .number()
      .int()
      .multipleOf(100)
      .min(100)
      .max(1_000)
      .optional()
      .describe('waveshare-relay: milliseconds of power for a coil; longer ones burn it. Left out: 300'),
    inputs: z
      .strictObject({ door: Channels.default({}), occupied: Channels.default({}) })
      .optional()
      .describe(
        'waveshare-relay: channel → input of its door switch, channel → input of its occupancy sensor. Left out: input 1 is the door switch of channel 1, and so on',
      ),
    clearBusy: z
      .boolean()
      .optional()
      .describe('kerong-cu16: ask for the unlock time (38) after each unlock; frees boards that stay busy'),
  })
  .check(({ value, issues }) => {
    const facts: LockProtocolFacts = lockProtocols[value.protocol];
    const { min, max } = facts.address;
    if (value.address !== undefined && (value.address < min || value.address > max)) {
      issues.push({
        code: 'custom',
        input: value.address,
        path: ['address'],
        message: `a ${value.protocol} board has an address from ${min} to ${max}`,
      });
    }
    const doorOn = new Map<number, string>();
    for (const [door, channel] of Object.entries(value.doors)) {
      const other = doorOn.get(channel);
      doorOn.set(channel, door);
      if (other !== undefined) {
        issues.push({
          code: 'custom',
          input: channel,
          path: ['doors', door],
          message: `channel ${channel} opens door ${other} already`,
        });
      }
      if (channel <= facts.channels) continue;
      issues.push({
        code: 'custom',
        input: channel,
        path: ['doors', door],
        message: `a ${value.protocol} board has the channels 1 to ${facts.channels}`,
      });
    }
    for (const setting of ownSettings) {
      if (value[setting] === undefined || facts.own?.includes(setting) === true) continue;
      issues.push({
        code: 'custom',
        input: value[setting],
        path: [setting],
        message: `a ${value.protocol} board has no such setting`,
      });
    }
    const inputs = [
      ...Object.values(value.inputs?.door ?? {}),
      ...Object.values(value.inputs?.occupied ?? {}),
    ];
    const twice = inputs.find((input, i) => inputs.indexOf(input) !== i);
    if (twice !== undefined) {
      issues.push({
        code: 'custom',
        input: twice,
        path: ['inputs'],
        message: `input ${twice} cannot mean two things`,
      });
    }
  })
  .transform(({ baud, address, feedback, order, expectsAck, pulseMs, inputs, clearBusy, ...board }) => {
    const facts: LockProtocolFacts = lockProtocols[board.protocol];
    return {
      ...board,
      order: order ?? facts.order,
      pulseMs: pulseMs ?? usualPulse,
      inputs: inputs ?? null,
      clearBusy: clearBusy ?? false,
      baud: baud ?? facts.baud,
      address: address ?? facts.address.usual,
      feedback: feedback ?? facts.feedback,
      ...(expectsAck === undefined ? {} : { expectsAck }),
    };
  });
export type BoardConfig = z.infer<typeof BoardConfig>;

export { LockerLayout } from './locker-layout.ts';

export const LockerConfig = z.strictObject({
  boards: z.array(BoardConfig).default([]),
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

/** The whole configuration of a hut: one JSON file. An empty object is a practice hut. */
export const Config = z
  .strictObject({
    hut: HutConfig.prefault({}),
    locker: LockerConfig.prefault({}),
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
      const { notBeside }: LockProtocolFacts = lockProtocols[board.protocol];
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
export type Config = z.infer<typeof Config>;

/** True when the hut has no devices of its own: simulated ones run and the dock is shown. */
export const isPractice = (config: Config): boolean =>
  config.locker.boards.length === 0 && config.scanner.length === 0;
