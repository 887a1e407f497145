import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Locator } from '@playwright/test';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { TimersOfMain } from '../support/timers-of-main';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

const GUIDE_NAMES = [
  'R2_ACCESS_KEY_ID',
  'R2_SECRET_ACCESS_KEY',
  'R2_BUCKET_NAME',
  'R2_ENDPOINT_URL',
  'R2_PUBLIC_DOMAIN',
];

// Each reads all that the app has written, and the heap of its page.
test.slow();

async function openExport({ page }: Desk, bucket: string): Promise<Locator> {
  await page.getByRole('button', { name: `More for ${bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Export the keys…' }).click();
  return page.getByRole('dialog', { name: `Export the keys of ${bucket}` });
}

/** What a simple reader of such files makes of it: a name and a value a line. */
function valuesIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.includes('=') && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.split('=')[0]?.trim(), line.replace(/^[^=]*=/, '').trim()]));
}

test('keys go to a file that only this user may read, and what is in it works', async ({
  desk,
  sandbox,
  bucket,
  folder,
  launch,
}) => {
  await bucket.put('here.png', picture());
  await desk.goTo('Settings');
  const files = { '.env': '.env', 'rclone.conf': 'rclone.conf', 'AWS profile': 'credentials' };
  for (const [form, name] of Object.entries(files)) {
    const file = path.join(folder, name);
    // What lies there may be open to all; what takes its place is not.
    await writeFile(file, 'older');
    await chmod(file, 0o644);
    await desk.app.stubSaveDialog(file);
    const dialog = await openExport(desk, sandbox.bucket);
    await expect(dialog.getByText('The secret key will stand there in the clear')).toBeVisible();
    await expect(dialog.getByText(/read, change and delete/)).toBeVisible();
    await expect(dialog.getByText(/\.gitignore/)).toBeVisible();
    await dialog.getByText(form, { exact: true }).click();
    await dialog.getByRole('button', { name: 'Save to a file…' }).click();
    await expect(dialog).toBeHidden();
    const news = desk.news('The keys were exported');
    await expect(news).toContainText('.gitignore');
    await expect(news).toBeHidden();
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  }

  const env = valuesIn(await readFile(path.join(folder, '.env'), 'utf8'));
  expect(Object.keys(env)).toEqual(GUIDE_NAMES);
  const [accessKeyId = '', secretAccessKey = '', name = '', endpoint = '', publicBase = ''] = Object.values(env);
  const byEnv = new Bucket({ accessKeyId, secretAccessKey, bucket: name, endpoint, publicBase });
  expect(await byEnv.keys()).toEqual(['here.png']);
  expect((await fetch(byEnv.publicUrl('here.png'))).status).toBe(200);
  byEnv.close();

  const rclone = valuesIn(await readFile(path.join(folder, 'rclone.conf'), 'utf8'));
  const byRclone = new Bucket({
    accessKeyId: rclone['access_key_id'] ?? '',
    secretAccessKey: rclone['secret_access_key'] ?? '',
    endpoint: rclone['endpoint'] ?? '',
    bucket: sandbox.bucket,
    publicBase,
  });
  expect(await byRclone.keys()).toEqual(['here.png']);
  byRclone.close();
  expect(await keysByProfile(path.join(folder, 'credentials'), sandbox.bucket)).toEqual(['here.png']);

  for (const file of Object.values(files)) {
    const app = await launch();
    await app.stubOpenDialog([path.join(folder, file)]);
    const wizard = new Wizard(app);
    await wizard.button('Import a configuration').click();
    await wizard.button('Choose a file…').click();
    await wizard.button('Next').click();
    if (file !== '.env') {
      // Their formats know no bucket, nor a public domain.
      await wizard.expectStep('Bucket');
      await wizard.answer({ Bucket: sandbox.bucket });
      await wizard.answer({ 'Public domain': sandbox.publicBase });
    }
    await wizard.expectStep('Check');
    await wizard.test();
    await wizard.button('Finish').click();
    await expect(new Desk(app).tile('here.png')).toBeVisible();
    await expectNoTraceOf(app, [sandbox.secretAccessKey]);
  }
  await expectNoTraceOf(desk.app, [sandbox.secretAccessKey]);
});

/** As AWS's own tools read a profile. */
async function keysByProfile(file: string, bucket: string): Promise<readonly (string | undefined)[]> {
  const names = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: `${file}.none`, AWS_PROFILE: bucket };
  Object.assign(process.env, names);
  try {
    const client = new S3Client();
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    client.destroy();
    return Contents.map(({ Key }) => Key);
  } finally {
    for (const name of Object.keys(names)) delete process.env[name];
  }
}

test(
  'keys on the clipboard go after a minute, and what a person has put there since stays',
  { tag: '@long' },
  async ({ desk, sandbox }) => {
    const { app } = desk;
    const timers = await TimersOfMain.hold(app, 60_000);
    const copy = async (): Promise<void> => {
      const dialog = await openExport(desk, sandbox.bucket);
      await dialog.getByRole('button', { name: 'Copy to the clipboard' }).click();
      await expect(dialog).toBeHidden();
      const news = desk.news('The keys are on the clipboard');
      await expect(news).toContainText('.gitignore');
      await expect(news).toBeHidden();
    };
    await desk.goTo('Settings');
    await copy();
    expect(Object.keys(valuesIn(await app.clipboardText()))).toEqual(GUIDE_NAMES);
    expect(await app.clipboardText()).toContain(sandbox.secretAccessKey);
    await timers.pass();
    await expect.poll(() => app.clipboardText()).toBe('');

    await copy();
    await app.electron.evaluate(({ clipboard }) => clipboard.writeText('my own words'));
    await timers.pass();
    expect(await app.clipboardText()).toBe('my own words');

    await expectNoTraceOf(app, [sandbox.secretAccessKey]);
  },
);
