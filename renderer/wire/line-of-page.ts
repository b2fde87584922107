import type { Clock } from '../../domain/clock.ts';
import type { Line } from './line.ts';
import { portLine } from './port-channel.ts';
import { dialFromPage, socketLine } from './socket-channel.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload; absent in a browser. */
    xiaowuShell?: { connect(): void };
  }
}

/** The one place that knows which shell the page runs in. */
export function lineOfPage(page: Window, clock: Clock): Line {
  const shell = page.xiaowuShell;
  if (shell) return portLine(page, () => shell.connect());
  return socketLine({ dial: dialFromPage(page.location), clock });
}
