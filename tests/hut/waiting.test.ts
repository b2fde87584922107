import { expect, it } from 'vitest';
import type { Action } from '../../domain/contract/action.ts';
import { type Args, type CallName, calls } from '../../domain/contract/contract.ts';
import { Config } from '../../hut/config/config.ts';
import { createWaiting } from '../../hut/waiting.ts';
import { PushLog } from '../../hut/wire/push-log.ts';
import { SimClock } from '../sim-clock.ts';
import { wellAt } from './health/well.ts';

const waiting = () =>
  createWaiting({
    config: Config.parse({}),
    clock: new SimClock(),
    chance: () => 0,
    pushes: new PushLog(),
    health: () => wellAt(0),
  });

/** What a page may still ask when its hut is put away under it. */
const asked: Partial<{ [N in CallName]: Args<N> }> = {
  view: {},
  touch: {},
  keys: { keys: [{ code: 'KeyA', shift: false, ctrl: false, at: 0 }] },
  look: { text: 'XW', frames: 1 },
  recordings: { language: 'en' },
  recording: { language: 'en', clip: 'door' },
  keepMemo: { token: 1, what: 'voice', part: 0, of: 1, bytes: '' },
  memo: { token: 1, memo: 'memo-1', part: 0 },
  health: {},
  practiceState: {},
};

it.each(Object.keys(asked) as CallName[])(
  'a hut without a ledger answers %s as the contract says',
  async (name) => {
    const answer = await waiting().handle(name, asked[name] as never);
    expect(calls[name].answer.safeParse(answer)).toMatchObject({ success: true });
  },
);

it('its screen takes every preference', async () => {
  const desk = waiting();
  const actions: Action[] = [
    { do: 'language', language: 'en' },
    { do: 'text', text: 'large' },
    { do: 'theme', theme: 'contrast' },
    { do: 'volume', volume: 'loud' },
  ];
  for (const action of actions) {
    const { token } = await desk.handle('view', {});
    expect(await desk.handle('press', { token, action })).toEqual({ taken: true });
  }
  const { preferences } = await desk.handle('view', {});
  expect(preferences).toEqual({ language: 'en', text: 'large', theme: 'contrast', volume: 'loud' });
});
