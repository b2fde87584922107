import type { Clock } from '../../domain/clock.ts';

/** Milliseconds between two looks whether a broken page may be loaded anew. */
export const mendEvery = 5_000;
/** Milliseconds a page stands before it is loaded anew: one that breaks each time does not flicker. */
export const mendAfter = 60_000;

export interface MendingDeps {
  /** `mono`: since the page was loaded. */
  clock: Clock;
  /** The hut answers; where it serves the page, there is none without it. */
  connected: () => boolean;
  /** Nobody is at the screen. */
  resting: () => boolean;
  reload: () => void;
}

/** What is done about a page in which something broke: it is loaded anew, and the visit in the hut goes on. */
export interface Mending {
  /** A screen cannot be drawn: the page is loaded anew once nobody is there. */
  screen(): void;
  /** Nothing is drawn any more: at the next look. */
  page(): void;
}

export function createMending({ clock, connected, resting, reload }: MendingDeps): Mending {
  let looking = false;
  let gone = false;
  const look = () => {
    if (connected() && (gone || (resting() && clock.mono() >= mendAfter))) reload();
    else clock.after(mendEvery, look);
  };
  const begin = () => {
    if (!looking) clock.after(mendEvery, look);
    looking = true;
  };
  return {
    screen: begin,
    page() {
      gone = true;
      begin();
    },
  };
}
