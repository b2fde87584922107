/**
 * Runs in the page: what a hand without eyes, or one on a keyboard, would miss on the screen that stands there.
 * Every control has a name; the focus goes down the page as the eye does, the plinth last.
 */
export function reachFaultsOnPage(): string[] {
  const faults: string[] = [];
  // A dialog takes the screen's place: nothing behind it can be reached.
  const stage = document.querySelector('.over') ?? document.querySelector('.screen');
  if (!stage) return ['no screen'];
  const label = (element: Element) =>
    `<${element.tagName.toLowerCase()} ${element.getAttribute('class') ?? ''}> ${(element.textContent ?? '').trim().slice(0, 24)}`;
  const named = (element: Element): boolean => {
    const by = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id));
    const words = [
      element.getAttribute('aria-label'),
      ...by.map((other) => other?.textContent),
      element.textContent,
    ];
    return words.some((text) => (text ?? '').trim() !== '');
  };
  const controls = [
    ...stage.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [role="button"]',
    ),
  ].filter(
    (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden',
  );
  for (const control of controls) {
    if (!named(control)) faults.push(`no name: ${label(control)}`);
    if (control.tabIndex > 0) faults.push(`its own place in the order: ${label(control)}`);
  }
  for (const part of stage.querySelectorAll(
    'fieldset, nav, ol, section, table, [role="group"], [role="timer"]',
  )) {
    if (part.matches('ol, section') && !part.hasAttribute('aria-label')) continue;
    if (!named(part)) faults.push(`no name: ${label(part)}`);
  }
  const reached = controls.filter((control) => !control.matches(':disabled, [tabindex="-1"]'));
  for (const [i, one] of reached.entries()) {
    const next = reached[i + 1];
    if (!next) break;
    if (one.closest('.dock') && !next.closest('.dock')) faults.push(`after the plinth: ${label(next)}`);
    const a = one.getBoundingClientRect();
    const b = next.getBoundingClientRect();
    // Up again is right only at the head of another column.
    if (b.bottom <= a.top + 1 && b.left < a.right - 1 && b.right > a.left + 1)
      faults.push(`up from ${label(one)} to ${label(next)}`);
    if (Math.abs(b.top - a.top) < 2 && b.right <= a.left + 1) {
      faults.push(`back from ${label(one)} to ${label(next)}`);
    }
  }
  return [...new Set(faults)];
}
