import type { Clock } from '../../domain/clock.ts';

/** Milliseconds between two erasures: each may take a second in which no touch is answered. */
const pause = 5_000;

export interface ForgettingDeps {
  clock: Clock;
  /** Somebody is at the screen, or a door is at work. */
  busy: () => boolean;
  /** Ways to erase one person each; true when somebody was erased. What they throw goes to `failed`. */
  ways: readonly (() => boolean)[];
  failed: (error: unknown) => void;
}

/** Erases whoever is to be forgotten, one after another, for as long as nobody is there. */
export interface Forgetting {
  /** Somebody may be due, or the hut became free. */
  look(): void;
  close(): void;
}

export function startForgetting({ clock, busy, ways, failed }: ForgettingDeps): Forgetting {
  let closed = false;
  let cancel = () => {};
  const look = (): void => {
    cancel();
    if (closed || busy()) return;
    let erased = false;
    for (const way of ways) {
      try {
        erased = way() || erased;
      } catch (error) {
        failed(error);
      }
    }
    if (erased) cancel = clock.after(pause, look);
  };
  return {
    look,
    close() {
      closed = true;
      cancel();
    },
  };
}
