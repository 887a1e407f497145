import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { startSandbox } from '../../electron/core/sandbox/sandbox';
import type { Credentials, Sandbox } from '../../electron/core/sandbox/types';
import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { arrivedParts } from '../support/arrived-parts';
import { Bucket } from '../support/bucket';
import { Desk, expect, test as base } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { expectNoTraceOf } from '../support/traces';

const NEW: Credentials = { accessKeyId: 'c0ffee'.repeat(5) + 'aa', secretAccessKey: '0dd1'.repeat(16) };
const WRONG = 'bad5eed0'.repeat(8);
const DAY = 86_400_000;

// Each starts the app more than once, or reads all that it has written.
base.slow();

interface Fixtures {
  /** A bucket whose tokens come and go. */
  readonly server: Sandbox;
}

const test = base.extend<Fixtures>({
  server: async ({ folder, secrets }, use) => {
    const server = await startSandbox({ dir: path.join(folder, 'bucket') });
    secrets.push(server.secretAccessKey, NEW.secretAccessKey, WRONG);
    await use(server);
    await server.close();
  },
  // Named before `launch`, so that the bucket outlives the app.
  app: async ({ server: _server, launch }, use) => {
    await use(await launch());
  },
});

async function openReplacing({ page }: Desk, bucket: string): Promise<Locator> {
  await page.getByRole('button', { name: `More for ${bucket}` }).click();
  await page.getByRole('menuitem', { name: 'Replace the keys…' }).click();
  return page.getByRole('dialog', { name: `New keys for ${bucket}` });
}

async function enter(dialog: Locator, { accessKeyId, secretAccessKey }: Credentials): Promise<void> {
  await dialog.getByLabel('New Access Key ID').fill(accessKeyId);
  await dialog.getByLabel('New Secret Access Key').fill(secretAccessKey);
  await dialog.getByRole('button', { name: 'Check and replace' }).click();
}

async function keyInUse(desk: Desk): Promise<string | undefined> {
  const { slices } = await desk.call('app.snapshot', null);
  const { profiles, activeId } = slices.connections;
  return profiles.find(({ id }) => id === activeId)?.accessKeyId;
}

