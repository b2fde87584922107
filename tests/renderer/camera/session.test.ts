import { describe, expect, test } from 'vitest';
import { goneAfter } from '../../../domain/scanning/camera.ts';
import {
  type CameraState,
  lookThrough,
  nameCameraError,
  type OpenCamera,
  restBetween,
  tryAgainAfter,
} from '../../../renderer/scanner/camera/session.ts';
import { SimClock } from '../../sim-clock.ts';

const turns = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A camera on the bench: its frames are the texts that will be read in them. */
function bench(known: readonly string[] = [], fail: Error | null = null) {
  const clock = new SimClock();
  const states: string[] = [];
  const asked: [string, number][] = [];
  const hand = {
    shown: null as string | null,
    open: 0,
    fail,
    unplug: () => {},
    readable: true,
  };
  const open = async (): Promise<OpenCamera<string | null>> => {
    if (hand.fail !== null) throw hand.fail;
    hand.open += 1;
    return {
      frame: async () => hand.shown ?? 'empty',
      onEnd: (take) => {
        hand.unplug = take;
      },
      close: () => {
        hand.open -= 1;
      },
    };
  };
  const stop = lookThrough<string | null>({
    clock,
    open,
    read: async (frame) => {
      if (!hand.readable) throw new Error('no decoder');
      return frame === 'empty' ? null : frame;
    },
    look: async (text, frames) => {
      asked.push([text, frames]);
      return known.includes(text) || frames >= 2;
    },
    onState: (state: CameraState) => states.push(state.is === 'trouble' ? state.trouble : state.is),
  });
  const frames = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await turns();
      clock.advance(restBetween);
    }
    await turns();
  };
  return { clock, states, asked, hand, stop, frames };
}

describe('looking through a camera', () => {
  test('the hut is asked at the first look, and again when the second agrees', async () => {
    const b = bench();
    await b.frames(3);
    expect(b.asked).toEqual([]);
    b.hand.shown = 'CODE';
    await b.frames(30);
    expect(b.asked).toEqual([
      ['CODE', 1],
      ['CODE', 2],
    ]);
    expect(b.states).toContain('nearly');
    b.stop();
    expect(b.hand.open).toBe(0);
  });

  test('a code the hut knows is asked about once while it stays, and again when it comes back', async () => {
    const b = bench(['CODE']);
    b.hand.shown = 'CODE';
    await b.frames(20);
    b.hand.shown = null;
    await b.frames(goneAfter + 1);
    b.hand.shown = 'CODE';
    await b.frames(5);
    expect(b.asked).toEqual([
      ['CODE', 1],
      ['CODE', 1],
    ]);
    b.stop();
  });

  test('pulled, it is named and tried again until it is back', async () => {
    const b = bench();
    await b.frames(1);
    b.hand.fail = Object.assign(new Error('gone'), { name: 'NotFoundError' });
    b.hand.unplug();
    expect(b.states.at(-1)).toBe('missing');
    expect(b.hand.open).toBe(0);
    b.clock.advance(tryAgainAfter);
    await turns();
    expect(b.states.at(-1)).toBe('missing');
    b.hand.fail = null;
    b.clock.advance(tryAgainAfter);
    await turns();
    expect(b.hand.open).toBe(1);
    expect(b.states.at(-1)).toBe('looking');
    b.stop();
  });

  test('denied, it does not ask again by itself', async () => {
    const b = bench([], Object.assign(new Error('no'), { name: 'NotAllowedError' }));
    await turns();
    expect(b.states).toEqual(['starting', 'denied']);
    expect(b.clock.waiting).toBe(0);
  });

  test('what the browser says is named', () => {
    expect(nameCameraError(Object.assign(new Error(), { name: 'NotAllowedError' }))).toBe('denied');
    expect(nameCameraError(Object.assign(new Error(), { name: 'NotReadableError' }))).toBe('busy');
    expect(nameCameraError(Object.assign(new Error(), { name: 'NotSupportedError' }))).toBe('broken');
    expect(nameCameraError('what')).toBe('broken');
  });

  test('without a decoder it lets the camera go and says so', async () => {
    const b = bench();
    b.hand.readable = false;
    await b.frames(2);
    expect(b.states.at(-1)).toBe('broken');
    expect(b.hand.open).toBe(0);
    expect(b.clock.waiting).toBe(0);
  });

  test('stopped while it opens, it lets the camera go at once and never looks', async () => {
    const b = bench();
    b.stop();
    await b.frames(5);
    expect(b.hand.open).toBe(0);
    expect(b.asked).toEqual([]);
    expect(b.states).toEqual(['starting']);
  });
});
