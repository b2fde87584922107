import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Clock } from '../../domain/clock.ts';
import type { Action } from '../../domain/contract/action.ts';
import type { View } from '../../domain/contract/screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import type { Client } from '../wire/client.ts';
import { type Calendar, calendar } from '../words/dates.ts';
import { type Say, useSay } from '../words/words.ts';

/** The view a part of the screen is drawn from, and the way back to the hut. */
export interface Seen {
  view: View;
  receivedAt: number;
  clock: Clock;
  /** Sends a press with the token of this view, so that it counts only while this view is the newest. */
  press: (action: Action) => void;
  /** Asks the hut whether a code that the camera saw in so many frames counts; true when it was taken as a scan. */
  look: (text: string, frames: number) => Promise<boolean>;
  /** What the fourth key of the plinth does besides: read aloud, where a voice exists. */
  voice: Voice;
  /** Clips of a language that a keeper has recorded; none while the hut cannot be asked. */
  listRecorded: (language: Language) => Promise<readonly ClipId[]>;
  /** Keeps a recording (a file in base64) of the clip on the screen; false when it was not taken. */
  keepRecording: (language: Language, clip: ClipId, sound: string) => Promise<boolean>;
  /** Asks the hut for what only one screen needs. */
  call: Client['call'];
}

export interface Voice {
  available: boolean;
  speaking: boolean;
  toggle: () => void;
  /** Says words in a language, as the screen would. */
  say: (language: Language, words: string) => void;
  /** Plays samples as they are. */
  play: (samples: Float32Array) => void;
  stop: () => void;
}

export const SeenContext = createContext<Seen | null>(null);

export function useSeen(): Seen {
  const seen = useContext(SeenContext);
  if (!seen) throw new Error('a screen part is drawn outside of a view');
  return seen;
}

/** Milliseconds since the view came, told anew each second. */
export function useElapsed(): number {
  const { clock, receivedAt } = useSeen();
  const [, tick] = useState(0);
  useEffect(() => {
    let cancel = () => {};
    const next = () => {
      const into = (clock.mono() - receivedAt) % 1000;
      cancel = clock.after(1000 - into, () => {
        tick((n) => n + 1);
        next();
      });
    };
    next();
    return () => cancel();
  }, [clock, receivedAt]);
  return Math.max(0, clock.mono() - receivedAt);
}

/** Whole seconds left of `endsIn` seconds that were left when the view came. */
export function useSecondsLeft(endsIn: number): number {
  return Math.max(0, endsIn - Math.floor(useElapsed() / 1000));
}

export interface Tongue {
  say: Say;
  dates: Calendar;
  language: View['preferences']['language'];
}

/** Words and dates of the language on the screen. */
export function useTongue(): Tongue {
  const { view } = useSeen();
  const language = view.preferences.language;
  const say = useSay(language);
  const dates = useMemo(
    () => calendar(language, view.hut.timeZone, view.now),
    [language, view.hut.timeZone, view.now],
  );
  return { say, dates, language };
}
