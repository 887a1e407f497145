import { expectAccessible, expectContrast } from '../support/accessible';
import { expect, test } from '../support/desk';
import {
  dialogsOfFiles,
  dialogsOfGenerate,
  dialogsOfSettings,
  dialogsOfUploads,
  fillBucket,
} from '../support/every-dialog';
import { picture, writeFiles } from '../support/files';
import type { RunningApp } from '../support/running-app';
import { Wizard } from '../support/wizard';

async function setTheme(app: RunningApp, theme: 'light' | 'dark'): Promise<void> {
  await app.setSystemTheme(theme);
  await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
}

/** What the page shows now, in light and in dark: only its colours change with that. */
async function expectAccessibleInBoth(app: RunningApp): Promise<void> {
  await setTheme(app, 'light');
  await expectAccessible(app.page);
  await setTheme(app, 'dark');
  await expectContrast(app.page);
}

test.setTimeout(420_000);

test('the wizard is accessible on every step', async ({ app, sandbox }) => {
  const wizard = new Wizard(app);
  await expect(wizard.button('Import a configuration')).toBeVisible();
  await expectAccessibleInBoth(app);
  await wizard.button('Import a configuration').click();
  await wizard.field('Configuration').fill(`R2_BUCKET_NAME=a\nR2_PUBLIC_DOMAIN=https://a.r2.cloudflarestorage.com`);
  await expect(app.page.getByRole('list', { name: 'What was found' })).toBeVisible();
  await expectAccessibleInBoth(app);
  await wizard.button('Back').click();

  await wizard.button('Connect a Cloudflare account').click();
  await wizard.openAdvanced();
  await wizard.field('Account ID').fill('12');
  await expectAccessibleInBoth(app);
  await wizard.answer({ Endpoint: sandbox.endpoint });
  await expectAccessibleInBoth(app);
  await wizard.answer({ 'Access Key ID': sandbox.accessKeyId, 'Secret Access Key': 'wrong' });
  await expectAccessibleInBoth(app);
  await wizard.answer({ Bucket: sandbox.bucket });
  await expectAccessibleInBoth(app);
  await wizard.button('Next').click();
  await wizard.test();
  await expectAccessibleInBoth(app);
});

test('every screen is accessible', async ({ desk, bucket }) => {
  const { app, page } = desk;
  await expectAccessibleInBoth(app);
  await fillBucket(desk, (key, bytes) => bucket.put(key, bytes));
  await desk.tile('one.png').click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  await expectAccessibleInBoth(app);
  await page.getByRole('radio', { name: 'List' }).press('Space');
  await expectAccessibleInBoth(app);
  for (const screen of ['Generate', 'Transfers', 'Usage', 'Settings'] as const) {
    await desk.goTo(screen);
    await expectAccessibleInBoth(app);
  }
});

test('every dialog about files and links is accessible', { tag: '@long' }, async ({ desk, bucket, folder }) => {
  await fillBucket(desk, (key, bytes) => bucket.put(key, bytes));
  const visit = (name: string) => test.step(name, () => expectAccessibleInBoth(desk.app));
  await dialogsOfFiles({ desk, folder, visit });
});

for (const [of, open] of [
  ['uploads', dialogsOfUploads],
  ['Generate', dialogsOfGenerate],
  ['Settings', dialogsOfSettings],
] as const)
  test(`every dialog of ${of} is accessible`, { tag: '@long' }, async ({ desk, bucket, folder }) => {
    await fillBucket(desk, (key, bytes) => bucket.put(key, bytes));
    const visit = (name: string) => test.step(name, () => expectAccessibleInBoth(desk.app));
    await open({ desk, folder, visit });
  });

test('uploads and results are told to who does not see them, on whatever screen', async ({ desk, folder }) => {
  const { page } = desk;
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(globalThis, { toldNews: told });
    const note = (): void => {
      for (const region of document.querySelectorAll('[role="status"]')) {
        const text = region.textContent ?? '';
        if (text !== '' && !told.includes(text)) told.push(text);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const told = (): Promise<readonly string[]> => page.evaluate(() => Reflect.get(globalThis, 'toldNews') as string[]);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'a.png': picture(1), 'b.png': picture(2) }));
  await expect.poll(told).toContain('2 done');
  await desk.goTo('Generate');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a quiet lake');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await desk.goTo('Usage');
  await expect.poll(told).toContain('1 of 1 generated');
  expect(await told()).toContain('0 of 1 generated');
});
