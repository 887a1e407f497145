import type { Page } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { Wizard } from '../support/wizard';

function schemeOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('data-mantine-color-scheme');
}

test('theme and language change at once and stay after a restart', async ({ desk }) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await desk.app.setSystemTheme('light');
  await expect.poll(() => schemeOf(page)).toBe('light');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(() => schemeOf(page)).toBe('dark');
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { name: '设置', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');

  const again = await desk.app.relaunch();
  const navigation = again.page.getByRole('navigation', { name: '主导航' });
  await expect(navigation.getByRole('link', { name: '资料库', exact: true })).toBeVisible();
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect.poll(() => schemeOf(again.page)).toBe('dark');
  await navigation.getByRole('link', { name: '设置', exact: true }).click();
  await again.page.getByRole('combobox', { name: '语言' }).click();
  await again.page.getByRole('option', { name: 'English' }).click();
  await expect(again.page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('whose work is in the app can be read, licences and all', async ({ desk }) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('button', { name: 'Third-party licences' }).click();
  const notices = page.getByRole('dialog', { name: 'Third-party licences' });
  for (const name of ['react', 'pdfjs-dist', 'mediabunny', 'libaom', 'SQLite', 'utif2', '@fontsource-variable/inter'])
    await expect(notices).toContainText(name);
  await expect(notices).toContainText('Apache License');
  await page.keyboard.press('Escape');
  await expect(notices).toBeHidden();
});

test('the rule for taken names and the form of links are what uploads and Copy link go by', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('radio', { name: 'Keep both' }).check();
  await page.getByRole('combobox', { name: 'Format' }).click();
  await page.getByRole('option', { name: 'Markdown picture' }).click();
  await desk.goTo('Library');
  const [file = ''] = await writeFiles(folder, { 'same.png': picture(1) });
  await desk.app.dropFiles(desk.library, [file]);
  await expect(desk.arrived('same.png')).toBeVisible();
  await writeFiles(folder, { 'same.png': picture(2) });
  await desk.app.dropFiles(desk.library, [file]);
  await expect(desk.arrived('same-2.png')).toBeVisible();
  expect(Buffer.from(await bucket.bytes('same.png'))).toEqual(picture(1));
  expect(Buffer.from(await bucket.bytes('same-2.png'))).toEqual(picture(2));
  expect(await desk.copyLink('same.png')).toBe(`![same.png](${bucket.publicUrl('same.png')})`);

  const again = new Desk(await desk.app.relaunch());
  expect(await again.copyLink('same-2.png')).toBe(`![same-2.png](${bucket.publicUrl('same-2.png')})`);
});

test('a removed connection is gone after a question, its bucket untouched; without any the wizard is back', async ({
  desk,
  bucket,
  startSandbox,
}) => {
  await bucket.put('kept.png', picture());
  const other = await startSandbox();
  const { endpoint } = other;
  await desk.connect(other);
  const { page } = desk;
  const more = page.getByRole('button', { name: `More for ${other.bucket}` });
  const dialog = page.getByRole('dialog', { name: `Remove ${other.bucket} from this app?` });
  await desk.goTo('Settings');
  await expect(more).toHaveCount(2);
  await expect(page.getByRole('listitem').filter({ hasText: new URL(endpoint).host })).toContainText('Open now');

  await more.last().click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(more).toHaveCount(2);

  await more.last().click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove connection' }).click();
  await expect(more).toHaveCount(1);
  await desk.goTo('Library');
  await expect(desk.tile('kept.png')).toBeVisible();

  await desk.goTo('Settings');
  await more.click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove connection' }).click();
  await expect(new Wizard(desk.app).button('Connect a Cloudflare account')).toBeVisible();
  expect(await bucket.keys()).toEqual(['kept.png']);
  const again = new Wizard(await desk.app.relaunch());
  await expect(again.button('Connect a Cloudflare account')).toBeVisible();
});
