import type { Clock } from '../../domain/clock.ts';
import { stageFor } from './stage.ts';

/** What was touched of the front before there was code behind it. */
export interface Front {
  /** Settles once the front stands on the screen, at once when there is none. */
  seen: Promise<void>;
  /** True when somebody has touched it meanwhile; it is not asked twice. */
  touched(): boolean;
}

const pitch = 0.248;
/** Milliseconds after which a page that draws no frames (behind another, or with its screen off) goes on without. */
const longestFrame = 100;

/** Until a frame has been drawn: reading the screens' code first would hold it back by a quarter of a second. */
const nextFrame = (page: Window, clock: Clock) =>
  new Promise<void>((resolve) => {
    page.requestAnimationFrame(() => clock.after(0, resolve));
    clock.after(longestFrame, resolve);
  });

/**
 * Lets the front that lies in the page since it was built (home/front.tsx) be seen, at the size of this window. A
 * page that is loaded again shows no front: a visit may be going on, and its screen comes from the hut at once.
 */
export function showFront(page: Window, clock: Clock): Front {
  const front = page.document.querySelector<HTMLElement>('.front');
  const stage = front?.querySelector<HTMLElement>('.room__stage') ?? null;
  const [loading] = page.performance.getEntriesByType('navigation');
  const again = loading instanceof PerformanceNavigationTiming && loading.type === 'reload';
  if (front === null || stage === null || again) {
    front?.remove();
    return { seen: Promise.resolve(), touched: () => false };
  }
  const { layout, rem, width, height } = stageFor(
    { width: page.innerWidth, height: page.innerHeight },
    pitch,
    false,
  );
  const root = page.document.documentElement;
  root.dataset.layout = layout;
  root.style.fontSize = `${rem}px`;
  stage.style.width = `${width}px`;
  stage.style.height = `${height}px`;
  front.classList.add('is-shown');
  let was = false;
  front.addEventListener('pointerup', () => {
    was = true;
  });
  return { seen: nextFrame(page, clock), touched: () => was };
}
