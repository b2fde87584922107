/** What a kiosk page must not do: menus, selections, drags, zooming. */
export function tamePage(page: Window): void {
  const never = (event: Event) => event.preventDefault();
  for (const type of ['contextmenu', 'dragstart', 'selectstart', 'gesturestart']) {
    page.addEventListener(type, (event) => {
      if (event.target instanceof HTMLInputElement) return;
      never(event);
    });
  }
  page.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) event.preventDefault();
    },
    { passive: false },
  );
}

/**
 * Tells the hut that somebody is there, once a second at most while fingers move. The keys of "are you still there" say so
 * by their press, and what else they say: told before it, the question would be gone from under the finger.
 */
export function tellTouches(page: Window, now: () => number, tell: () => void): void {
  let last = Number.NEGATIVE_INFINITY;
  page.addEventListener(
    'pointerdown',
    ({ target }) => {
      if (target instanceof Element && target.closest('.still button') !== null) return;
      if (now() - last < 1000) return;
      last = now();
      tell();
    },
    { capture: true },
  );
}
