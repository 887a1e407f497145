import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type RunningApp } from '../support/app';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function bounds(app: RunningApp): Promise<Bounds> {
  return app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().startsWith('app://flow/'),
    );
    if (window === undefined) throw new Error('There is no window.');
    return window.getBounds();
  });
}

test('the window opens where it was, and on a screen where that is gone', async ({ app }) => {
  const wanted = { x: 40, y: 30, width: 1000, height: 700 };
  await app.electron.evaluate(({ BrowserWindow }, to) => {
    for (const window of BrowserWindow.getAllWindows()) window.setBounds(to);
  }, wanted);
  await expect.poll(() => bounds(app)).toEqual(wanted);
  const again = await app.relaunch();
  expect(await bounds(again)).toEqual(wanted);
  await again.quit();

  const file = path.join(app.launch.userDataDir, 'settings/window.json');
  const kept = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...kept, document: { ...wanted, x: 90_000, y: 90_000 } }));
  const elsewhere = await again.relaunch();
  const { x, y } = await bounds(elsewhere);
  const screen = await elsewhere.electron.evaluate(({ screen: all }) => all.getPrimaryDisplay().workArea);
  expect(x).toBeLessThan(screen.x + screen.width);
  expect(y).toBeLessThan(screen.y + screen.height);
});
