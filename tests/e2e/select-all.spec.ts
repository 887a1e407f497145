import path from 'node:path';
import { bigKey } from '../bench/library/big-index';
import { startSeededSandbox } from '../bench/library/seeded-sandbox';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';

const MANY = 12_431;
const SUNSETS = Array.from({ length: MANY }, (_, n) => bigKey(n)).filter((key) => key.includes('sunset'));

test('all 12,431 are selected by one rule, some taken out again, and the rest edited, moved and deleted', async ({
  app,
  startSandbox,
  folder,
  problems,
}) => {
  test.setTimeout(600_000);
  const dir = path.join(folder, 'many');
  await (await startSeededSandbox(dir, MANY)).close();
  const sandbox = await startSandbox({ dir });
  const bucket = new Bucket(sandbox);
  const desk = new Desk(app);
  const { page } = app;
  await desk.connect(sandbox);
  await expect(desk.status).toHaveText(/12,431 objects(?!.*so far)/, { timeout: 90_000 });

  // A search is a view: a rule over it speaks of what it finds, also of what was never on the screen.
  await page.getByRole('searchbox', { name: 'Search' }).fill('sunset');
  await expect(desk.status).toContainText(`${SUNSETS.length.toLocaleString('en')} objects`);
  await desk.library.press('ControlOrMeta+a');
  await expect(page.getByText(`${SUNSETS.length.toLocaleString('en')} selected: all in this view`)).toBeVisible();
  const spared = (await desk.names())[1] ?? '';
  await desk.tile(spared).click({ modifiers: ['ControlOrMeta'] });
  const edited = SUNSETS.filter((key) => !key.endsWith(`/${spared}`));
  await expect(page.getByText(`${edited.length.toLocaleString('en')} selected`)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+i');
  const edit = page.getByRole('dialog', { name: 'Type, cache and metadata' });
  await edit.getByRole('combobox', { name: 'Cache-Control' }).fill('public, max-age=60');
  await edit.getByRole('button', { name: `Change ${edited.length.toLocaleString('en')} files` }).click();
  await expect(edit).toBeHidden();
  const done = async (): Promise<number> => {
    const { slices } = await desk.call('app.snapshot', null);
    return slices.transfers.summary.counts.done;
  };
  await expect.poll(done, { timeout: 200_000 }).toBe(edited.length);
  for (const key of [edited[0], edited[500], edited.at(-1)])
    expect((await bucket.head(key ?? '')).cacheControl).toBe('public, max-age=60');
  const sparedKey = SUNSETS.find((key) => key.endsWith(`/${spared}`)) ?? '';
  expect((await bucket.head(sparedKey)).cacheControl).toBe('');

  // The whole bucket but one.
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await expect(desk.status).toContainText('12,431 objects');
  await desk.library.press('ControlOrMeta+a');
  await expect(page.getByText('12,431 selected: all in this view')).toBeVisible();
  const last = (await desk.names())[2] ?? '';
  await desk.tile(last).click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByText('12,430 selected')).toBeVisible();
  await desk.library.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete these files?' });
  await expect(question).toContainText('12,430 objects');
  await question.getByRole('textbox').fill('12430');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(desk.news('12,430 objects deleted')).toBeVisible({ timeout: 60_000 });
  await expect(desk.status).toContainText('1 object');
  const left = await bucket.keys();
  expect(left).toHaveLength(1);
  expect(left[0]?.endsWith(`/${last}`)).toBe(true);
  // There is nothing behind the names.
  problems.length = 0;
  bucket.close();
});
