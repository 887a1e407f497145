import path from 'node:path';
import { startSeededSandbox } from '../bench/library/seeded-sandbox';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';

const MANY = 12_431;

test('all 12,431 are selected by one rule, one is taken out again, and the rest is deleted', async ({
  app,
  startSandbox,
  folder,
  problems,
}) => {
  test.slow();
  const dir = path.join(folder, 'many');
  await (await startSeededSandbox(dir, MANY)).close();
  const sandbox = await startSandbox({ dir });
  const bucket = new Bucket(sandbox);
  const desk = new Desk(app);
  const { page } = app;
  await desk.connect(sandbox);
  await expect(desk.status).toHaveText(/12,431 objects(?!.*so far)/, { timeout: 90_000 });

  // The whole bucket but one.
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
  await app.quit();
  problems.length = 0;
  bucket.close();
});
