import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeApp, found, press, rendered, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';

/** Which sections were brought into view. */
let shown: (string | undefined)[] = [];

beforeEach(() => {
  shown = [];
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function note(this: Element) {
    if (this.tagName === 'SECTION') shown.push(this.querySelector('h2')?.textContent);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  closeApp();
});

it('leads to the limits themselves, not to the top of Settings', async () => {
  await showApp('full');
  navigate('transfers');
  await press('Speed: full');
  const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  (await found(() => items().find(({ textContent }) => textContent === 'Change the limit…'))).click();
  await rendered();
  await expect.poll(() => shown).toEqual(['At work']);
});
