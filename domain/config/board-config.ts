import { z } from 'zod';
import {
  feedbacks,
  type LockProtocolFacts,
  type LockProtocols,
  orders,
  ownSettings,
} from './lock-protocols.ts';

/** Where a device is. */
export const Path = z
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

/** The facts of a protocol whose name the schema has let through. */
export function factsIn(protocols: LockProtocols, name: string): LockProtocolFacts {
  const facts = protocols[name];
  if (facts === undefined) throw new Error(`no protocol is called ${name}`);
  return facts;
}

/** The schema of one lock board of the config, where these protocols are spoken. */
export function boardConfigFor(protocols: LockProtocols) {
  const mostChannels = Math.max(...Object.values(protocols).map(({ channels }) => channels));
  return z
    .strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'small letters, digits and dashes'),
      protocol: z.enum(Object.keys(protocols)).describe('what the lock board speaks'),
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
        .record(
          z.string().regex(/^[1-9]\d{0,2}$/, 'a door number'),
          z.number().int().min(1).max(mostChannels),
        )
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
      const facts = factsIn(protocols, value.protocol);
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
      const facts = factsIn(protocols, board.protocol);
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
}
export type BoardConfig = z.infer<ReturnType<typeof boardConfigFor>>;
