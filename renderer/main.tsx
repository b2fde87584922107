import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { browserClock } from './app/clock.ts';
import { tamePage, tellTouches } from './app/kiosk-page.ts';
import { createStore } from './app/store.ts';
import { createWedge, listenForWedge } from './scanner/wedge.ts';
import { fetchAll } from './screens.tsx';
import { createCuePlayer } from './sound/cues.ts';
import { createSpeech } from './sound/speech.ts';
import { createClient } from './wire/client.ts';
import type { Line } from './wire/line.ts';

/** Puts the kiosk on the page, at the hut's end of `line`. */
export function start(line: Line): void {
  const clock = browserClock;
  const client = createClient({
    line,
    clock,
    newKey: () => crypto.randomUUID(),
    onBadFrame: (why) => console.error(`the hut sent what the contract does not know: ${why}`),
  });
  const store = createStore(client, clock);

  client.on('cue', ({ cue }) => play(cue));
  const play = createCuePlayer();
  tamePage(window);
  tellTouches(window, clock.mono, () => void client.call('touch', {}));
  listenForWedge(
    window,
    createWedge(clock, (keys) => void client.call('keys', { keys })),
  );

  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no place to draw on');
  createRoot(root).render(
    <App store={store} client={client} clock={clock} speech={createSpeech(window.speechSynthesis)} />,
  );
  // Only once something is on the screen: until then every millisecond of the machine is the first screen's.
  const stop = store.subscribe(() => {
    if (store.read().received === null) return;
    stop();
    requestIdleCallback(() => void fetchAll().then(fetchFonts));
  });
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
