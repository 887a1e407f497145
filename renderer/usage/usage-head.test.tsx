import { afterEach, expect, it } from 'vitest';
import { closeApp, found, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';

afterEach(closeApp);

const status = (): Promise<Element> =>
  found(() => [...document.querySelectorAll('[role="status"]')].find(({ textContent }) => /bucket/.test(textContent)));

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
