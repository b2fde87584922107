import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WedgeKey } from '../../domain/contract/contract.ts';
import { stageFor } from '../../renderer/app/stage.ts';
import { boxes } from '../../renderer/pieces/door-map.tsx';
import { isRepeat, type Touch } from '../../renderer/pieces/press-rules.ts';
import { whereIs } from '../../renderer/pieces/where.ts';
import { createWedge } from '../../renderer/scanner/wedge.ts';
import { fetchVisitWords } from '../../renderer/words/fetch-words.ts';
import { sayIn } from '../../renderer/words/words.ts';
import { SimClock } from '../sim-clock.ts';
import { viewOf } from './fixtures.ts';

describe('a wedge scanner', () => {
  function scanner() {
    const clock = new SimClock();
    const sent: WedgeKey[][] = [];
    const wedge = createWedge(clock, (keys) => sent.push(keys));
    const type = (code: string, gap = 5, over: { shift?: boolean; ctrl?: boolean } = {}) => {
      clock.advance(gap);
      return wedge.key({ code, shift: over.shift ?? false, ctrl: over.ctrl ?? false, at: clock.mono() });
    };
    return { clock, sent, type };
  }

  it('is sent in one batch that ends with its Enter, which presses nothing', () => {
    const { sent, type } = scanner();
    for (const code of ['KeyX', 'KeyW', 'Minus', 'Digit1']) expect(type(code)).toBe(true);
    expect(type('Enter')).toBe(true);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.map((key) => key.code)).toEqual(['KeyX', 'KeyW', 'Minus', 'Digit1', 'Enter']);
  });

  it('is sent after 60 ms of silence where it ends with nothing', () => {
    const { clock, sent, type } = scanner();
    type('Digit1');
    type('Digit2');
    clock.advance(59);
    expect(sent).toEqual([]);
    clock.advance(1);
    expect(sent).toHaveLength(1);
  });

  it('leaves a hand its Enter, Tab and Space', () => {
    const { sent, type } = scanner();
    for (const code of ['Enter', 'Tab', 'Space', 'Enter']) expect(type(code, 200)).toBe(false);
    type('KeyA', 200);
    expect(type('Enter', 200)).toBe(false);
    expect(type('Escape')).toBe(false);
    expect(type('ShiftLeft')).toBe(false);
    expect(type('KeyR', 500, { ctrl: true })).toBe(false);
    expect(sent.flat().map((key) => key.code)).toEqual(['KeyA']);
  });

  it('may hold group separators and spaces', () => {
    const { sent, type } = scanner();
    type('Digit0');
    type('BracketRight', 5, { ctrl: true });
    type('Space');
    type('KeyB', 5, { shift: true });
    type('Tab');
    expect(sent[0]?.map((key) => [key.code, key.shift, key.ctrl])).toEqual([
      ['Digit0', false, false],
      ['BracketRight', false, true],
      ['Space', false, false],
      ['KeyB', true, false],
      ['Tab', false, false],
    ]);
  });

  it('loses no key of a burst however long it is, and never sends more than 200 at once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('KeyA', 'Digit7', 'Slash'), { maxLength: 700 }), (codes) => {
        const { clock, sent, type } = scanner();
        for (const code of codes) type(code, 2);
        clock.advance(60);
        expect(sent.flat().map((key) => key.code)).toEqual(codes);
        expect(Math.max(0, ...sent.map((keys) => keys.length))).toBeLessThanOrEqual(200);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a trembling hand', () => {
  const one = {};
  const two = {};
  const touch = (over: Partial<Touch>): Touch => ({
    at: 0,
    x: 500,
    y: 500,
    control: one,
    finger: true,
    ...over,
  });
  it('presses once within 300 ms, also where the screen changed under the finger', () => {
    expect(isRepeat(null, touch({}), 32)).toBe(false);
    expect(isRepeat(touch({}), touch({ at: 299 }), 32)).toBe(true);
    expect(isRepeat(touch({}), touch({ at: 300 }), 32)).toBe(false);
    expect(isRepeat(touch({}), touch({ at: 100, control: two, x: 510 }), 32)).toBe(true);
    expect(isRepeat(touch({}), touch({ at: 100, control: two, x: 600 }), 32)).toBe(false);
  });
  it('does not take a mouse or a keyboard for a trembling hand at another control', () => {
    expect(isRepeat(touch({ finger: false }), touch({ at: 100, control: two, finger: false }), 32)).toBe(
      false,
    );
  });
});

describe('the stage', () => {
  it('is the whole panel in true millimetres', () => {
    expect(stageFor({ width: 1080, height: 1920 }, 0.248, false)).toEqual({
      layout: 'portrait',
      width: 1080,
      height: 1920,
      rem: 10,
      dock: 'none',
    });
    // Twice the pixels on the same glass: a rem keeps its 2.48 mm.
    expect(stageFor({ width: 3840, height: 2160 }, 0.124, false)).toMatchObject({
      layout: 'landscape',
      rem: 20,
    });
  });
  it('always holds the whole design', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 5000 }),
        fc.integer({ min: 300, max: 5000 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.boolean(),
        (width, height, pitch, practice) => {
          const stage = stageFor({ width, height }, pitch, practice);
          const [w, h] = stage.layout === 'portrait' ? [108, 192] : [192, 108];
          expect(stage.width).toBeGreaterThanOrEqual(stage.rem * w - 1e-6);
          expect(stage.height).toBeGreaterThanOrEqual(stage.rem * h - 1e-6);
          const dock = stage.dock === 'beside' ? 400 : 0;
          expect(stage.width).toBeLessThanOrEqual(width - dock + 1e-6);
          expect(stage.height).toBeLessThanOrEqual(height + 1e-6);
        },
      ),
    );
  });
  it('has the practice dock beside it where there is room, else as a drawer', () => {
    expect(stageFor({ width: 1440, height: 900 }, 0.248, true).dock).toBe('beside');
    expect(stageFor({ width: 800, height: 1280 }, 0.248, true).dock).toBe('drawer');
  });
});

describe('the drawn locker', () => {
  it('keeps every cell inside the cabinet and off its neighbours, whatever the layout', () => {
    const column = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 12 }), (heights) => {
        let door = 0;
        const columns = heights.map((rows) => rows.map((r) => ({ door: ++door, rows: r })));
        const { doors } = boxes({ columns });
        expect(doors).toHaveLength(door);
        for (const [i, a] of doors.entries()) {
          expect(a.w).toBeGreaterThan(0);
          expect(a.h).toBeGreaterThan(0);
          expect(a.x).toBeGreaterThanOrEqual(20);
          expect(a.x + a.w).toBeLessThanOrEqual(964.001);
          expect(a.y + a.h).toBeLessThanOrEqual(806.001);
          for (const b of doors.slice(i + 1)) {
            const apart =
              a.x + a.w <= b.x + 0.001 ||
              b.x + b.w <= a.x + 0.001 ||
              a.y + a.h <= b.y + 0.001 ||
              b.y + b.h <= a.y + 0.001;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
  it('says where a door is, seen from the screen', async () => {
    await fetchVisitWords();
    const { locker } = viewOf('home');
    const say = sayIn('zh-CN');
    expect(whereIs(say, locker, 5)).toBe('屏幕正下方');
    expect(whereIs(say, locker, 1)).toBe('屏幕左边，最上面一格');
    expect(whereIs(say, locker, 9)).toBe('屏幕右边，从上数第3格');
    expect(whereIs(say, locker, 6)).toBe('屏幕下方，最下面一格');
    expect(whereIs(say, locker, 99)).toBe('');
  });
});
