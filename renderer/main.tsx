import { createRoot } from 'react-dom/client';
import { longestReport } from '../domain/contract/report.ts';
import { tellAlive } from './app/alive.ts';
import { App } from './app/app.tsx';
import { browserClock } from './app/clock.ts';
import type { Front } from './app/front.ts';
import { tamePage, tellTouches } from './app/kiosk-page.ts';
import { createMending } from './app/mending.ts';
import { createStore } from './app/store.ts';
import type { EarlyKeys } from './scanner/early-keys.ts';
import { fetchAll } from './screens.tsx';
import { createClips } from './sound/clips.ts';
import { createCuePlayer } from './sound/cues.ts';
import { machineVoice } from './sound/machine-voice.ts';
import { createSpeech, pageLoudspeaker } from './sound/speech.ts';
import { createClient } from './wire/client.ts';
import type { Line } from './wire/line.ts';
import './words/further.ts';

/** Milliseconds without a word of the hut after which the page says that it waits. */
const patienceForFirstView = 300;
/** Milliseconds after the first screen before the other screens are fetched; one that is needed earlier comes at once. */
const restBeforeFetching = 1_500;
/** Reports of what broke from one page; a screen that breaks each time would fill the log. */
const reportsAtMost = 10;

/** What the page has done before this code was here. */
export interface Begun {
  line: Line;
  keys: EarlyKeys;
  front: Front;
}

/** Puts the kiosk on the page, at the hut's end of the line. */
export function start({ line, keys, front }: Begun): void {
  const clock = browserClock;
  const client = createClient({
    line,
    clock,
    newKey: () => crypto.randomUUID(),
    onBadFrame: (why) => console.error(`the hut sent what the contract does not know: ${why}`),
  });
  const store = createStore(client, clock);

  const mending = createMending({
    clock,
    connected: () => store.read().link === 'up',
    resting: () => store.read().received?.view.screen.at === 'attract',
    reload: () => location.reload(),
  });
  /** The hut's log has it; the console of a kiosk is read by nobody. */
  let reports = 0;
  const tell = (error: unknown) => {
    if (++reports > reportsAtMost) return;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    void client.call('pageBroke', { what: what.slice(0, longestReport) });
  };

  const play = createCuePlayer();
  client.on('cue', ({ cue }) => play(cue, store.read().received?.view.sound.volume ?? 0));
  const speech = createSpeech({
    clock,
    clips: createClips({ client, clock, fetchFile: fileBeside }),
    machine: machineVoice(window.speechSynthesis),
    loudspeaker: pageLoudspeaker,
  });
  tellAlive(clock, () => void client.call('alive', {}));
  tamePage(window);
  tellTouches(window, clock.mono, () => void client.call('touch', {}));
  keys.take((batch) => void client.call('keys', { keys: batch }));

  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no place to draw on');
  let drawn = false;
  const draw = () => {
    if (drawn) return;
    drawn = true;
    const onUncaughtError = (error: unknown) => {
      tell(error);
      mending.page();
    };
    const onBroken = (error: unknown) => {
      tell(error);
      mending.screen();
    };
    createRoot(root, { onUncaughtError }).render(<App {...{ store, client, clock, speech, onBroken }} />);
  };
  // The hut's answer is mostly on its way already: to draw "one moment" before it would only delay it.
  clock.after(patienceForFirstView, draw);
  // Nobody presses a button in the first moments; until then every millisecond is the first screen's.
  const stop = store.subscribe(() => {
    const { received } = store.read();
    if (received === null) return;
    stop();
    draw();
    const { token, screen } = received.view;
    if (screen.at === 'attract' && front.touched())
      void client.call('press', { token, action: { do: 'begin' } });
    clock.after(restBeforeFetching, () =>
      requestIdleCallback(() => void fetchAll().then(fetchFonts, mending.screen)),
    );
  });
}

/** A file that lies beside the page; null when there is none. */
async function fileBeside(path: string): Promise<ArrayBuffer | null> {
  const answer = await fetch(new URL(path, location.href));
  return answer.ok ? answer.arrayBuffer() : null;
}

/**
 * Fetches every part of the font into the browser's cache, one after the other, so that a character met for the
 * first time is there within a frame. Loading them into the page instead would lay it out anew a hundred times.
 */
async function fetchFonts(): Promise<void> {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const file = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (file === undefined) continue;
      // A part that cannot be fetched now is fetched when it is needed.
      await fetch(new URL(file, sheet.href ?? location.href)).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
    }
  }
}
