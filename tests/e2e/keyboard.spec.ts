import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { pressShortcut } from '../support/shortcut-keys';
import { Wizard } from '../support/wizard';

/** Something on the page has the focus, so that the next key goes somewhere. */
async function expectFocus({ page }: Desk): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName ?? 'none')).not.toMatch(/BODY|none/);
}

async function tabTo({ page }: Desk, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluateAll((found) => found.some((one) => one === document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

test('the main job with the keyboard alone, and the focus is never lost', async ({ app, folder }) => {
  test.setTimeout(300_000);
  const desk = new Desk(app);
  const { page } = app;
  const { keyboard } = page;
  const wizard = new Wizard(app);

  await test.step('a sandbox bucket', async () => {
    await wizard.button('Try a local sandbox bucket').waitFor();
    await tabTo(desk, wizard.button('Try a local sandbox bucket'));
    await keyboard.press('Enter');
    await expect(desk.tiles.first()).toBeVisible({ timeout: 60_000 });
    await expect(desk.library).toBeFocused();
  });

  await test.step('upload', async () => {
    await app.stubOpenDialog(await writeFiles(folder, { 'northern.png': picture(1, 320, 200) }));
    await pressShortcut(page, 'app.upload-files');
    await expect(desk.arrived('northern.png')).toBeVisible();
    await expectFocus(desk);
  });

  await test.step('find it, and copy its link', async () => {
    await pressShortcut(page, 'app.find');
    await keyboard.insertText('northern');
    await expect(desk.tiles).toHaveCount(1);
    await keyboard.press('Enter');
    await expect(desk.library).toBeFocused();
    await keyboard.press('ArrowRight');
    await expect(desk.tile('northern.png')).toHaveAttribute('aria-selected', 'true');
    await app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
    await pressShortcut(page, 'library.copy');
    await expect.poll(() => app.clipboardText()).toMatch(/^http.*northern\.png$/);
    expect((await fetch(await app.clipboardText())).status).toBe(200);
    await expectFocus(desk);
  });

  const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
  await test.step('generate', async () => {
    await pressShortcut(page, 'app.open-generate');
    await expect(page.getByRole('textbox', { name: 'Prompt' })).toBeFocused();
    await keyboard.insertText('a lighthouse at dusk');
    await pressShortcut(page, 'generate.generate');
    await expect(results.first()).toHaveAccessibleName(/, Done$/, { timeout: 60_000 });
    await expectFocus(desk);
  });

  await test.step('look at it', async () => {
    await tabTo(desk, results.first().getByRole('button').first());
    await keyboard.press('Enter');
    await expect(desk.library).toBeFocused();
    const shown = desk.library.locator('[role="gridcell"][aria-selected="true"]');
    await expect(shown).toHaveCount(1);
    await keyboard.press('Space');
    await expect(desk.viewer.locator('img[data-picture]')).toHaveAttribute('data-state', 'there');
    await tabTo(desk, desk.viewer.getByRole('button', { name: 'Close the viewer' }));
    await keyboard.press('Enter');
    await expect(desk.viewer).toBeHidden();
    await expect(desk.library).toBeFocused();
  });

  await test.step('delete it, after a question that is first answered with no', async () => {
    const question = page.getByRole('dialog', { name: 'Delete this file?' });
    const selected = desk.library.locator('[role="gridcell"][aria-selected="true"]');
    const name = ((await selected.getAttribute('aria-label')) ?? '').split(', ')[0] ?? '';
    await pressShortcut(page, 'library.delete');
    await expect(question.getByRole('button', { name: 'Delete' })).toBeFocused();
    await keyboard.press('Escape');
    await expect(question).toBeHidden();
    await expect(desk.library).toBeFocused();
    await pressShortcut(page, 'library.delete');
    await expect(question.getByRole('button', { name: 'Delete' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(desk.tile(name)).toBeHidden();
    await expect(desk.library).toBeFocused();
  });
});

test('the focus stays near when a row goes, a menu closes or a screen changes', async ({ desk, folder }) => {
  const { page } = desk;
  const { keyboard } = page;
  await desk.call('transfers.pause', { which: 'all' });
  const names = ['1.png', '2.png', '3.png'];
  await desk.app.dropFiles(
    desk.library,
    await writeFiles(folder, Object.fromEntries(names.map((name, n) => [name, picture(n)]))),
  );
  await expect(desk.tiles).toHaveCount(3);
  await desk.library.focus();
  await pressShortcut(page, 'app.open-transfers');
  await expectFocus(desk);
  const list = page.getByRole('list', { name: 'Transfers' });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await list
    .getByRole('listitem')
    .nth(1)
    .getByRole('button', { name: /^Cancel/ })
    .focus();
  await keyboard.press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').nth(1).locator(':focus')).toHaveCount(1);

  await list
    .getByRole('button', { name: /^Place of / })
    .first()
    .focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expectFocus(desk);

  for (const id of ['app.open-usage', 'app.open-settings', 'app.open-generate', 'app.open-library'] as const) {
    await pressShortcut(page, id);
    await expectFocus(desk);
  }
  await expect(desk.library).toBeFocused();
});

test('the menu of a file opens by the keyboard as often as it is asked for, with and without motion', async ({
  desk,
  bucket,
}) => {
  await bucket.put('one.png', picture(1));
  await desk.refresh();
  await desk.tile('one.png').click();
  const menu = desk.page.getByRole('menu');
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await desk.page.emulateMedia({ reducedMotion });
    for (let time = 0; time < 3; time += 1) {
      await expect(desk.library).toBeFocused();
      await pressShortcut(desk.page, 'library.menu');
      await expect(menu.getByRole('menuitem').first()).toBeFocused();
      await desk.page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
    }
  }
});
