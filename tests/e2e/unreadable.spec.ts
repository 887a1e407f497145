import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { withKeyringIn } from '../support/keyring';
import { RunningApp } from '../support/running-app';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

// Starts the app twice, and reads all that it has written.
test.slow();

test('a keyring that cannot open the secret: that connection asks for it again, the others are not lost', async ({
  desk,
  sandbox,
  bucket,
  folder,
  problems,
}) => {
  test.skip(process.platform !== 'linux', 'Only there can a test bring another keyring.');
  await bucket.put('here.png', picture());
  await expect(desk.library).toBeVisible();
  await desk.call('connections.openSandbox', null);
  await expect(desk.tiles.first()).toBeVisible();
  await desk.app.quit();

  const moved = new Desk(await RunningApp.start({ ...desk.app.launch, ...(await withKeyringIn(folder)) }));
  await expect(moved.tiles.first()).toBeVisible();
  const switcher = moved.page.getByRole('button', { name: 'Switch bucket' });
  await switcher.click();
  const host = new URL(sandbox.endpoint).host;
  await moved.page.getByRole('menuitem').filter({ hasText: host }).click();
  const banner = moved.page.getByRole('alert').filter({ hasText: 'This connection needs its secret' });
  await expect(banner).toContainText('can no longer open the secret');
  await banner.getByRole('button', { name: 'Enter the secret' }).click();
  const wizard = new Wizard(moved.app);
  await wizard.expectStep('Keys');
  await expect(wizard.field('Access Key ID')).toHaveValue(sandbox.accessKeyId);
  await wizard.answer({ 'Secret Access Key': sandbox.secretAccessKey });
  await wizard.button('Next').click();
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(moved.tile('here.png')).toBeVisible();
  await expect(banner).toBeHidden();
  // Until then it could give no picture, and Chromium says so of each that was asked for.
  expect(problems.filter((problem) => !/\b50[23]\b.* media:\/\//.test(problem))).toEqual([]);
  problems.length = 0;
  await expectNoTraceOf(moved.app, [sandbox.secretAccessKey]);
});
