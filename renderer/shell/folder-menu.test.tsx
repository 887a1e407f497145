import { afterEach, expect, it } from 'vitest';
import { closeApp, found, rendered, showApp } from '../app-page.test-support';

afterEach(closeApp);

const item = (name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(({ textContent }) => textContent === name);

/** Asks for the menu of the first folder of the sidebar by the keyboard, and answers its link. */
async function openMenu(): Promise<HTMLElement> {
  const link = await found(() =>
    [...document.querySelectorAll<HTMLElement>('nav a')].find(({ textContent }) => textContent === 'press-kit'),
  );
  link.focus();
  link.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
  await found(() => item('Copy to…'));
  return link;
}

it('gives the focus back to the folder that its menu was asked for on', async () => {
  await showApp('quiet');
  const link = await openMenu();
  expect(item('Delete')).toBeDefined();
  await found(() => (document.activeElement?.closest('[role="menu"]') ?? null) && true);
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await found(() => (document.querySelector('[role="menu"]') === null ? true : null));
  await rendered();
  expect(document.activeElement).toBe(link);
});

it('offers no deletion where the token may not', async () => {
  await showApp('quiet', ({ state }) => {
    const { connections } = state.slices;
    const rights = { write: true, delete: false, listBuckets: null };
    state.set('connections', { ...connections, profiles: connections.profiles.map((one) => ({ ...one, rights })) });
  });
  await openMenu();
  expect(item('Delete')).toBeUndefined();
});
