import '@fontsource-variable/noto-sans-sc/index.css';
import './look/index.css';
import { browserClock } from './app/clock.ts';
import { showFront } from './app/front.ts';
import { earlyKeys } from './scanner/early-keys.ts';
import { createWedge, listenForWedge } from './scanner/wedge.ts';
import { earlyLine } from './wire/early-line.ts';
import { lineOfPage } from './wire/line-of-page.ts';

// From here on a scan counts: what a scanner types before the client is there waits for it.
const keys = earlyKeys();
listenForWedge(window, createWedge(browserClock, keys.put));
const front = showFront(window, browserClock);
// The hut is asked for its screen while the rest of the page is still being read.
const line = earlyLine(lineOfPage(window, browserClock));
void front.seen.then(() => import('./main.tsx')).then(({ start }) => start({ line, keys, front }));
