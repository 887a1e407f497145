import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeApp, found, rendered, showApp } from '../app-page.test-support';
import { navigate, openProvider } from '../navigation';

const scroll = vi.fn<() => void>();

beforeEach(async () => {
  scroll.mockClear();
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(scroll);
  await showApp('quiet');
});

afterEach(() => {
  closeApp();
  vi.restoreAllMocks();
});

/** The row of the one service of the scene that is set up. */
function head(): Promise<HTMLElement> {
  return found(() => document.querySelector<HTMLElement>('ul[aria-label="Providers"] button[aria-expanded]'));
}

it('shows the set-up of a service once for each time that it is asked for', async () => {
  openProvider('openai');
  expect((await head()).getAttribute('aria-expanded')).toBe('true');
  expect(scroll).toHaveBeenCalledTimes(1);
  navigate('library');
  await rendered();
  navigate('settings');
  expect((await head()).getAttribute('aria-expanded')).toBe('false');
  expect(scroll).toHaveBeenCalledTimes(1);
  openProvider('openai');
  await found(() => (scroll.mock.calls.length === 2 ? true : null));
  expect((await head()).getAttribute('aria-expanded')).toBe('true');
});
