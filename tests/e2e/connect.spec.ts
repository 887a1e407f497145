import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test as base, type RunningApp } from '../support/app';
import { CloudflareStandIn, type StandInToken } from '../support/cloudflare';
import { Desk } from '../support/desk';
import { startR2Front, type R2Front } from '../support/r2-front';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

const ACCOUNT = '0d2c4f6a8b1e3c5d7f9a0b2c4d6e8f10';
const BUCKET = 'made-in-flow';
const EDITOR: StandInToken = {
  value: `cfat_${'Ed1t0r-_'.repeat(5)}0a1b2c3d`,
  id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  owner: 'account',
  storage: 'edit',
};
/** As its owner limited it: it ends in ten days. */
const ENDING: StandInToken = { ...EDITOR, expiresOn: new Date(Date.now() + 10 * 86_400_000).toISOString() };
/** Object Read & Write on one bucket: Cloudflare's API answers it nothing but who it is. */
const OBJECTS: StandInToken = { ...EDITOR, value: 'Obj3cts_'.repeat(5), owner: 'user', storage: 'none' };
const EVERYTHING = {
  List: 'passed',
  Write: 'passed',
  Read: 'passed',
  Delete: 'passed',
  'Public read': 'passed',
} as const;

// Each walks the whole wizard, takes a picture of the heap and reads all that the app has written.
base.describe.configure({ timeout: 240_000 });

function secretOf(token: StandInToken): string {
  return createHash('sha256').update(token.value).digest('hex');
}

interface Account {
  readonly cloudflare: CloudflareStandIn;
  readonly r2: R2Front;
  readonly app: RunningApp;
}

const test = base.extend<{
  readonly connectTo: (token: StandInToken, env?: Record<string, string>) => Promise<Account>;
}>({
  connectTo: async ({ folder, launch }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (token, env = {}) => {
      const cloudflare = await new CloudflareStandIn(ACCOUNT, [token]).start();
      const credentials = { accessKeyId: token.id, secretAccessKey: secretOf(token) };
      const devHost = cloudflare.devHost(BUCKET);
      const r2 = await startR2Front({ folder, accountId: ACCOUNT, bucket: BUCKET, credentials, devHost });
      closing.push(
        () => r2.close(),
        () => cloudflare.close(),
      );
      const given = { ...r2.launch.env, FLOW_MEDIA_CLOUDFLARE_API: cloudflare.base, ...env };
      return { cloudflare, r2, app: await launch({ ...r2.launch, env: given }) };
    });
    for (const close of closing) await close();
  },
});

async function finish(wizard: Wizard): Promise<Desk> {
  await wizard.test();
  await wizard.button('Finish').click();
  const desk = new Desk(wizard.app);
  await expect(desk.library).toBeVisible();
  return desk;
}

