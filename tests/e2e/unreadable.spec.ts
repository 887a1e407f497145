import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronPath } from '../../build/electron-path.mjs';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { RunningApp } from '../support/running-app';
import { Wizard } from '../support/wizard';

const root = path.resolve(import.meta.dirname, '../..');

/** A program that starts the app with a keyring that is new and empty, as on another computer. */
async function onAnotherKeyring(folder: string): Promise<string> {
  const file = path.join(folder, 'electron-on-another-keyring');
  const command = [process.execPath, path.join(root, 'build/with-keyring.mjs'), electronPath()];
  await writeFile(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

test('a keyring that cannot open the secret: that connection asks for it again, the others are not lost', async ({
  desk,
  sandbox,
  bucket,
  folder,
}) => {
  test.skip(process.platform !== 'linux', 'Only there can a test bring another keyring.');
  await bucket.put('here.png', picture());
  await expect(desk.library).toBeVisible();
  await desk.call('connections.openSandbox', null);
  await expect(desk.tiles.first()).toBeVisible();
  await desk.app.quit();

  const executable = await onAnotherKeyring(folder);
  const moved = new Desk(await RunningApp.start({ ...desk.app.launch, executable, args: [root] }));
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
});
