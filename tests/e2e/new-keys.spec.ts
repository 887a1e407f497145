import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../support/app';
import { Bucket } from '../support/bucket';
import { Desk } from '../support/desk';
import { picture } from '../support/files';
import { Wizard } from '../support/wizard';

const NEW_KEYS = { accessKeyId: 'c1'.repeat(16), secretAccessKey: 'd2'.repeat(32) };

// Three checks and two starts.
test.describe.configure({ timeout: 240_000 });

test('keys are replaced from the settings: new ones are tried in full, and those that can do less change nothing', async ({
  app,
  startSandbox,
  folder,
}) => {
  const dir = path.join(folder, 'bucket');
  const old = await startSandbox({ dir });
  const wizard = new Wizard(app);
  await wizard.fillIn(old);
  await wizard.test();
  await wizard.button('Finish').click();
  const desk = new Desk(app);
  const { page } = app;
  await expect(desk.library).toBeVisible();

  // In the dashboard a new token is made in the place of the old one; at first it may only read.
  await old.close();
  const file = path.join(dir, 'sandbox.json');
  const kept = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...kept, ...NEW_KEYS }));
  const limited = await startSandbox({ dir, profile: 'read-only' });
  expect(limited.endpoint).toBe(old.endpoint);

  await desk.goTo('Settings');
  await page.getByRole('button', { name: `More for ${old.bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Replace the keys…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New Access Key ID').fill(NEW_KEYS.accessKeyId);
  await dialog.getByLabel('New Secret Access Key').fill(NEW_KEYS.secretAccessKey);
  await dialog.getByRole('button', { name: 'Check and replace' }).click();
  await expect(dialog.getByText('The old keys stay')).toBeVisible();

  await limited.close();
  await startSandbox({ dir });
  await dialog.getByRole('button', { name: 'Check and replace' }).click();
  await expect(dialog.getByText(old.accessKeyId)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // With the old keys nothing would be found any more.
  const bucket = new Bucket({ ...old, ...NEW_KEYS });
  await bucket.put('after.png', picture());
  bucket.close();
  const again = new Desk(await app.relaunch());
  await expect(again.tile('after.png')).toBeVisible();
});
