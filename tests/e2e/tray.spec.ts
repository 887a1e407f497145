import { expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import type { RunningApp } from '../support/running-app';

/** How many windows of the app there are, without the hidden one that decodes. */
function windows(app: RunningApp): Promise<number> {
  return app.electron.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().filter(({ webContents }) => webContents.getURL().startsWith('app://flow/')).length,
  );
}

test('with its icon in the tray the app outlives its window, and goes on with its work; a second start brings it back', async ({
  desk,
  bucket,
  folder,
}) => {
  const { app, page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('switch', { name: 'Icon in the tray or menu bar' }).click({ force: true });
  await expect.poll(async () => (await desk.call('app.snapshot', null)).slices.settings.tray).toBe(true);
  await desk.goTo('Library');
  const [file = ''] = await writeFiles(folder, { 'late.png': picture(1) });
  await desk.app.dropFiles(desk.library, [file]);
  await expect(desk.tile('late.png')).toBeVisible();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => windows(app)).toBe(0);
  await expect.poll(() => bucket.keys()).toEqual(['late.png']);
  expect(app.hasEnded).toBe(false);

  const opened = app.electron.waitForEvent('window', { predicate: (one) => one.url().startsWith('app://flow/') });
  await app.electron.evaluate(({ app: electron }) => electron.emit('second-instance', {}, []));
  const again = await opened;
  await expect(
    again.getByRole('grid', { name: 'Library' }).getByRole('gridcell', { name: /^late\.png/ }),
  ).toBeVisible();
  await again.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings', exact: true }).click();
  await again.getByRole('switch', { name: 'Icon in the tray or menu bar' }).click({ force: true });
  await expect(again.getByRole('switch', { name: 'Icon in the tray or menu bar' })).not.toBeChecked();
});
