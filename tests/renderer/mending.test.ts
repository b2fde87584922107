import { describe, expect, it } from 'vitest';
import { createMending, mendAfter, mendEvery } from '../../renderer/app/mending.ts';
import { SimClock } from '../sim-clock.ts';

function page() {
  const clock = new SimClock();
  const loaded = clock.mono();
  const at = { connected: true, resting: false };
  const reloads: number[] = [];
  const mending = createMending({
    clock: {
      ...clock,
      wall: () => clock.wall(),
      mono: () => clock.mono() - loaded,
      after: clock.after.bind(clock),
    },
    connected: () => at.connected,
    resting: () => at.resting,
    reload: () => reloads.push(clock.mono() - loaded),
  });
  return { clock, at, reloads, mending };
}

describe('a page in which something broke', () => {
  it('is loaded anew once, when nobody is there, and not in its first minute', () => {
    const { clock, at, reloads, mending } = page();
    at.resting = true;
    mending.screen();
    mending.screen();
    clock.advance(mendAfter - 1);
    expect(reloads).toEqual([]);
    clock.advance(1);
    expect(reloads).toEqual([mendAfter]);
    clock.advance(10 * mendAfter);
    expect(reloads).toHaveLength(1);
  });

  it('is left as it is while somebody is at the screen, for as long as that takes', () => {
    const { clock, at, reloads, mending } = page();
    mending.screen();
    clock.advance(10 * mendAfter);
    expect(reloads).toEqual([]);
    at.resting = true;
    clock.advance(mendEvery);
    expect(reloads).toHaveLength(1);
  });

  it('that shows nothing any more is loaded anew at once, but not while the hut that serves it is away', () => {
    const { clock, at, reloads, mending } = page();
    at.connected = false;
    mending.page();
    clock.advance(10 * mendEvery);
    expect(reloads).toEqual([]);
    at.connected = true;
    clock.advance(mendEvery);
    expect(reloads).toHaveLength(1);
  });

  it('that shows nothing any more does not wait for a screen that broke before', () => {
    const { clock, reloads, mending } = page();
    mending.screen();
    clock.advance(mendEvery);
    mending.page();
    clock.advance(mendEvery);
    expect(reloads).toHaveLength(1);
  });
});
