import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { withKeyringIn } from '../support/keyring';
import { filesWith } from '../support/on-disk';
import { expectNoTraceOf } from '../support/traces';
import { Wizard } from '../support/wizard';

const PASSPHRASE = 'lantern gravel opera mint';

function dialogOf({ page }: Desk, name: string): Locator {
  return page.getByRole('dialog', { name });
}

// A try takes half a second of two cores by design, and the machines of tests have others to serve.
test.slow();

test('without a keyring a passphrase keeps the keys: it is asked for at the next start, and a wrong one opens nothing', async ({
  app,
  sandbox,
  bucket,
  problems,
}) => {
  await bucket.put('here.png', picture());
  const wizard = new Wizard(app);
  await wizard.button('Connect a Cloudflare account').click();
  await wizard.answer({ Endpoint: sandbox.endpoint });
  await wizard.button('Protect with a passphrase…').click();
  const desk = new Desk(app);
  const protect = dialogOf(desk, 'Protect with a passphrase');
  await protect.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await protect.getByLabel('Once more').fill('something else');
  await expect(protect.getByText('The two are not the same.')).toBeVisible();
  await protect.getByLabel('Once more').fill(PASSPHRASE);
  await protect.getByRole('button', { name: 'Protect', exact: true }).click();
  await expect(wizard.page.getByText('Kept behind your passphrase')).toBeVisible();
  await wizard.answer({ 'Access Key ID': sandbox.accessKeyId, 'Secret Access Key': sandbox.secretAccessKey });
  await wizard.answer({ Bucket: sandbox.bucket });
  await wizard.answer({ 'Public domain': sandbox.publicBase });
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(desk.tile('here.png')).toBeVisible();

  const again = new Desk(await app.relaunch());
  const unlock = dialogOf(again, 'Unlock your keys');
  await unlock.getByLabel('Passphrase', { exact: true }).fill('something else');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock.getByText('This is not the passphrase')).toBeVisible();
  await unlock.getByRole('button', { name: 'Continue without' }).click();
  const banner = again.page.getByRole('alert').filter({ hasText: 'Your keys are locked' }).first();
  await expect(banner).toBeVisible();
  await bucket.put('later.png', picture());
  await again.page.getByRole('button', { name: 'Unlock' }).first().click();
  await unlock.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock).toBeHidden();
  await expect(banner).toBeHidden();
  await again.refresh();
  await expect(again.tile('later.png')).toBeVisible();

  // Known from before, and asked for while it was locked.
  problems.length = 0;
  await expectNoTraceOf(again.app, [sandbox.secretAccessKey, PASSPHRASE]);
});

test('a forgotten passphrase: the keys are entered again, and nothing else is lost', async ({
  desk,
  sandbox,
  bucket,
  problems,
}) => {
  await bucket.put('here.png', picture());
  await desk.refresh();
  await expect(desk.tile('here.png')).toBeVisible();
  await desk.call('secrets.protect', { passphrase: PASSPHRASE });
  await desk.goTo('Settings');
  await expect(desk.page.getByText('Behind your passphrase')).toBeVisible();
  await desk.page.getByRole('button', { name: 'Lock now' }).click();
  const unlock = dialogOf(desk, 'Unlock your keys');
  await unlock.getByRole('button', { name: 'Forgot it' }).click();
  await desk.page.getByRole('button', { name: 'Enter the keys again' }).click();
  await expect(unlock).toBeHidden();
  const banner = desk.page.getByRole('alert').filter({ hasText: 'This connection needs its secret' });
  await banner.getByRole('button', { name: 'Enter the secret' }).click();
  const wizard = new Wizard(desk.app);
  await expect(wizard.field('Access Key ID')).toHaveValue(sandbox.accessKeyId);
  await wizard.answer({ 'Secret Access Key': sandbox.secretAccessKey });
  await wizard.button('Next').click();
  await wizard.button('Next').click();
  await wizard.test();
  await wizard.button('Finish').click();
  await expect(banner).toBeHidden();
  await desk.goTo('Library');
  await expect(desk.tile('here.png')).toBeVisible();
  problems.length = 0;
  await expectNoTraceOf(desk.app, [sandbox.secretAccessKey, PASSPHRASE]);
});

test('wrong tries are made to wait, and a changed passphrase is the one that counts', async ({
  desk,
  sandbox,
  problems,
}) => {
  const NEXT = 'velvet harbour nine kites';
  await desk.call('secrets.protect', { passphrase: PASSPHRASE });
  await desk.goTo('Settings');
  await desk.page.getByRole('button', { name: 'Change the passphrase…' }).click();
  const change = dialogOf(desk, 'Change the passphrase');
  await change.getByLabel('Current passphrase').fill('not this one');
  await change.getByLabel('New passphrase').fill(NEXT);
  await change.getByLabel('Once more').fill(NEXT);
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(change.getByText('This is not the passphrase')).toBeVisible();
  await change.getByLabel('Current passphrase').fill(PASSPHRASE);
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(change).toBeHidden();

  const again = new Desk(await desk.app.relaunch());
  const unlock = dialogOf(again, 'Unlock your keys');
  const enter = async (passphrase: string): Promise<void> => {
    await unlock.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await unlock.getByRole('button', { name: 'Unlock' }).click();
  };
  const setClock = (ahead: number): Promise<void> =>
    again.app.electron.evaluate((_, ms) => {
      const at = Date.now() + ms;
      Date.now = () => at;
    }, ahead);
  await setClock(0);
  for (const wrong of [PASSPHRASE, 'second guess', 'third guess']) {
    await enter(wrong);
    await expect(unlock.getByText('This is not the passphrase')).toBeVisible();
    await unlock.getByLabel('Passphrase', { exact: true }).fill('');
  }
  await enter(NEXT);
  await expect(unlock.getByText(/Too many wrong tries.* in 1 s/)).toBeVisible();
  await setClock(2000);
  await enter(NEXT);
  await expect(unlock).toBeHidden();
  await expect(again.library).toBeVisible();
  problems.length = 0;
  await expectNoTraceOf(again.app, [sandbox.secretAccessKey, PASSPHRASE, NEXT]);
});

test('a keyring that is there one day is offered, and takes the keys over', async ({
  desk,
  sandbox,
  bucket,
  folder,
  problems,
}) => {
  await bucket.put('here.png', picture());
  await desk.call('secrets.protect', { passphrase: PASSPHRASE });
  await desk.goTo('Settings');
  await expect(desk.page.getByText('Behind your passphrase')).toBeVisible();
  await expect(desk.page.getByRole('button', { name: 'Use the system keychain instead' })).toBeHidden();

  const keyring = await withKeyringIn(folder);
  const moving = new Desk(await desk.app.relaunch(keyring));
  const unlock = dialogOf(moving, 'Unlock your keys');
  await unlock.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock).toBeHidden();
  await moving.goTo('Settings');
  await moving.page.getByRole('button', { name: 'Use the system keychain instead' }).click();
  await expect(moving.news('Your keys are in the system keychain')).toBeVisible();
  await expect(moving.page.getByText('In the system keychain', { exact: true })).toBeVisible();

  const moved = new Desk(await moving.app.relaunch());
  await moved.refresh();
  await expect(moved.tile('here.png')).toBeVisible();
  await expect(dialogOf(moved, 'Unlock your keys')).toBeHidden();
  problems.length = 0;
  await expectNoTraceOf(moved.app, [sandbox.secretAccessKey, PASSPHRASE]);
  for (const text of ['passphrase:', 'sealedKey'])
    expect(await filesWith(moved.app.launch.userDataDir, text)).toEqual([]);
});
