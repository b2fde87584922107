import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CycleInput,
  type CycleState,
  doorDelays,
  isRunning,
  isSurelyOpen,
  startCycle,
  stepCycle,
} from '../../../domain/door/cycle.ts';

/** Milliseconds of power for a coil. */
const coil = 300;

/** Runs inputs at the given distances in time and returns every step. */
function run(inputs: readonly (readonly [number, CycleInput])[], pulse = coil) {
  let state = startCycle(pulse);
  let now = 0;
  return inputs.map(([wait, input]) => {
    now += wait;
    const step = stepCycle(state, input, now);
    state = step.state;
    return { ...step, now, input };
  });
}
const last = (steps: { state: CycleState }[]): CycleState => steps.at(-1)?.state ?? startCycle(coil);
const reading = (lock: 'open' | 'closed' | 'unknown'): CycleInput => ({ saw: 'reading', lock });

const input: fc.Arbitrary<CycleInput> = fc.oneof(
  fc.constantFrom<CycleInput>(
    { saw: 'answered' },
    { saw: 'not-sent' },
    { saw: 'no-reply' },
    { saw: 'silence' },
    { saw: 'complaint' },
  ),
  fc.constantFrom<CycleInput>(reading('open'), reading('closed'), reading('unknown')),
);

describe('a door cycle', () => {
  it('is complete when the door was read open and then closed', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [250, reading('closed')],
      [250, reading('open')],
      [5_000, reading('open')],
      [250, reading('closed')],
      [250, reading('closed')],
    ]);
    expect(steps.map((s) => isSurelyOpen(s.state))).toEqual([false, false, true, true, true, false]);
    expect(last(steps)).toEqual({ is: 'closed' });
  });

  it('takes an acknowledgement for nothing: a door that never moves is stuck', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [doorDelays.mustOpenWithin - 1, reading('closed')],
      [1, reading('closed')],
    ]);
    expect(steps[1]?.state.is).toBe('watching');
    expect(last(steps)).toEqual({ is: 'failed', because: 'stuck' });
  });

  it('is not shut by one closed reading: switches bounce', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [250, reading('open')],
      [250, reading('closed')],
      [250, reading('open')],
      [250, reading('closed')],
      [250, { saw: 'silence' }],
      [250, reading('closed')],
    ]);
    expect(last(steps).is).toBe('open');
  });

  it('takes neither an early complaint nor a senseless status byte for a stuck door', () => {
    const early = run([
      [0, { saw: 'answered' }],
      [100, reading('closed')],
      [200, { saw: 'complaint' }],
      [500, reading('open')],
    ]);
    expect(last(early).is).toBe('open');
    const senseless = run([
      [0, { saw: 'answered' }],
      [doorDelays.mustOpenWithin, reading('unknown')],
      [doorDelays.silentAfterPulse, reading('unknown')],
    ]);
    expect(last(senseless)).toMatchObject({ is: 'doubt', because: 'link-lost' });
  });

  it('fails at once when the pulse surely never left', () => {
    expect(last(run([[0, { saw: 'not-sent' }]]))).toEqual({ is: 'failed', because: 'not-sent' });
  });

  it('goes on from the readings after a lost reply', () => {
    const steps = run([
      [500, { saw: 'no-reply' }],
      [10, reading('open')],
      [400, reading('open')],
      [500, reading('closed')],
      [250, reading('closed')],
    ]);
    expect(last(steps)).toEqual({ is: 'closed' });
  });

  it('asks the person when the board stays silent after the pulse', () => {
    const steps = run([
      [0, { saw: 'no-reply' }],
      [doorDelays.silentAfterPulse, { saw: 'silence' }],
    ]);
    expect(last(steps)).toMatchObject({ is: 'doubt', because: 'link-lost', openedAt: null });
  });

  it('reminds at thirty seconds and alarms at two minutes', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [0, reading('open')],
      [doorDelays.remind, reading('open')],
      [doorDelays.alarm - doorDelays.remind, reading('open')],
    ]);
    expect(steps.slice(1).map((s) => (s.state.is === 'open' ? s.state.shown : s.state.is))).toEqual([
      'open',
      'remind',
      'alarm',
    ]);
  });

  it('shows a lost link while the door is open, asks after a while, and believes the door when it is back', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [0, reading('open')],
      [coil + doorDelays.boltFalls, reading('open')],
      [500, { saw: 'silence' }],
      [doorDelays.silentWhileOpen, { saw: 'silence' }],
      [20_000, reading('closed')],
      [250, reading('closed')],
    ]);
    expect(steps[3]?.state).toMatchObject({ is: 'open', link: 'lost' });
    expect(steps[4]?.state).toMatchObject({ is: 'doubt', because: 'link-lost' });
    expect(last(steps)).toEqual({ is: 'closed' });
  });

  it('never completes without having been read open, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), input), { maxLength: 60 }),
        (inputs) => {
          const steps = run(inputs);
          const closedAt = steps.findIndex((s) => s.state.is === 'closed');
          if (closedAt < 0) return;
          const before = steps.slice(0, closedAt);
          expect(before.some((s) => s.input.saw === 'reading' && s.input.lock === 'open')).toBe(true);
          // Not by the bolt alone.
          expect(before.some((s) => isSurelyOpen(s.state))).toBe(true);
          expect(steps.slice(closedAt - 1, closedAt + 1).map((s) => s.input)).toEqual([
            reading('closed'),
            reading('closed'),
          ]);
        },
      ),
    );
  });

  it('is not begun by a bolt that was drawn and fell back: the door is stuck', () => {
    const steps = run([
      [20, { saw: 'answered' }],
      [0, reading('open')],
      [250, reading('open')],
      [250, reading('closed')],
      [250, reading('closed')],
      [2_500, reading('closed')],
    ]);
    expect(steps.map((s) => s.state.is)).toEqual(['watching', 'open', 'open', 'open', 'watching', 'failed']);
    expect(steps.some((s) => isSurelyOpen(s.state))).toBe(false);
    expect(last(steps)).toEqual({ is: 'failed', because: 'stuck' });
  });

  it('is not begun by the bolt of a long pulse, nor of one that waited for its turn on the bus', () => {
    const long = run(
      [
        [20, { saw: 'answered' }],
        [385, reading('open')],
        [250, reading('closed')],
        [250, reading('closed')],
        [2_500, reading('closed')],
      ],
      500,
    );
    expect(long.map((s) => s.state.is)).toEqual(['watching', 'open', 'open', 'watching', 'failed']);
    const late = run([
      [475, { saw: 'answered' }],
      [20, reading('open')],
      [250, reading('closed')],
      [250, reading('closed')],
      [2_500, reading('closed')],
    ]);
    expect(late.map((s) => s.state.is)).toEqual(['watching', 'open', 'open', 'watching', 'failed']);
  });

  it('of an open door whose switch tells nothing any more asks the person', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [400, reading('open')],
      [250, reading('unknown')],
      [doorDelays.silentWhileOpen, reading('unknown')],
    ]);
    expect(last(steps)).toMatchObject({ is: 'doubt', because: 'link-lost', openedAt: 400 });
  });

  it('of which only the bolt was seen open asks the person when the board is gone', () => {
    const steps = run([
      [0, { saw: 'answered' }],
      [0, reading('open')],
      [500, { saw: 'silence' }],
      [doorDelays.silentWhileOpen, { saw: 'silence' }],
      [250, reading('closed')],
      [250, reading('closed')],
    ]);
    expect(last(steps)).toMatchObject({ is: 'doubt', because: 'link-lost', openedAt: null });
  });

  it('that has ended stays ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), input), { maxLength: 80 }),
        (inputs) => {
          const steps = run(inputs);
          const end = steps.findIndex((s) => !isRunning(s.state));
          if (end >= 0) for (const s of steps.slice(end)) expect(s.state).toEqual(steps[end]?.state);
        },
      ),
    );
  });
});