test('keys older than the days of the settings are spoken of, once a day, and their age stands in the list', async ({
  app,
  server,
  sandbox,
}) => {
  const first = new Desk(app);
  await first.connect(sandbox);
  const { id } = await first.connect(server);
  await app.quit();
  const file = path.join(app.launch.userDataDir, 'settings/connections.json');
  const kept = JSON.parse(await readFile(file, 'utf8')) as {
    document: { profiles: { id: string; keysSince: number }[] };
  };
  for (const profile of kept.document.profiles) if (profile.id === id) profile.keysSince = Date.now() - 91 * DAY;
  await writeFile(file, JSON.stringify(kept));

  const desk = new Desk(await app.relaunch());
  const reminder = desk.page.getByRole('status').filter({ hasText: 'are 91 days old' });
  await expect(reminder).toContainText(server.bucket);
  await desk.goTo('Settings');
  const connections = desk.page.getByRole('list').filter({ hasText: 'Keys 91 days old' });
  await expect(connections).toContainText('Keys 0 days old');

  const choose = async (days: string): Promise<void> => {
    await desk.page.getByRole('combobox', { name: 'Suggest new keys' }).click();
    await desk.page.getByRole('option', { name: days, exact: true }).click();
  };
  await choose('After 180 days');
  await expect(reminder).toBeHidden();
  await choose('Never');
  await expect(reminder).toBeHidden();
  await choose('After 60 days');
  await expect(reminder).toBeVisible();
  await reminder.getByRole('button', { name: 'Replace the keys…' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await reminder.getByRole('button', { name: 'Not today' }).click();
  await expect(reminder).toBeHidden();
  const again = new Desk(await desk.app.relaunch());
  await expect(again.library).toBeVisible();
  await expect(again.page.getByText('are 91 days old')).toBeHidden();
});

test('wrong new keys are refused, or waited for and broken off, and the old ones stay in use', async ({
  app,
  server,
  folder,
}) => {
  const bucket = new Bucket(server);
  const desk = new Desk(app);
  await desk.connect(server);
  await desk.goTo('Settings');
  const opened = await app.keepFromBrowser();
  const dialog = await openReplacing(desk, server.bucket);
  await dialog.getByRole('button', { name: 'Open API tokens in the dashboard' }).click();
  expect(await opened()).toEqual(['https://dash.cloudflare.com/?to=/:account/r2/api-tokens']);

  const { accessKeyId, secretAccessKey } = server;
  await enter(dialog, { accessKeyId, secretAccessKey });
  await expect(dialog.getByText('These keys are in use already')).toBeVisible();

  // A cut-off id cannot be one that is only too new.
  await enter(dialog, { accessKeyId: NEW.accessKeyId.slice(1), secretAccessKey: WRONG });
  await expect(dialog.getByText('The old keys stay')).toBeVisible();
  expect(await keyInUse(desk)).toBe(accessKeyId);

  // Not known, and perhaps only too new: waited for, until the person has enough of it.
  await enter(dialog, { ...NEW, secretAccessKey: WRONG });
  await expect(dialog.getByText('the app keeps trying')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();

  // The same, until the minute of new keys is over.
  server.setKeys([server, NEW]);
  await openReplacing(desk, server.bucket);
  await enter(dialog, { ...NEW, secretAccessKey: WRONG });
  await expect(dialog.getByText('the app keeps trying')).toBeVisible();
  await app.electron.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() + 61_000;
  });
  await expect(dialog.getByText('The secret does not match the key')).toBeVisible();
  await expect(dialog.getByText('The old keys stay')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await keyInUse(desk)).toBe(accessKeyId);

  server.setKeys([server]);
  await desk.goTo('Library');
  await app.dropFiles(desk.library, await writeFiles(folder, { 'by-old-keys.png': picture() }));
  await expect(desk.arrived('by-old-keys.png')).toBeVisible();
  expect(await bucket.keys()).toEqual(['by-old-keys.png']);
  bucket.close();
  await expectNoTraceOf(app, [server.secretAccessKey, NEW.secretAccessKey, WRONG]);
});

test('right new keys take over, an upload that runs goes on through it, and the old ones are needed no more', async ({
  app,
  server,
  folder,
}) => {
  const proxy = await startFaultProxy(server.endpoint);
  const desk = new Desk(app);
  const { id } = await desk.connect({ ...server, endpoint: proxy.url });
  const bytes = noise(40_000_000);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  proxy.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber !== 1 ? { kind: 'hold', until: held } : null;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes }));
  await expect.poll(() => arrivedParts(proxy)).toBe(1);

  server.setKeys([server, NEW]);
  await desk.goTo('Settings');
  const dialog = await openReplacing(desk, server.bucket);
  await enter(dialog, { ...NEW, secretAccessKey: ` ${NEW.secretAccessKey}\n` });
  await expect(dialog.getByRole('status')).toContainText('uses the new keys');
  await expect(dialog.getByRole('status')).toContainText(server.accessKeyId);
  expect(await keyInUse(desk)).toBe(NEW.accessKeyId);
  // Deleted in the dashboard, as the dialog says, while the upload is still under way.
  server.setKeys([NEW]);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  release();
  await desk.goTo('Library');
  await expect(desk.arrived('film.bin')).toBeVisible({ timeout: 120_000 });
  const bucket = new Bucket({ ...server, ...NEW });
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));
  expect(await bucket.halfWritten()).toEqual([]);
  expect(proxy.seen.filter(({ operation, partNumber }) => operation === 'UploadPart' && partNumber === 1)).toHaveLength(
    1,
  );

  const again = new Desk(await app.relaunch());
  await bucket.put('later.png', picture());
  await again.refresh();
  await expect(again.tile('later.png')).toBeVisible();
  const { slices } = await again.call('app.snapshot', null);
  expect(slices.connections.profiles).toMatchObject([{ id, secret: 'stored', accessKeyId: NEW.accessKeyId }]);
  bucket.close();
  await expectNoTraceOf(again.app, [server.secretAccessKey, NEW.secretAccessKey]);
  await proxy.close();
});
