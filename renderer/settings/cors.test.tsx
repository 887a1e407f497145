import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import { answerOtherwise, closeApp, found, press, rendered, says, showApp } from '../app-page.test-support';
import { showDomains } from '../links/shown-domains';
import { navigate, readNavigation } from '../navigation';

beforeEach(async () => {
  await showApp('full', (app) => {
    app.items = [];
    app.publishTransfers();
  });
  showDomains({ connectionId: 'c2', origin: null });
  navigate('settings');
});

afterEach(closeApp);

/** Among the websites: other sections have such buttons too. */
async function pressHere(name: string): Promise<void> {
  const buttons = (): HTMLElement[] => [
    ...document.querySelectorAll<HTMLElement>('[role="group"][aria-label="Websites that may read the files"] button'),
  ];
  (await found(() => buttons().find(({ textContent }) => textContent === name))).click();
  await rendered();
}

it('leads to the connection whose rules could not be read, not to the open one', async () => {
  answerOtherwise('links.readCors', async () => ({ ok: false, failure: failure('wrong-secret') }));
  await press('Show the rules');
  await pressHere('Edit connection');
  expect(readNavigation().setup).toEqual({ kind: 'edit', connectionId: 'c2', step: 'keys' });
});

it('reads the rules again on request', async () => {
  let refused = true;
  answerOtherwise('links.readCors', async (usual) => {
    if (!refused) return usual();
    refused = false;
    return { ok: false, failure: failure('offline') };
  });
  await press('Show the rules');
  await pressHere('Try again');
  await says('https://example.com');
});

it('takes one change at a time: a second one, of the rules before the first, would bring back what was removed', async () => {
  let answer = (): void => undefined;
  let writes = 0;
  answerOtherwise('links.writeCors', async (usual) => {
    writes += 1;
    await new Promise<void>((resolve) => (answer = resolve));
    return usual();
  });
  await press('Show the rules');
  await says('https://example.com');
  const removals = (): HTMLButtonElement[] => [
    ...document.querySelectorAll<HTMLButtonElement>('[aria-label="Websites that may read the files"] li button'),
  ];
  const [first] = removals();
  first?.click();
  await rendered();
  expect(first?.getAttribute('aria-disabled')).toBe('true');
  for (const one of removals()) one.click();
  await rendered();
  expect(writes).toBe(1);
  answer();
  await found(() => (removals().every((one) => one.getAttribute('aria-disabled') !== 'true') ? true : null));
});
