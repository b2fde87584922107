import OpusScript from 'opusscript';
import type { Sound } from './espeak.ts';

/** Samples a second that the codec is given; a file always counts in 48 000. */
const rate = 24_000;
const frame = 480;
const granulePerFrame = 960;
/** Speech at this rate is told from the original by nobody's ears here. */
const bitsPerSecond = 16_000;
/** Samples at 48 kHz that the decoder drops: what the encoder needs to come up (RFC 7845, 4.2). */
const preSkip = 312;

/** A sound as an Ogg Opus file (RFC 3533, RFC 6716, RFC 7845), one channel. */
export function opusFile(sound: Sound): Buffer {
  const samples = resampled(sound);
  const encoder = new OpusScript(rate, 1, OpusScript.Application.VOIP);
  encoder.setBitrate(bitsPerSecond);
  const packets: Buffer[] = [];
  for (let at = 0; at < samples.length + preSkip / 2; at += frame) {
    const part = new Int16Array(frame);
    part.set(samples.subarray(at, at + frame));
    packets.push(Buffer.from(encoder.encode(Buffer.from(part.buffer), frame)));
  }
  encoder.delete();
  const pages: Buffer[] = [
    page([head()], { granule: 0n, number: 0, flags: 2 }),
    page([tags()], { granule: 0n, number: 1, flags: 0 }),
  ];
  // A page has at most 255 segments; fifty packets of this rate have one or two each.
  for (let at = 0; at < packets.length; at += 50) {
    const part = packets.slice(at, at + 50);
    const last = at + 50 >= packets.length;
    const granule = last ? samples.length * 2 + preSkip : (at + part.length) * granulePerFrame;
    pages.push(page(part, { granule: BigInt(granule), number: pages.length, flags: last ? 4 : 0 }));
  }
  return Buffer.concat(pages);
}

/** To 24 kHz by straight lines between samples: speech has little where that would be heard. */
function resampled(sound: Sound): Int16Array {
  const step = sound.rate / rate;
  const samples = new Int16Array(Math.floor(sound.samples.length / step));
  for (let at = 0; at < samples.length; at++) {
    const from = at * step;
    const before = sound.samples[Math.floor(from)] ?? 0;
    const after = sound.samples[Math.floor(from) + 1] ?? before;
    samples[at] = before + (after - before) * (from % 1);
  }
  return samples;
}

function head(): Buffer {
  const bytes = Buffer.alloc(19);
  bytes.write('OpusHead');
  bytes[8] = 1;
  bytes[9] = 1;
  bytes.writeUInt16LE(preSkip, 10);
  bytes.writeUInt32LE(rate, 12);
  return bytes;
}

function tags(): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.write('OpusTags');
  bytes.writeUInt32LE(6, 8);
  bytes.write('Xiaowu', 12);
  return bytes;
}

/** One Ogg page that holds whole packets. */
function page(
  packets: readonly Buffer[],
  { granule, number, flags }: { granule: bigint; number: number; flags: number },
): Buffer {
  const lacing = packets.flatMap(({ length }) => [
    ...Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const bytes = Buffer.concat([Buffer.alloc(27), Buffer.from(lacing), ...packets]);
  bytes.write('OggS');
  bytes[5] = flags;
  bytes.writeBigUInt64LE(granule, 6);
  bytes.writeUInt32LE(1, 14);
  bytes.writeUInt32LE(number, 18);
  bytes[26] = lacing.length;
  bytes.writeUInt32LE(checksum(bytes), 22);
  return bytes;
}

/** CRC-32 of Ogg: polynomial 04C11DB7, neither reflected nor inverted. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (crcTable[((sum >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  return sum;
}

const crcTable = Array.from({ length: 256 }, (_, at) => {
  let sum = at << 24;
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum >>> 0;
});
