import type { Clock } from '../../domain/clock.ts';

/** Milliseconds between two pictures of what breathes. */
const everyMs = 250;
/** How bright, step by step: up and down in three seconds and a half. `look/motion.css` knows what each means. */
const steps = [0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1];

/**
 * The beat in which lit things breathe: `data-beat` on the root, four times a second. An animation of the browser's own
 * would paint sixty pictures a second, all day, and a finger would wait for the one that is on its way.
 * @returns ends it
 */
export function startBeat(clock: Clock, root: Pick<HTMLElement, 'dataset'>): () => void {
  let cancel = () => {};
  const beat = (nth: number) => {
    root.dataset.beat = String(steps[nth % steps.length]);
    cancel = clock.after(everyMs, () => beat(nth + 1));
  };
  // The first picture of a screen is its brightest, as it stays where nothing moves.
  cancel = clock.after(everyMs, () => beat(steps.indexOf(7)));
  return () => {
    cancel();
    delete root.dataset.beat;
  };
}
