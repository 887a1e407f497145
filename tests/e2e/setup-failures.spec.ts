import path from 'node:path';
import { expect, test } from '../support/app';
import { Bucket } from '../support/bucket';
import { Desk } from '../support/desk';
import { picture } from '../support/files';
import type { SandboxAddress } from '../support/sandbox';
import { serve } from '../support/web-server';
import { Wizard, type RightName } from '../support/wizard';

const AFTER_LIST: readonly RightName[] = ['Write', 'Read', 'Delete', 'Public read', 'CORS'];

// Each walks the whole wizard, and checks several times.
test.describe.configure({ timeout: 180_000 });

async function keysIn(address: SandboxAddress): Promise<readonly string[]> {
  const bucket = new Bucket(address);
  const keys = await bucket.keys();
  bucket.close();
  return keys;
}

/** The check did not get past its first line, which says why. */
async function expectListFailed(wizard: Wizard, ...words: readonly string[]): Promise<void> {
  await wizard.test();
  await expect(wizard.line('List')).toContainText('List: failed');
  for (const word of words) await expect(wizard.line('List')).toContainText(word);
  for (const name of AFTER_LIST) await expect(wizard.line(name)).toContainText(`${name}: not tried`);
  await expect(wizard.button('Finish')).toBeDisabled();
}

test('wrong keys and a wrong bucket are told apart, each with the way to its remedy; nothing is saved meanwhile', async ({
  app,
  sandbox,
}) => {
  const wizard = new Wizard(app);
  const { accessKeyId, secretAccessKey } = sandbox;
  await wizard.fillIn(sandbox, { 'Secret Access Key': 'f'.repeat(64) });
  await expectListFailed(wizard, 'The secret does not match the key', 'It is shown only once');

  await wizard.line('List').getByRole('button', { name: 'Back to “Keys”' }).click();
  await wizard.answer({ 'Access Key ID': 'e'.repeat(32), 'Secret Access Key': secretAccessKey });
  await wizard.answer({ Bucket: 'no-such-bucket' });
  await wizard.button('Next').click();
  await expectListFailed(wizard, 'R2 does not know this key', 'create a new token');

  await wizard.line('List').getByRole('button', { name: 'Back to “Keys”' }).click();
  await wizard.answer({ 'Access Key ID': accessKeyId });
  await wizard.button('Next').click();
  await wizard.button('Next').click();
  await expectListFailed(wizard, 'There is no such bucket', 'no bucket no-such-bucket', 'letter by letter');
  expect(await keysIn(sandbox)).toEqual([]);

  const again = new Wizard(await app.relaunch());
  await expect(again.button('Connect a Cloudflare account')).toBeVisible();
});

test('a server that is not there, and one that is no S3 server', async ({ app, startSandbox }) => {
  const sandbox = await startSandbox();
  await sandbox.close();
  const wizard = new Wizard(app);
  await wizard.fillIn(sandbox);
  const { host } = new URL(sandbox.endpoint);
  await expectListFailed(wizard, 'The server does not answer', host, 'Check the endpoint');

  const page = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome to nginx!</h1>');
  });
  await wizard.line('List').getByRole('button', { name: 'Back to “Account”' }).click();
  await wizard.answer({ Endpoint: page.url });
  for (const _ of ['Keys', 'Bucket', 'Public links']) await wizard.button('Next').click();
  await expectListFailed(wizard, 'This is not an S3 server', new URL(page.url).host, 'perhaps a web page');

  // Whoever insists may keep it; the library then says what is wrong instead of looking empty.
  await wizard.button('Save it anyway').click();
  const desk = new Desk(app);
  await expect(desk.page.getByRole('alert').filter({ hasText: 'This is not an S3 server' })).toBeVisible();
  await page.close();
});

