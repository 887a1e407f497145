import { afterEach, expect, it } from 'vitest';
import { closeApp, found, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';

afterEach(closeApp);

/** The line of this screen; the library's own is there until that has gone. */
const status = (): Promise<Element> =>
  found(() =>
    [...document.querySelectorAll('[role="status"]')].find(({ textContent }) =>
      /the bucket now|from the bucket/.test(textContent),
    ),
  );

it('does not have each number read out while the bucket is being read', async () => {
  await showApp('scanning');
  navigate('usage');
  const line = await status();
  expect(line.textContent).toContain('Reading the bucket now: 128,402 objects so far.');
  expect(line.getAttribute('aria-live')).toBe('off');
});

it('tells of what was read', async () => {
  await showApp('quiet');
  navigate('usage');
  const line = await status();
  expect(line.textContent).toContain('As read from the bucket');
  expect(line.getAttribute('aria-live')).toBe('polite');
});
