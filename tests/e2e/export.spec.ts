import type { Locator } from '@playwright/test';
import { type Desk, expect, test } from '../support/desk';
import { TimersOfMain } from '../support/timers-of-main';
import { expectNoTraceOf } from '../support/traces';

const GUIDE_NAMES = [
  'R2_ACCESS_KEY_ID',
  'R2_SECRET_ACCESS_KEY',
  'R2_BUCKET_NAME',
  'R2_ENDPOINT_URL',
  'R2_PUBLIC_DOMAIN',
];

// Each reads all that the app has written, and the heap of its page.
test.slow();

async function openExport({ page }: Desk, bucket: string): Promise<Locator> {
  await page.getByRole('button', { name: `More for ${bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Export the keys…' }).click();
  return page.getByRole('dialog', { name: `Export the keys of ${bucket}` });
}

/** What a simple reader of such files makes of it: a name and a value a line. */
function valuesIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.includes('=') && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.split('=')[0]?.trim(), line.replace(/^[^=]*=/, '').trim()]));
}

test('keys on the clipboard go after a minute, and what a person has put there since stays', async ({
  desk,
  sandbox,
}) => {
  const { app } = desk;
  const timers = await TimersOfMain.hold(app, 60_000);
  const copy = async (): Promise<void> => {
    const dialog = await openExport(desk, sandbox.bucket);
    await dialog.getByRole('button', { name: 'Copy to the clipboard' }).click();
    await expect(dialog).toBeHidden();
    const news = desk.news('The keys are on the clipboard');
    await expect(news).toContainText('.gitignore');
    await expect(news).toBeHidden();
  };
  await desk.goTo('Settings');
  await copy();
  expect(Object.keys(valuesIn(await app.clipboardText()))).toEqual(GUIDE_NAMES);
  expect(await app.clipboardText()).toContain(sandbox.secretAccessKey);
  await timers.pass();
  await expect.poll(() => app.clipboardText()).toBe('');

  await copy();
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText('my own words'));
  await timers.pass();
  expect(await app.clipboardText()).toBe('my own words');

  await expectNoTraceOf(app, [sandbox.secretAccessKey]);
});
