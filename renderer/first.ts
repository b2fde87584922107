import '@fontsource-variable/noto-sans-sc/index.css';
import './look/index.css';
import { browserClock } from './app/clock.ts';
import { earlyLine } from './wire/early-line.ts';
import { lineOfPage } from './wire/line-of-page.ts';

// The hut is asked for its screen while the rest of the page is still being read.
const line = earlyLine(lineOfPage(window, browserClock));
void import('./main.tsx').then(({ start }) => start(line));
