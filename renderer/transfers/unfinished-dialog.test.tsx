import { afterEach, expect, it } from 'vitest';
import { button, closeApp, found, press, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';

afterEach(closeApp);

const SURE = 'Abort this unfinished upload?';
const DIALOG = 'Unfinished uploads in';

function escape(): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
}

const isShown = (title: string): boolean =>
  [...document.querySelectorAll('[role="dialog"] h2')].some(({ textContent }) => textContent.startsWith(title));

it('leaves Escape to the question that it asks, and hears the next one', async () => {
  await showApp('library');
  navigate('transfers');
  await press('Unfinished uploads…');
  const abort = await found(() => document.querySelector<HTMLElement>('[aria-label^="Abort the upload of"]'));
  abort.click();
  await button('Cancel');
  expect(isShown(SURE)).toBe(true);
  escape();
  await found(() => (isShown(SURE) ? null : true));
  expect(isShown(DIALOG)).toBe(true);
  // It hears the key again a moment after the question is gone.
  await found(() => {
    escape();
    return isShown(DIALOG) ? null : true;
  });
});