async function pasteInto(page: Page, field: string, text: string): Promise<void> {
  await page.getByLabel(field, { exact: true }).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

function tokenPage(token: StandInToken, host: string): string {
  return [
    '使用此令牌对 Cloudflare API 进行身份验证：\n令牌值',
    token.value,
    '单击以复制\n\n为 S3 客户端使用以下凭据：\n访问密钥 ID',
    token.id,
    '单击以复制\n\n机密访问密钥',
    secretOf(token),
    '单击以复制\n\n为 S3 客户端使用管辖权地特定的终结点：\n默认',
    host,
  ].join('\n');
}

test('from an API token alone: a bucket is made, its r2.dev address switched on, and all of it works', async ({
  connectTo,
}) => {
  const { cloudflare, app } = await connectTo(EDITOR);
  cloudflare.addBucket('older-bucket', { location: 'WEUR' });
  const wizard = new Wizard(app);
  const { page } = wizard;
  const opened = await app.keepFromBrowser();
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.button('Open R2 in the dashboard').click();
  await wizard.answer({ 'Account ID': ACCOUNT });
  await wizard.button('Open API tokens in the dashboard').click();
  expect(await opened()).toEqual([
    'https://dash.cloudflare.com/?to=/:account/r2',
    'https://dash.cloudflare.com/?to=/:account/r2/api-tokens',
  ]);
  await wizard.field('API token').fill(EDITOR.value);
  await expect(page.getByText('Proven at Cloudflare')).toBeVisible();
  await expect(wizard.field('Access Key ID')).toHaveValue(EDITOR.id);
  await wizard.button('Next').click();

  await expect(page.getByRole('button', { name: 'older-bucket' })).toBeVisible();
  await wizard.button('Create a bucket').click();
  const name = page.getByRole('textbox', { name: 'Name of the new bucket' });
  await name.fill('Made_In_Flow');
  await expect(page.getByText('Only lowercase letters: bucket names have no uppercase letters.')).toBeVisible();
  await expect(wizard.button('Create it')).toBeDisabled();
  await name.fill('older-bucket');
  await wizard.button('Create it').click();
  await expect(page.getByText('There is such a bucket already')).toBeVisible();
  await name.fill(BUCKET);
  await page.getByRole('combobox', { name: 'Location' }).click();
  await page.getByRole('option', { name: 'Western Europe' }).click();
  await wizard.button('Create it').click();
  await expect(page.getByRole('button', { name: BUCKET, pressed: true })).toBeVisible();
  expect(cloudflare.buckets.at(-1)).toMatchObject({ name: BUCKET, location: 'WEUR', jurisdiction: 'default' });
  await wizard.button('Next').click();

  await wizard.button('Switch on').click();
  await expect(wizard.field('Public domain')).toHaveValue(`https://${cloudflare.devHost(BUCKET)}`);
  expect(cloudflare.buckets.at(-1)?.devUrl).toBe(true);
  // Back to the beginning and forward again: nothing is lost.
  for (let step = 0; step < 3; step += 1) await wizard.button('Back').click();
  await wizard.expectStep('Account');
  for (let step = 0; step < 4; step += 1) await wizard.button('Next').click();
  await wizard.expectStep('Check');
  await wizard.test();
  await wizard.expectOutcomes(EVERYTHING);
  // All works, and the token can do more than that needs.
  const reach = page.getByRole('region', { name: 'This token can do more than the app needs' });
  await reach.getByRole('button', { name: 'How to make a smaller one' }).click();
  await expect(reach).toContainText(`apply it to ${BUCKET} only`);
  await reach.getByRole('button', { name: 'Open API tokens in the dashboard' }).click();
  expect((await opened()).at(-1)).toBe('https://dash.cloudflare.com/?to=/:account/r2/api-tokens');

  // Done: what was set up, and a first link that opens.
  await wizard.button('Next').click();
  await wizard.expectStep('Done');
  await expect(page.getByRole('heading', { name: `${BUCKET} is connected` })).toBeVisible();
  await expect(page.getByText('List, store, read and delete')).toBeVisible();
  const first = `https://${cloudflare.devHost(BUCKET)}/flow-media-test.png`;
  await wizard.button('Copy a test link').click();
  await expect(page.getByRole('status').filter({ hasText: 'It opens, and is on the clipboard' })).toContainText(first);
  expect(await app.clipboardText()).toBe(first);
  await wizard.button('Finish').click();
  const desk = new Desk(app);
  await expect(desk.tile('flow-media-test.png')).toBeVisible();

  // In the settings too, until the person knows.
  await desk.goTo('Settings');
  await reach.getByRole('button', { name: 'How to make a smaller one' }).click();
  await reach.getByRole('button', { name: 'Leave it so' }).click();
  await expect(reach).toHaveCount(0);
  await expectNoTraceOf(app, [EDITOR.value, secretOf(EDITOR)]);
});

test('from the dashboard’s page, pasted into the import: the token comes along, and a copy of it serves another bucket', async ({
  connectTo,
}) => {
  const { cloudflare, app } = await connectTo(ENDING);
  cloudflare.addBucket(BUCKET, { devUrl: true });
  const wizard = new Wizard(app);
  const { page } = wizard;
  await wizard.button('Import a configuration').click();
  await wizard.field('Configuration').fill(tokenPage(EDITOR, `https://${ACCOUNT}.r2.cloudflarestorage.com`));
  const found = page.getByRole('list', { name: 'What was found' });
  await expect(found.getByRole('listitem').filter({ hasText: 'API token' })).toContainText('read and put away safely');
  await expect(found).not.toContainText(EDITOR.value);
  await wizard.button('Next').click();
  await wizard.expectStep('Bucket');
  await page.getByRole('button', { name: BUCKET }).click();
  await wizard.button('Next').click();
  await wizard.button(`Use ${cloudflare.devHost(BUCKET)}`).click();
  await wizard.button('Next').click();
  const desk = await finish(wizard);
  // Cloudflare has told when the token ends, though its keys were pasted with it.
  await expect(page.getByRole('status').filter({ hasText: `The keys of ${BUCKET} end on` })).toBeVisible();

  const switcher = page.getByRole('button', { name: 'Switch bucket' });
  await switcher.click();
  await page.getByRole('menuitem', { name: 'Another bucket with these keys' }).click();
  await wizard.expectStep('Bucket');
  await expect(page.getByRole('button', { name: BUCKET })).toBeVisible();
  await wizard.answer({ Bucket: 'second-bucket' });
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.button('Save it anyway').click();
  await expect(switcher).toContainText('second-bucket');
  await desk.goTo('Settings');
  await expect(page.getByText('they end on').first()).toBeVisible();
  await page.getByRole('button', { name: 'More for second-bucket' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove connection' }).click();
  await expect(switcher).toContainText(BUCKET);
  await expectNoTraceOf(app, [EDITOR.value, secretOf(EDITOR)]);
});

test('by hand, a block pasted into a field going to all of them; a token for objects alone is enough for everything', async ({
  connectTo,
}) => {
  const { app, r2 } = await connectTo(OBJECTS);
  // Its S3 keys are refused all buckets, and HeadBucket of this one.
  r2.sandbox.setProfile('object-scoped');
  const wizard = new Wizard(app);
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.answer({ 'Account ID': ACCOUNT });
  await pasteInto(app.page, 'Access Key ID', `Access Key ID\n${OBJECTS.id}\nSecret Access Key\n${secretOf(OBJECTS)}`);
  await expect(wizard.field('Access Key ID')).toHaveValue(OBJECTS.id);
  await expect(app.page.getByText('each went to its field')).toBeVisible();
  await wizard.field('API token').fill(OBJECTS.value);
  await expect(app.page.getByText('Proven at Cloudflare')).toBeVisible();
  await wizard.button('Next').click();
  await expect(app.page.getByText('This token may not list buckets, and need not')).toBeVisible();
  await wizard.answer({ Bucket: BUCKET });
  await expect(app.page.getByText('This token may not read the bucket’s addresses, and need not')).toBeVisible();
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.expectOutcomes({ List: 'passed', Write: 'passed', Read: 'passed', Delete: 'passed', Clock: 'passed' });
  await expect(app.page.getByText('This token can do more than the app needs')).toHaveCount(0);
  await wizard.button('Next').click();
  await expect(app.page.getByText('Signed, for seven days at most')).toBeVisible();
  await expect(wizard.button('Copy a test link')).toHaveCount(0);
  await wizard.button('Finish').click();
  await expect(new Desk(app).library).toBeVisible();
  await expectNoTraceOf(app, [OBJECTS.value, secretOf(OBJECTS)]);
});

test('through the whole wizard with the wrong jurisdiction: the check finds the right one, and one click takes it', async ({
  connectTo,
}) => {
  const { app } = await connectTo(EDITOR);
  const wizard = new Wizard(app);
  const { page } = wizard;
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.field('Account ID').fill(ACCOUNT);
  await page.getByRole('combobox', { name: 'Jurisdiction' }).click();
  await page.getByRole('option', { name: 'European Union' }).click();
  await wizard.button('Next').click();
  await wizard.answer({ 'Access Key ID': EDITOR.id, 'Secret Access Key': secretOf(EDITOR) });
  await wizard.answer({ Bucket: BUCKET });
  await wizard.button('Next').click();
  await wizard.test();
  await expect(wizard.line('List')).toContainText('jurisdiction');
  await expect(wizard.button('Finish')).toBeDisabled();
  await wizard.line('List').getByRole('button', { name: 'Use “Default”' }).click();
  await expect(page.getByRole('status')).toContainText('Something was changed since the last test.');
  await finish(wizard);
  await expectNoTraceOf(app, [secretOf(EDITOR)]);
});

test('the environment is an import too; a wrong jurisdiction is named as what it may be, and mended', async ({
  connectTo,
}) => {
  const { app } = await connectTo(EDITOR, {
    R2_ACCESS_KEY_ID: EDITOR.id,
    R2_SECRET_ACCESS_KEY: secretOf(EDITOR),
    R2_ENDPOINT_URL: `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`,
    R2_BUCKET_NAME: BUCKET,
  });
  const wizard = new Wizard(app);
  await wizard.button('Import a configuration').click();
  await wizard.button('Look in the environment').click();
  await expect(wizard.page.getByText('R2_ACCESS_KEY_ID')).toBeVisible();
  await wizard.button('Next').click();
  await wizard.expectStep('Check');
  await wizard.test();
  await expect(wizard.line('List')).toContainText('jurisdiction');
  await wizard.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Account' }).click();
  await wizard.page.getByRole('combobox', { name: 'Jurisdiction' }).click();
  await wizard.page.getByRole('option', { name: 'Default' }).click();
  for (let step = 0; step < 4; step += 1) await wizard.button('Next').click();
  await wizard.test();
  await wizard.expectOutcomes({ List: 'passed', Write: 'passed', Read: 'passed', Delete: 'passed' });
  await finish(wizard);
  await expectNoTraceOf(app, [secretOf(EDITOR)]);
});

test('a token that Cloudflare does not know is told at once, and can be left out', async ({ connectTo }) => {
  const { cloudflare, app } = await connectTo(EDITOR);
  const wizard = new Wizard(app);
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.answer({ 'Account ID': ACCOUNT });
  await wizard.field('API token').fill('u'.repeat(40));
  await expect(app.page.getByText('Cloudflare does not know this API token')).toBeVisible();
  expect(cloudflare.requests.map(({ path }) => path)).toEqual([
    '/client/v4/user/tokens/verify',
    `/client/v4/accounts/${ACCOUNT}/tokens/verify`,
  ]);
  await wizard.answer({ 'Access Key ID': EDITOR.id, 'Secret Access Key': secretOf(EDITOR) });
  await expect(app.page.getByText('Cloudflare has not confirmed this token yet')).toBeVisible();
  await wizard.answer({ 'API token': '' });
  await wizard.expectStep('Bucket');
});
