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

/** Tells the hut that somebody is there, once a second at most while fingers move. */
export function tellTouches(page: Window, now: () => number, tell: () => void): void {
  let last = Number.NEGATIVE_INFINITY;
  page.addEventListener(
    'pointerdown',
    () => {
      if (now() - last < 1000) return;
      last = now();
      tell();
    },
    { capture: true },
  );
}
