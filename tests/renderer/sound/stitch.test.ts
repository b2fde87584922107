import { describe, expect, it } from 'vitest';
import { stitched, stitchRate, trimmed, wavOf } from '../../../renderer/sound/stitch.ts';

const tone = (seconds: number, loudness: number) =>
  Float32Array.from({ length: seconds * stitchRate }, (_, i) => loudness * Math.sin(i / 5));

describe('sounds put together', () => {
  it('lose the silence around them, and are equally loud', () => {
    const soft = new Float32Array(stitchRate * 3);
    soft.set(tone(1, 0.2), stitchRate);
    const kept = trimmed(soft);
    expect(kept.length / stitchRate).toBeCloseTo(1.04, 1);
    expect(Math.max(...kept)).toBeCloseTo(0.85, 1);
    expect(Math.max(...trimmed(tone(1, 0.9)))).toBeCloseTo(0.85, 1);
  });

  it('that hold no voice are nothing', () => {
    expect(trimmed(new Float32Array(1000)).length).toBe(0);
    expect(trimmed(tone(1, 0.001)).length).toBe(0);
  });

  it('keep their order and the pauses of the writing', () => {
    const part = new Float32Array(stitchRate).fill(0.5);
    const whole = stitched([
      { samples: part, pause: 'long' },
      { samples: part, pause: 'short' },
    ]);
    expect(whole.length).toBeGreaterThan(2.4 * stitchRate);
    expect(whole[stitchRate - 1]).toBe(0.5);
    expect(whole[stitchRate + 10]).toBe(0);
  });

  it('are a WAV file of the right length', () => {
    const wav = wavOf(Float32Array.of(0, 1, -1, 2));
    expect(new TextDecoder().decode(wav.slice(0, 4))).toBe('RIFF');
    expect(wav.length).toBe(44 + 8);
    expect(new DataView(wav.buffer).getInt16(46, true)).toBe(32_767);
    expect(new DataView(wav.buffer).getInt16(50, true)).toBe(32_767);
  });
});
