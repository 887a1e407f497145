import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

// Starts the app twice, and reads all that it has written.
test.slow();

test('without a keyring: said beforehand, works, and only the secret is asked for again', async ({
  app,
  sandbox,
  bucket,
  problems,
}) => {
  await bucket.put('here.png', picture());
  const wizard = new Wizard(app);
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.answer({ Endpoint: sandbox.endpoint });
  await expect(wizard.page.getByText('Kept only until you quit')).toBeVisible();
  await wizard.answer({ 'Access Key ID': sandbox.accessKeyId, 'Secret Access Key': sandbox.secretAccessKey });
  await wizard.answer({ Bucket: sandbox.bucket });
  await wizard.answer({ 'Public domain': sandbox.publicBase });
  await wizard.test();
  await wizard.button('Finish').click();
  const desk = new Desk(app);
  await expect(desk.tile('here.png')).toBeVisible();
  await desk.goTo('Settings');
  await desk.page.getByRole('button', { name: /^OpenAI-compatible/ }).click();
  await desk.page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/v1');
  await desk.page.getByLabel('API key').fill('sk-only-for-now-1234');
  await desk.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(desk.page.getByLabel('API key')).toHaveAttribute('placeholder', /Kept until you quit/);
  await expect(desk.page.getByText('Secret until you quit')).toBeVisible();

  const again = new Desk(await app.relaunch());
  const banner = again.page.getByRole('alert').filter({ hasText: 'This connection needs its secret' });
  await expect(banner).toContainText(sandbox.bucket);
  await banner.getByRole('button', { name: 'Enter the secret' }).click();
  const asked = new Wizard(again.app);
  await asked.expectStep('Keys');
  await expect(asked.field('Access Key ID')).toHaveValue(sandbox.accessKeyId);
  await asked.answer({ 'Secret Access Key': sandbox.secretAccessKey });
  await expect(asked.field('Bucket')).toHaveValue(sandbox.bucket);
  await asked.button('Next').click();
  await expect(asked.field('Public domain')).toHaveValue(sandbox.publicBase);
  await asked.button('Next').click();
  await asked.test();
  await asked.button('Finish').click();
  await expect(again.tile('here.png')).toBeVisible();
  await expect(banner).toBeHidden();
  // Known from before, and asked for without the secret.
  problems.length = 0;
  await expectNoTraceOf(again.app, [sandbox.secretAccessKey, 'sk-only-for-now-1234']);
});
