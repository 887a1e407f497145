import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/desk';
import { picture } from '../support/files';
import type { RunningApp } from '../support/running-app';
import { Wizard } from '../support/wizard';

/** What the page shows now, in light and in dark. */
async function expectAccessibleInBoth(app: RunningApp): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemTheme(theme);
    await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    await expectAccessible(app.page);
  }
}

test.setTimeout(300_000);

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
  await bucket.put('one.png', picture(1));
  await bucket.put('folder/two.png', picture(2));
  await page.getByRole('button', { name: /^Read again/ }).click();
  await desk.tile('one.png').click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  await expectAccessibleInBoth(app);
  await page.getByRole('radio', { name: 'List' }).press('Space');
  await expectAccessibleInBoth(app);
  await page.getByRole('radio', { name: 'Grid' }).press('Space');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessibleInBoth(app);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Where to, or what to do?')).toBeVisible();
  await expectAccessibleInBoth(app);
  await page.keyboard.press('Escape');
  await desk.tile('one.png').dblclick();
  await expect(desk.viewer).toBeVisible();
  await expectAccessibleInBoth(app);
  await page.keyboard.press('Escape');
  await desk.goTo('Generate');
  await expectAccessibleInBoth(app);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a quiet lake');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const results = page.getByRole('list', { name: 'Results' });
  await expect(results.getByRole('listitem', { name: /, Done$/ })).toHaveCount(1, { timeout: 30_000 });
  await expectAccessibleInBoth(app);
  await desk.goTo('Transfers');
  await expect(page.getByRole('list', { name: 'Transfers' }).getByRole('listitem')).toHaveCount(1);
  await expectAccessibleInBoth(app);
  for (const screen of ['Usage', 'Settings'] as const) {
    await desk.goTo(screen);
    await expectAccessibleInBoth(app);
  }
});
