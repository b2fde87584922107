import type { Clock } from '../../domain/clock.ts';
import type { Line } from './line.ts';
import { portLine } from './port-channel.ts';
import { dialFromPage, socketLine } from './socket-channel.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload; absent in a browser. */
    xiaowuShell?: object;
  }
}

/** The one place that knows which shell the page runs in. */
export function lineOfPage(page: Window, clock: Clock): Line {
  if (page.xiaowuShell) return portLine(page, () => undefined);
  return socketLine({ dial: dialFromPage(page.location), clock });
}