test('a token for one bucket, asked for another: the name may be wrong as well as the right', async ({
  app,
  startSandbox,
}) => {
  const sandbox = await startSandbox({ profile: 'object-scoped' });
  const wizard = new Wizard(app);
  await wizard.fillIn(sandbox, { Bucket: 'sandbocks' });
  await wizard.test();
  await wizard.expectOutcomes({ List: 'failed', Write: 'failed', Read: 'not tried', Delete: 'not tried' });
  const line = wizard.line('List');
  await expect(line).toContainText('The token may not do this');
  await expect(line).toContainText('misspelt');
  await expect(line).toContainText('jurisdiction');
  await line.getByRole('button', { name: 'Back to “Bucket”' }).click();
  await wizard.answer({ Bucket: sandbox.bucket });
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.expectOutcomes({ List: 'passed', Write: 'passed', Read: 'passed', Delete: 'passed' });
  expect(await keysIn(sandbox)).toEqual([]);
});

test('a token that may only read: writing fails and says so, the rest is proved on what is there', async ({
  app,
  startSandbox,
  folder,
}) => {
  const dir = path.join(folder, 'bucket');
  const full = await startSandbox({ dir });
  const bucket = new Bucket(full);
  await bucket.put('first.png', picture());
  bucket.close();
  await full.close();
  const sandbox = await startSandbox({ dir, profile: 'read-only' });
  const wizard = new Wizard(app);
  await wizard.fillIn(sandbox);
  await wizard.test();
  await wizard.expectOutcomes({
    List: 'passed',
    Write: 'failed',
    Read: 'passed',
    Delete: 'not tried',
    'Public read': 'passed',
    CORS: 'passed',
    Clock: 'passed',
  });
  await expect(wizard.line('CORS')).toContainText('Only the app and links; websites cannot read the files');
  await expect(wizard.line('Write')).toContainText('It needs “Object Read & Write” on this bucket.');
  await expect(app.page.getByRole('status')).toContainText('It works, with limits');
  expect(await keysIn(sandbox)).toEqual(['first.png']);
  await wizard.button('Finish').click();
  const desk = new Desk(app);
  await expect(desk.tile('first.png')).toBeVisible();

  // What the token may not do is not offered, here and after a restart, and one line says why.
  const { page } = app;
  await expect(page.getByRole('note').filter({ hasText: 'This token may only read' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Upload files' })).toHaveCount(0);
  await desk.tile('first.png').click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Download', exact: true })).toBeVisible();
  for (const name of ['Rename', 'Move to', 'Delete']) await expect(page.getByRole('menuitem', { name })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await desk.tile('first.png').click();
  await page.keyboard.press('Delete');
  await expect(page.getByText('This connection’s token may not do this')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await keysIn(sandbox)).toEqual(['first.png']);
});

test('keys that are refused are tried again while the cause is on show, until someone stops it', async ({
  app,
  sandbox,
}) => {
  const wizard = new Wizard(app);
  await wizard.fillIn(sandbox, { 'Access Key ID': 'e'.repeat(32) });
  await wizard.test();
  await expect(app.page.getByRole('status')).toContainText('New keys may take a minute');
  await expect(wizard.line('List')).toContainText('R2 does not know this key');
  await wizard.button('Stop').click();
  await expect(app.page.getByRole('status')).not.toContainText('New keys');
  await expect(wizard.line('List')).toContainText('List: failed');
  await expect(wizard.line('Clock')).toContainText('Clock: passed');
});

test('a public domain that serves another bucket is found out, and does not stop anyone', async ({ app, sandbox }) => {
  const other = await serve((_request, response) => {
    response.writeHead(404).end();
  });
  const wizard = new Wizard(app);
  await wizard.fillIn(sandbox, { 'Public domain': other.url });
  await wizard.test();
  await wizard.expectOutcomes({ List: 'passed', Write: 'passed', Read: 'passed', Delete: 'passed' });
  await expect(wizard.line('Public read')).toContainText('The public link does not open');
  await expect(wizard.line('Public read')).toContainText(new URL(other.url).host);
  await expect(wizard.line('Public read').getByRole('button', { name: 'Back to “Public links”' })).toBeVisible();
  await expect(wizard.button('Finish')).toBeEnabled();
  expect(await keysIn(sandbox)).toEqual([]);
  await other.close();
});
