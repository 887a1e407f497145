import { expect, test } from '../support/desk';
import { cutOff } from '../support/cut-off';
import { dialogsOfFiles, dialogsOfWork, everyScreen, fillBucket } from '../support/every-dialog';
import type { RunningApp } from '../support/running-app';
import { Wizard } from '../support/wizard';

test.setTimeout(420_000);

/** A small laptop's window at 200 %: what is shown has half of it. */
async function zoomIn(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().startsWith('app://flow'),
    );
    window?.setContentSize(1280, 800);
    window?.webContents.setZoomFactor(2);
  });
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(640);
}

test(
  'at 200 % nothing is cut off, and nothing scrolls sideways, on any screen and in any dialog',
  { tag: '@long' },
  async ({ desk, bucket, folder }) => {
    await fillBucket(desk, (key, bytes) => bucket.put(key, bytes));
    await zoomIn(desk.app);
    const problems: Record<string, readonly string[]> = {};
    const visit = async (name: string): Promise<void> => {
      const found = await cutOff(desk.page);
      if (found.length > 0) problems[name] = found;
    };
    await everyScreen({ desk, visit });
    await dialogsOfFiles({ desk, folder, visit });
    await dialogsOfWork({ desk, folder, visit });
    expect(problems).toEqual({});
  },
);

test('at 200 % the wizard is whole', async ({ app, sandbox }) => {
  const wizard = new Wizard(app);
  await expect(wizard.button('Connect a Cloudflare account')).toBeVisible();
  await zoomIn(app);
  const problems: Record<string, readonly string[]> = {};
  const visit = async (name: string): Promise<void> => {
    const found = await cutOff(app.page);
    if (found.length > 0) problems[name] = found;
  };
  await visit('welcome');
  await wizard.button('Connect a Cloudflare account').click();
  await visit('account');
  await wizard.answer({ Endpoint: sandbox.endpoint });
  await visit('keys');
  await wizard.answer({ 'Access Key ID': sandbox.accessKeyId, 'Secret Access Key': sandbox.secretAccessKey });
  await visit('bucket');
  await wizard.answer({ Bucket: sandbox.bucket });
  await visit('links');
  await wizard.button('Next').click();
  await wizard.test();
  await visit('check');
  expect(problems).toEqual({});
});
