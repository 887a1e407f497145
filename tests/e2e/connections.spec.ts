import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { filesWith } from '../support/on-disk';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

const TOKEN = `cfat_${'R3m0ved-'.repeat(5)}0a1b2c3d`;

// Each starts the app more than once, and reads all that it has written.
test.slow();

interface KeptProfile {
  readonly id: string;
  readonly sealedSecret: string;
  readonly sealedApiToken: string;
}

async function keptProfiles(dataFolder: string): Promise<readonly KeptProfile[]> {
  const text = await readFile(path.join(dataFolder, 'settings/connections.json'), 'utf8');
  return (JSON.parse(text) as { document: { profiles: KeptProfile[] } }).document.profiles;
}

async function thumbnailsIn(dataFolder: string): Promise<number> {
  const names = await readdir(path.join(dataFolder, 'cache/thumbnails'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.webp')).length;
}

test('what was removed is gone from the disk: secrets, index, previews, transfers; the other connection keeps its own', async ({
  desk,
  bucket,
  folder,
  startSandbox,
  secrets,
}) => {
  secrets.push(TOKEN);
  const { page } = desk;
  const { userDataDir } = desk.app.launch;
  await bucket.put('stays.png', picture(1));
  await desk.refresh();
  await desk.drawnSize('stays.png');
  expect(await thumbnailsIn(userDataDir)).toBe(1);

  const other = await startSandbox();
  const going = new Bucket(other);
  await going.put('shoot/vanishing-act.png', picture(2));
  const { id } = await desk.connect(other, { apiToken: { kind: 'typed', value: TOKEN } });
  await desk.drawnSize('vanishing-act.png');
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'sent-and-gone.png': picture(3) }));
  await expect(desk.arrived('sent-and-gone.png')).toBeVisible();
  await desk.drawnSize('sent-and-gone.png');
  await expect.poll(() => thumbnailsIn(userDataDir)).toBeGreaterThan(2);
  const kept = (await keptProfiles(userDataDir)).find((one) => one.id === id);
  expect(kept?.sealedSecret.length).toBeGreaterThan(40);
  expect(kept?.sealedApiToken.length).toBeGreaterThan(40);

  await desk.goTo('Settings');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Open now' })
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove connection' }).click();
  await expect(desk.news('was removed from this app')).toBeVisible();
  await expect.poll(() => thumbnailsIn(userDataDir)).toBe(1);
  await desk.goTo('Library');
  await expect(desk.arrived('stays.png')).toBeVisible();
  await desk.app.quit();

  for (const text of [kept?.sealedSecret, kept?.sealedApiToken])
    expect(await filesWith(userDataDir, text ?? '?')).toEqual([]);
  expect([...(await going.keys())].sort()).toEqual(['sent-and-gone.png', 'shoot/vanishing-act.png']);
  going.close();
  const again = new Desk(await desk.app.relaunch());
  await expect(again.arrived('stays.png')).toBeVisible();
  expect(await again.drawnSize('stays.png')).toEqual({ width: 64, height: 48 });
  await again.goTo('Transfers');
  await expect(again.transfer('sent-and-gone.png')).toBeHidden();
  await again.app.quit();
  // The journal of transfers leaves out what is over when it is opened.
  for (const text of [id, other.accessKeyId, 'vanishing-act', 'sent-and-gone'])
    expect(await filesWith(userDataDir, text), text).toEqual([]);
});

