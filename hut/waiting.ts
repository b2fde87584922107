import type { Clock } from '../domain/clock.ts';
import { type Config, isPractice, type LockerLayout } from '../domain/config/config.ts';
import type { Answer, Args, CallName, PushName } from '../domain/contract/contract.ts';
import type { Health } from '../domain/contract/health.ts';
import type { Preferences, View } from '../domain/contract/screen.ts';
import type { Trouble } from '../domain/contract/trouble.ts';
import { hutTimeZone } from '../domain/lending/due-date.ts';
import { never } from '../domain/result.ts';
import { bothNames } from '../domain/stock/both-names.ts';
import { layoutOf } from './config/locker-map.ts';
import { practiceLayout } from './practice/simulated-devices.ts';
import { soundNow } from './sound/sound-now.ts';
import { firstPreferences, preferencesAfter } from './visit/preferences.ts';
import { visitDelays } from './visit/stage.ts';
import { CallRefused } from './wire/desk.ts';
import type { PushLog } from './wire/push-log.ts';

export interface WaitingDeps {
  config: Config;
  clock: Clock;
  /** A random number from 0 to 1. */
  chance: () => number;
  pushes: PushLog;
  /** How it stands with a hut in this trouble. */
  health: (trouble: Trouble) => Health;
}

/** The screen of a hut that has no ledger: it says why, rings for the keeper, and changes its language. */
export interface Waiting {
  /** Says this from now on. */
  say(trouble: Trouble): void;
  handle<N extends CallName>(name: N, args: Args<N>): Promise<Answer<N>>;
  close(): void;
}

export function createWaiting({ config, clock, chance, pushes, health }: WaitingDeps): Waiting {
  const token = Math.max(1, clock.wall()) * 8 + Math.floor(chance() * 8_000);
  const layout = isPractice(config) ? null : layoutOf(config);
  const locker: LockerLayout = layout?.ok === true ? layout.value : practiceLayout;
  let trouble: Trouble = 'starting';
  let preferences: Preferences = firstPreferences;
  /** Until when the bell is on the screen, monotonic; null when it is not. */
  let calledUntil: number | null = null;
  let cancel = () => {};
  let closed = false;

  const view = (): View => {
    const phone = config.hut.keeperPhone;
    const screen: View['screen'] =
      calledUntil === null
        ? { at: 'trouble', trouble }
        : {
            at: 'keeper-called',
            endsIn: Math.max(0, Math.ceil((calledUntil - clock.mono()) / 1000)),
            ...(phone === undefined ? {} : { phone }),
          };
    return {
      token: calledUntil === null ? token : token + 1,
      screen,
      preferences,
      hut: { name: bothNames(config.hut.name), mmPerPx: config.hut.mmPerPx, timeZone: hutTimeZone },
      sound: soundNow(config.sound, clock.wall(), 0, preferences.volume),
      now: clock.wall(),
      locker,
      doors: {},
      troubles: [],
      practice: false,
    };
  };
  const publish = () => {
    if (!closed) pushes.push('view', view());
  };
  const called = (until: number | null) => {
    cancel();
    calledUntil = until;
    if (until !== null) cancel = clock.after(until - clock.mono(), () => called(null));
    publish();
  };

  const press = ({ token: pressed, action }: Args<'press'>): boolean => {
    if (pressed !== view().token) return false;
    const preferred = preferencesAfter(preferences, action);
    if (preferred !== null) preferences = preferred;
    else if (action.do === 'call-keeper' && calledUntil === null) {
      pushes.push('cue' satisfies PushName, { cue: 'attention' });
      called(clock.mono() + visitDelays.verdict);
      return true;
    } else if (action.do === 'back' && calledUntil !== null) {
      called(null);
      return true;
    } else return false;
    publish();
    return true;
  };

  const answer = (name: CallName, args: unknown): unknown => {
    switch (name) {
      case 'view':
        return view();
      case 'press':
        return { taken: press(args as Args<'press'>) };
      case 'alive':
      case 'pageBroke':
      case 'touch':
      case 'keys':
        return {};
      case 'health':
        return health(trouble);
      case 'practiceState':
        return null;
      case 'recordings':
        return { clips: [] };
      case 'recording':
        return { sound: null };
      case 'keepRecording':
        return { kept: false, because: 'screen-gone' };
      case 'look':
        return { taken: false };
      case 'keepMemo':
        return { taken: false, because: 'screen-gone' };
      case 'memo':
        return { of: 0, bytes: null };
      case 'practice':
        throw new CallRefused('not-practice', 'the hut is not open');
      default:
        return never(name);
    }
  };
  return {
    say(why) {
      trouble = why;
      publish();
    },
    handle: async (name, args) => answer(name, args) as never,
    close() {
      closed = true;
      cancel();
    },
  };
}
