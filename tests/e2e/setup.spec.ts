import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../support/app';
import { Desk } from '../support/desk';
import { filesWith } from '../support/on-disk';
import type { SandboxAddress } from '../support/sandbox';
import { Wizard } from '../support/wizard';

const ACCOUNT = '0d2c4f6a8b1e3c5d7f9a0b2c4d6e8f10';
const KEY_ID = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const SECRET = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

function envOf({ endpoint, accessKeyId, secretAccessKey, bucket }: SandboxAddress, publicDomain: string): string {
  return [
    '# Cloudflare R2',
    `R2_ACCESS_KEY_ID=${accessKeyId}`,
    `R2_SECRET_ACCESS_KEY="${secretAccessKey}"`,
    `R2_BUCKET_NAME=${bucket}`,
    `R2_ENDPOINT_URL=${endpoint}`,
    `R2_PUBLIC_DOMAIN=${publicDomain}`,
  ].join('\n');
}

test('a bucket connected step by step is in the library, and at once there at the next start', async ({
  app,
  sandbox,
}) => {
  const wizard = new Wizard(app);
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.openAdvanced();
  await wizard.answer({ Endpoint: sandbox.endpoint });
  await wizard.expectStep('Keys');
  await expect(wizard.page.getByText('Kept by the system keychain')).toBeVisible();
  await wizard.answer({ 'Access Key ID': sandbox.accessKeyId, 'Secret Access Key': sandbox.secretAccessKey });
  await wizard.answer({ Bucket: sandbox.bucket });

  // Back to the beginning and forward again: all is as it was typed.
  for (const step of ['Bucket', 'Keys', 'Account'] as const) {
    await wizard.button('Back').click();
    await wizard.expectStep(step);
  }
  await expect(wizard.field('Endpoint')).toHaveValue(sandbox.endpoint);
  await wizard.button('Next').click();
  await expect(wizard.field('Access Key ID')).toHaveValue(sandbox.accessKeyId);
  await expect(wizard.field('Secret Access Key')).toHaveValue(sandbox.secretAccessKey);
  await wizard.button('Next').click();
  await expect(wizard.field('Bucket')).toHaveValue(sandbox.bucket);
  await wizard.button('Next').click();
  await wizard.answer({ 'Public domain': sandbox.publicBase });
  await expect(wizard.button('Finish')).toBeDisabled();
  await wizard.test();
  await wizard.expectOutcomes({
    List: 'passed',
    Write: 'passed',
    Read: 'passed',
    Delete: 'passed',
    'Public read': 'passed',
  });
  await wizard.button('Finish').click();
  await expect(new Desk(app).library).toBeVisible();

  const again = new Desk(await app.relaunch());
  await expect(again.library).toBeVisible();
  await expect(again.page.getByText('This connection needs its secret')).toBeHidden();
  await expect(again.page.getByRole('button', { name: 'Switch bucket' })).toContainText(sandbox.bucket);
  await expect(again.status).toContainText('0 objects');
  await again.app.quit();
  expect(await filesWith(app.launch.userDataDir, sandbox.secretAccessKey)).toEqual([]);
});

test('what is typed is judged at once, and what cannot be right goes no further', async ({ app }) => {
  const wizard = new Wizard(app);
  const { page } = app;
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.button('Next').click();
  await expect(wizard.field('Account ID')).toBeFocused();
  await expect(page.getByText('This is needed to go on.')).toBeVisible();
  await wizard.answer({ 'Account ID': ACCOUNT.slice(0, 31) });
  await expect(page.getByText('An Account ID has 32 characters; this has 31.')).toBeVisible();
  await wizard.expectStep('Account');
  await wizard.answer({ Endpoint: 'http://s3.example.com' });
  await expect(page.getByText('The endpoint must begin with https://')).toBeVisible();
  await wizard.expectStep('Account');
  await wizard.field('Endpoint').fill('');

  // An endpoint in the place of the Account ID is taken apart.
  await wizard.field('Account ID').fill(`https://${ACCOUNT}.eu.r2.cloudflarestorage.com/taken-apart`);
  await expect(wizard.field('Account ID')).toHaveValue(ACCOUNT);
  await expect(page.getByRole('combobox', { name: 'Jurisdiction' })).toHaveValue('European Union');
  await expect(page.getByText('The bucket taken-apart came with it.')).toBeVisible();
  await wizard.button('Next').click();
  await wizard.answer({ 'Access Key ID': SECRET, 'Secret Access Key': KEY_ID });
  await expect(page.getByText('With 64 characters, this is the Secret Access Key.')).toBeVisible();
  await wizard.expectStep('Keys');
  await wizard.button('Swap the two').click();
  await expect(wizard.field('Access Key ID')).toHaveValue(KEY_ID);
  await expect(wizard.field('Secret Access Key')).toHaveValue(SECRET);
  await wizard.button('Next').click();

  await expect(wizard.field('Bucket')).toHaveValue('taken-apart');
  await wizard.answer({ Bucket: 'My_Bucket' });
  await expect(page.getByText('Only lowercase letters: bucket names have no uppercase letters.')).toBeVisible();
  await wizard.answer({ Bucket: 'my-bucket' });
  await wizard.answer({ 'Public domain': `https://my-bucket.${ACCOUNT}.r2.cloudflarestorage.com` });
  await expect(page.getByText('This address never opens for others')).toBeVisible();
  await wizard.expectStep('Public links');
  await wizard.answer({ 'Public domain': 'media.example.com' });
  await wizard.expectStep('Check');
});

