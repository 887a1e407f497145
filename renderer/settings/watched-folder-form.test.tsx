import { afterEach, expect, it } from 'vitest';
import { button, closeApp, found, press, says, showApp, write } from '../app-page.test-support';
import { navigate } from '../navigation';

afterEach(closeApp);

/** Among the fields of the form: the settings have others that are called so. */
function template(): Promise<HTMLInputElement> {
  return found(() => document.querySelector<HTMLInputElement>('form input[placeholder="{name}.{ext}"]'));
}

it('starts with no template that is wrong, and shows what is wrong where that is folded away', async () => {
  const sent = await showApp('quiet');
  const added = () => sent.filter(({ name }) => name === 'watch.add');
  navigate('settings');
  await press('Watch a folder…');
  await press('More');
  const labels = (): HTMLLabelElement[] => [...document.querySelectorAll<HTMLLabelElement>('form label')];
  (await found(() => labels().find(({ textContent }) => textContent.startsWith('Names of their own')))).click();
  await write(await template(), '{yyyy}-{mm}');
  await says('All files would get the same name.');
  await press('More');
  const more = await button('More');
  expect(more.getAttribute('aria-expanded')).toBe('false');
  await press('Start watching');
  expect(added()).toEqual([]);
  expect(more.getAttribute('aria-expanded')).toBe('true');
  await write(await template(), '{yyyy}-{n}');
  await press('Start watching');
  await found(() => (added().length === 1 ? true : null));
});
