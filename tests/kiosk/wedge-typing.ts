import type { Page } from 'playwright-core';

/** A wedge scanner types a code into the page: the browser's own key events, since a test tool's keyboard is slower than any scanner when the machine is busy. */
export const typeAsWedge = (page: Page, code: string): Promise<void> =>
  page.evaluate((text) => {
    const press = (key: string, shiftKey: boolean) =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { code: key, shiftKey, bubbles: true, cancelable: true }),
      );
    for (const character of text) {
      press(/\d/.test(character) ? `Digit${character}` : `Key${character}`, !/\d/.test(character));
    }
    press('Enter', false);
  }, code);
