import { afterEach, expect, it } from 'vitest';
import { closeApp, found, press, rendered, type Sent, showApp, type } from '../app-page.test-support';
import type { AssetRow } from '../../shared/library';
import { askDiagnosis } from './requests';

afterEach(async () => {
  // What is asked outlives the page.
  (await found(() => document.querySelector<HTMLElement>('[aria-modal="true"] button[aria-label="Close"]'))).click();
  await rendered();
  closeApp();
});

it('asks again for a website that it was asked for before', async () => {
  const rows: AssetRow[] = [];
  const sent: readonly Sent[] = await showApp('quiet', (app) => rows.push(...app.assets.slice(0, 1)));
  const [row] = rows;
  if (row === undefined) throw new Error('The bucket is empty.');
  const origins = (): readonly unknown[] =>
    sent.flatMap(({ name, input }) => (name === 'links.diagnose' ? (input as { origin: unknown }).origin : []));
  askDiagnosis('c1', row);
  for (const times of [1, 2]) {
    await press('It does not show on my website');
    await type('Website', 'https://example.com');
    await press('Look again');
    await found(() => (origins().length === times + 1 ? true : null));
  }
  expect(origins()).toEqual([null, 'https://example.com', 'https://example.com']);
});
