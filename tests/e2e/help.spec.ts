import type { Locator } from '@playwright/test';
import type { AnswerId } from '../../renderer/help/answers';
import { help as words } from '../../renderer/i18n/en/help';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { pressShortcut } from '../support/shortcut-keys';

function helpOf({ page }: Desk): Locator {
  return page.getByRole('dialog', { name: 'Help', exact: true });
}

/** Opens an answer, and presses its one button. */
async function follow(desk: Desk, id: AnswerId): Promise<void> {
  const { question, action } = words.answers[id];
  await expect(desk.page.getByRole('dialog')).toHaveCount(0);
  await pressShortcut(desk.page, 'app.open-help');
  await helpOf(desk).getByRole('searchbox').fill(question);
  await helpOf(desk).getByRole('button', { name: question }).click();
  await helpOf(desk).getByRole('button', { name: action }).click();
  await expect(helpOf(desk)).toBeHidden();
}

test('each answer has a button that does what helps', { tag: '@long' }, async ({ desk, bucket }) => {
  test.setTimeout(240_000);
  const { page, app } = desk;
  const opened = await app.keepFromBrowser();
  await bucket.put('older.png', picture(1));
  await bucket.put('newest.png', picture(2));
  await desk.refresh();
  await expect(desk.tiles).toHaveCount(2);
  const heading = (name: string) => async () => expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const browses = (address: string) => async () => expect.poll(async () => (await opened()).at(-1)).toContain(address);
  const domains = async (): Promise<void> =>
    expect(page.getByRole('region', { name: 'Public domains' })).toBeInViewport();
  const wizardAt = (step: string) => async () => {
    await expect(page.getByRole('navigation', { name: 'Steps' }).locator('[aria-current="step"]')).toContainText(step);
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    await expect(desk.library).toBeVisible();
  };
  const closes = (name: string | RegExp) => async () => {
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toBeHidden();
  };
  const proofs: Readonly<Record<AnswerId, () => Promise<void>>> = {
    'no-r2': browses('dash.cloudflare.com/?to=/:account/r2'),
    permission: browses('/r2/api-tokens'),
    'secret-lost': browses('/r2/api-tokens'),
    'see-tokens': browses('/r2/api-tokens'),
    link: async () => {
      const diagnosis = page.getByRole('dialog', { name: 'Why does the link not open?' });
      await expect(diagnosis).toContainText('newest.png');
      await page.keyboard.press('Escape');
      await expect(diagnosis).toBeHidden();
    },
    endpoint: wizardAt('Account'),
    works: wizardAt('Check'),
    rotate: closes(/^New keys for/),
    public: domains,
    website: domains,
    interrupted: heading('Transfers'),
    generated: heading('Generate'),
    backend: heading('Settings'),
    cost: heading('Usage'),
    'no-account': async () => expect(page.getByRole('button', { name: 'Try a local sandbox bucket' })).toBeVisible(),
  };
  for (const [id, proof] of Object.entries(proofs))
    await test.step(id, async () => {
      await follow(desk, id as AnswerId);
      await proof();
    });
});

test('an answer is found by its words, in the palette too, and what nobody asked is said so', async ({ desk }) => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  const list = helpOf(desk);
  await expect(list.getByRole('searchbox')).toBeFocused();
  await list.getByRole('searchbox').fill('cors website');
  await expect(list.getByRole('heading', { level: 3 })).toHaveText(['My website cannot load the files']);
  await list.getByRole('searchbox').fill('weather');
  await expect(list.getByRole('status')).toContainText('No answer has these words');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await pressShortcut(page, 'app.open-palette');
  await page.getByRole('textbox', { name: 'Command palette' }).fill('what does it cost');
  await page.getByRole('button', { name: /^What does it cost\?/ }).click();
  await expect(list.getByRole('button', { name: 'Open Usage' })).toBeVisible();
});

test('before there is a connection the answers say what to do, and offer only what can be done', async ({ app }) => {
  await expect(app.page.getByRole('button', { name: 'Connect a Cloudflare account' })).toBeVisible();
  const desk = new Desk(app);
  await pressShortcut(app.page, 'app.open-help');
  await helpOf(desk).getByRole('button', { name: 'What does it cost?' }).click();
  await expect(helpOf(desk)).toContainText('Ten gigabytes');
  await expect(helpOf(desk).getByRole('button', { name: 'Open Usage' })).toHaveCount(0);
  await helpOf(desk).getByRole('button', { name: 'There is no R2 in my dashboard' }).click();
  await expect(helpOf(desk).getByRole('button', { name: 'Open R2 in the dashboard' })).toBeVisible();
});

test('a first run has three tips, which stay away once they were put away, and come back when asked for', async ({
  desk,
}) => {
  const tips = (of: Desk): Locator => of.page.getByRole('region', { name: 'Tips' });
  await expect(tips(desk)).toContainText('Tip 1 of 3');
  await tips(desk).getByRole('button', { name: 'Next' }).click();
  await expect(tips(desk)).toContainText('Tip 2 of 3');
  await tips(desk).getByRole('button', { name: 'Next' }).click();
  await tips(desk).getByRole('button', { name: 'Got it' }).click();
  await expect(tips(desk)).toBeHidden();
  const again = new Desk(await desk.app.relaunch());
  await expect(again.library).toBeVisible();
  await expect(tips(again)).toBeHidden();
  await pressShortcut(again.page, 'app.open-help');
  await helpOf(again).getByRole('button', { name: 'Show the tips again' }).click();
  await expect(tips(again)).toContainText('Tip 1 of 3');
  await tips(again).getByRole('button', { name: 'Hide the tips' }).click();
  await expect(tips(again)).toBeHidden();
});