test('an edited connection keeps its secret and all that is known of its bucket', async ({ desk, bucket, sandbox }) => {
  const { page } = desk;
  await bucket.put('known.png', picture(1));
  await desk.refresh();
  await expect(desk.arrived('known.png')).toBeVisible();
  await desk.goTo('Settings');
  await page.getByRole('button', { name: `Edit: ${sandbox.bucket}` }).click();
  const wizard = new Wizard(desk.app);
  await wizard.expectStep('Account');
  await wizard.button('Next').click();
  await expect(wizard.field('Access Key ID')).toHaveValue(sandbox.accessKeyId);
  await expect(wizard.field('Secret Access Key')).toHaveValue('');
  await wizard.button('Next').click();
  await expect(wizard.field('Bucket')).toHaveValue(sandbox.bucket);
  await wizard.button('Next').click();
  await wizard.answer({ 'Public domain': '' });
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(desk.arrived('known.png')).toBeVisible();
  expect(new URL(await desk.copyLink('known.png')).searchParams.has('X-Amz-Signature')).toBe(true);

  // With nobody to ask, what is shown is what was known.
  const { slices } = await desk.call('app.snapshot', null);
  const [profile] = slices.connections.profiles;
  if (profile === undefined) throw new Error('There is no connection');
  const { id, address, accessKeyId } = profile;
  const own = { kind: 'stored', connectionId: id } as const;
  await sandbox.close();
  const draft = { address, bucket: sandbox.bucket, accessKeyId, publicBase: sandbox.publicBase, secret: own };
  await desk.call('connections.save', { draft: { ...draft, apiToken: { kind: 'none' } }, replaces: id });
  await expect(page.getByRole('alert').filter({ hasText: 'What you see was read' })).toBeVisible();
  await expect(desk.arrived('known.png')).toBeVisible();
  await desk.app.quit();
});

test('another bucket with the same keys is a connection of its own, which its removal leaves alone', async ({
  desk,
  sandbox,
  bucket,
}) => {
  const { page } = desk;
  await bucket.put('first.png', picture(1));
  const second = new Bucket({ ...sandbox, bucket: 'second-bucket' });
  await second.makeBucket();
  await second.put('second.png', picture(2));
  await desk.goTo('Settings');
  await page.getByRole('button', { name: `More for ${sandbox.bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Another bucket with these keys' }).click();
  const wizard = new Wizard(desk.app);
  await wizard.expectStep('Bucket');
  await wizard.answer({ Bucket: 'second-bucket' });
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(desk.arrived('second.png')).toBeVisible();

  await desk.goTo('Settings');
  await page.getByRole('button', { name: `More for ${sandbox.bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove connection' }).click();
  await expect(page.getByRole('button', { name: /^More for/ })).toHaveCount(1);
  const again = new Desk(await desk.app.relaunch());
  await second.put('later.png', picture(3));
  await again.refresh();
  await expect(again.arrived('later.png')).toBeVisible();
  second.close();
  await expectNoTraceOf(again.app, [sandbox.secretAccessKey]);
});

test('a file with the five names, and the environment with them, become connections', async ({
  launch,
  sandbox,
  bucket,
  folder,
}) => {
  await bucket.put('here.png', picture());
  const names = {
    R2_ACCESS_KEY_ID: sandbox.accessKeyId,
    R2_SECRET_ACCESS_KEY: sandbox.secretAccessKey,
    R2_BUCKET_NAME: sandbox.bucket,
    R2_ENDPOINT_URL: sandbox.endpoint,
    R2_PUBLIC_DOMAIN: sandbox.publicBase,
  };
  const file = path.join(folder, '.env');
  await writeFile(
    file,
    Object.entries(names)
      .map(([name, value]) => `export ${name}="${value}"\r\n`)
      .join(''),
  );
  for (const way of ['Choose a file…', 'Look in the environment']) {
    const app = await launch(way === 'Choose a file…' ? {} : { env: names });
    await app.stubOpenDialog([file]);
    const wizard = new Wizard(app);
    await wizard.button('Import a configuration').click();
    await wizard.button(way).click();
    const found = wizard.page.getByRole('list', { name: 'What was found' });
    await expect(found.getByRole('listitem')).toHaveCount(5);
    for (const name of Object.keys(names)) await expect(found).toContainText(name);
    await wizard.button('Next').click();
    await wizard.expectStep('Check');
    await wizard.test();
    await wizard.button('Finish').click();
    await expect(new Desk(app).tile('here.png')).toBeVisible();
    await expectNoTraceOf(app, [sandbox.secretAccessKey]);
  }
  await rm(file);
});