test('a pasted .env is taken over; the S3 address as public domain is explained', async ({ app, sandbox }) => {
  const wizard = new Wizard(app);
  await wizard.button('Import a configuration').click();
  await wizard
    .field('Configuration')
    .fill(envOf(sandbox, `https://${sandbox.bucket}.${ACCOUNT}.r2.cloudflarestorage.com`));
  const found = wizard.page.getByRole('list', { name: 'What was found' });
  await expect(found.getByRole('listitem')).toHaveCount(5);
  await expect(found).not.toContainText(sandbox.secretAccessKey);
  await expect(wizard.page.getByText('It never opens without a signature, so it is left out')).toBeVisible();
  await wizard.button('Next').click();
  await wizard.expectStep('Public links');
  await expect(wizard.page.getByText('links to it never open for others')).toBeVisible();
  await wizard.answer({ 'Public domain': sandbox.publicBase });
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(new Desk(app).library).toBeVisible();
});

test('an .env file is chosen through the dialog; text without the five names is refused in words', async ({
  app,
  sandbox,
  folder,
}) => {
  const file = path.join(folder, '.env');
  await writeFile(file, envOf(sandbox, sandbox.publicBase));
  const wizard = new Wizard(app);
  await wizard.button('Import a configuration').click();
  await wizard.field('Configuration').fill('AWS_REGION=auto');
  await expect(wizard.page.getByText('Nothing that belongs to a connection was found.')).toBeVisible();
  await expect(wizard.button('Next')).toBeDisabled();
  await app.stubOpenDialog([file]);
  await wizard.button('Choose a file…').click();
  await wizard.button('Next').click();
  await wizard.expectStep('Check');
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(new Desk(app).library).toBeVisible();
});

test('with the keyboard alone, from the first page to the library', async ({ app, sandbox }) => {
  const wizard = new Wizard(app);
  const { keyboard } = app.page;
  const enter = async (name: 'Access Key ID' | 'Secret Access Key' | 'Bucket' | 'Public domain', text: string) => {
    await expect(wizard.field(name)).toBeFocused();
    await keyboard.insertText(text);
  };
  const tabTo = async (name: string): Promise<void> => {
    const target = wizard.page.getByLabel(name, { exact: true }).or(wizard.button(name));
    for (let presses = 0; presses < 12; presses += 1) {
      if (await target.evaluateAll((found) => found.some((one) => one === document.activeElement))) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}`);
  };
  await wizard.button('Connect a Cloudflare account').waitFor();
  await tabTo('Connect a Cloudflare account');
  await keyboard.press('Enter');
  await expect(wizard.field('Account ID')).toBeFocused();
  await tabTo('Advanced');
  await keyboard.press('Enter');
  await tabTo('Endpoint');
  await keyboard.insertText(sandbox.endpoint);
  await keyboard.press('Enter');
  await enter('Access Key ID', sandbox.accessKeyId);
  await tabTo('Secret Access Key');
  await enter('Secret Access Key', sandbox.secretAccessKey);
  await keyboard.press('Enter');
  await enter('Bucket', sandbox.bucket);
  await keyboard.press('Enter');
  await enter('Public domain', sandbox.publicBase);
  await keyboard.press('Enter');
  await expect(wizard.button('Test connection')).toBeFocused();
  await keyboard.press('Enter');
  await expect(wizard.button('Next')).toBeFocused();
  await keyboard.press('Enter');
  await expect(wizard.button('Upload files…')).toBeFocused();
  await tabTo('Finish');
  await keyboard.press('Enter');
  await expect(new Desk(app).library).toBeVisible();
});

test('a sandbox bucket is one click away, and comes back with all that was in it', async ({ app }) => {
  await new Wizard(app).button('Try a local sandbox bucket').click();
  const desk = new Desk(app);
  await expect(desk.tiles.first()).toBeVisible();
  const again = new Desk(await app.relaunch());
  await expect(again.library).toBeVisible();
  await expect(again.tiles.first()).toBeVisible();
});
