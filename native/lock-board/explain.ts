import type { LockProtocol } from '../../domain/config/lock-protocols.ts';
import { type Frames, framesIn } from './framing.ts';
import { cu12Frames } from './kerong-cu12/frames.ts';
import { cu16Frames } from './kerong-cu16/frames.ts';
import { cu48Frames } from './kerong-cu48/frames.ts';
import { modbusFrames } from './waveshare-relay/frames.ts';
import { winnsenFrames } from './winnsen/frames.ts';
import { wklyFrames } from './wkly/frames.ts';
import { decodeShort, decodeStatus, shortLength, statusBytes } from './xor-8a/frames.ts';

/** Short frames first: a whole-board answer may look like one only when its checksum agrees. */
const xor8aFrames: Frames<object> = {
  encode: () => new Uint8Array(0),
  decode(bytes, at = 0) {
    const short = decodeShort(bytes, at);
    if (short !== null) return { frame: short, raw: bytes.slice(at, at + shortLength) };
    for (let count = statusBytes.max; count >= statusBytes.min; count--) {
      const status = decodeStatus(bytes, at, count);
      if (status !== null)
        return { frame: { is: 'status', ...status }, raw: bytes.slice(at, at + count + 4) };
    }
    return null;
  },
};

const decoders: Record<LockProtocol, Pick<Frames<object>, 'decode'>> = {
  'xor-8a': xor8aFrames,
  wkly: wklyFrames,
  winnsen: winnsenFrames,
  'kerong-cu12': cu12Frames,
  'kerong-cu16': cu16Frames,
  'kerong-cu48': cu48Frames,
  'waveshare-relay': modbusFrames,
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const wordOf = (value: unknown): string =>
  value instanceof Uint8Array
    ? hex(value)
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/**
 * What the frames in these bytes say, field by field, in the first of the given protocols that knows one; '' where
 * none does. For people who look at a bus, never for decisions.
 */
export function explain(bytes: Uint8Array, spoken: readonly LockProtocol[]): string {
  for (const protocol of spoken) {
    const found = framesIn<object>(bytes, { encode: () => bytes, decode: decoders[protocol].decode });
    if (found.length === 0) continue;
    return found
      .map(({ frame }) =>
        Object.entries(frame)
          .map(([field, value]) => (field === 'is' ? wordOf(value) : `${field} ${wordOf(value)}`))
          .join(' '),
      )
      .join('; ')
      .slice(0, 200);
  }
  return '';
}
