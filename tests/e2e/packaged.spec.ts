import path from 'node:path';
import { expect, test } from '../support/app';

// Run by `npm run package:smoke`, which says in APP_EXE where the packaged app is.
test('the packaged app opens the sandbox bucket and remembers it', async ({ launch, folder }) => {
  const executable = process.env['APP_EXE'];
  if (executable === undefined) throw new Error('APP_EXE is not set: run npm run package:smoke');
  const app = await launch({ executable, userDataDir: path.join(folder, 'profile') });
  expect(await app.electron.evaluate(({ app: electronApp }) => electronApp.isPackaged)).toBe(true);
  await app.page.getByRole('button', { name: 'Try a local sandbox bucket' }).click();
  await expect(app.page.getByRole('grid', { name: 'Library' })).toBeVisible();

  const again = await app.relaunch();
  await expect(again.page.getByRole('grid', { name: 'Library' })).toBeVisible();
});
