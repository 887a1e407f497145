import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Desk, expect, test } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { arrivedParts } from '../support/arrived-parts';

test('library, look and settings are as they were', async ({ desk, bucket, folder }) => {
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'kept.png': picture(3, 300, 150) }));
  await expect(desk.arrived('kept.png')).toBeVisible();
  await bucket.put('other.png', picture(4));
  await desk.page.getByRole('img', { name: 'List' }).click();
  await expect(desk.library.getByRole('columnheader', { name: 'Size' })).toBeVisible();
  await desk.call('settings.update', { presignSeconds: 1234, conflictRule: 'keep-both' });
  const before = await desk.call('app.snapshot', null);

  const again = new Desk(await desk.app.relaunch());
  await expect(again.library.getByRole('columnheader', { name: 'Size' })).toBeVisible();
  await expect(again.arrived('kept.png')).toBeVisible();
  await expect(again.arrived('other.png')).toBeVisible();
  expect(await again.drawnSize('kept.png')).toEqual({ width: 300, height: 150 });
  const { slices } = await again.call('app.snapshot', null);
  expect(slices.settings).toEqual(before.slices.settings);
  expect(slices.settings.presignSeconds).toBe(1234);
  expect(slices.connections).toEqual(before.slices.connections);
  expect((await fetch(await again.copyLink('kept.png'))).status).toBe(200);
});

test('a system that ends the app in the middle of its work gets a tidy end without a question', async ({
  app,
  sandbox,
  bucket,
  folder,
}) => {
  test.skip(process.platform === 'win32', 'Windows has a message for that, and no signal');
  const proxy = await startFaultProxy(sandbox.endpoint);
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: proxy.url });
  const never = new Promise<void>(() => undefined);
  proxy.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'hold', until: never } : null);
  await app.dropFiles(desk.library, await writeFiles(folder, { 'held.png': picture(1) }));
  await expect(desk.tile('held.png')).toBeVisible();
  await expect.poll(() => proxy.seen.filter(({ operation }) => operation === 'PutObject').length).toBe(1);
  expect(await app.endedBySystem()).toBe(0);

  proxy.fault = () => null;
  const again = new Desk(await app.relaunch());
  await expect(again.arrived('held.png')).toBeVisible();
  expect(await bucket.keys()).toEqual(['held.png']);
  await proxy.close();
});

test('an upload that was cut off by a kill goes on with the parts that had arrived', async ({
  app,
  sandbox,
  bucket,
  folder,
}) => {
  const proxy = await startFaultProxy(sandbox.endpoint);
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: proxy.url });
  const bytes = noise(40_000_000);
  const never = new Promise<void>(() => undefined);
  proxy.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber !== 1 ? { kind: 'hold', until: never } : null;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes, 'small.png': picture(1) }));
  await expect(desk.arrived('small.png')).toBeVisible();
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(proxy)).toBe(1);
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/sending, [1-9]/);
  await app.kill();
  expect(await bucket.halfWritten()).toEqual(['film.bin']);
  expect(await bucket.keys()).toEqual(['small.png']);

  const before = proxy.seen.length;
  proxy.fault = () => null;
  const again = new Desk(await app.relaunch());
  await expect(again.arrived('film.bin')).toBeVisible();
  const sent = proxy.seen.slice(before).filter(({ operation }) => operation === 'UploadPart');
  expect(new Set(sent.map(({ partNumber }) => partNumber))).toEqual(new Set([2, 3]));
  expect(sent).toHaveLength(2);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));
  expect(await bucket.halfWritten()).toEqual([]);
  expect(await bucket.keys()).toEqual(['film.bin', 'small.png']);
  await proxy.close();
});

test('a bucket that cannot be read shows what is known of it, and is never shown as empty', async ({
  app,
  startSandbox,
  folder,
  problems,
}) => {
  const dir = `${folder}/bucket`;
  const sandbox = await startSandbox({ dir });
  const desk = new Desk(app);
  await desk.connect(sandbox);
  await app.dropFiles(desk.library, await writeFiles(folder, { 'one.png': picture(1) }));
  await expect(desk.arrived('one.png')).toBeVisible();
  await sandbox.close();

  const second = await app.relaunch();
  const known = new Desk(second);
  await expect(known.arrived('one.png')).toBeVisible();
  await expect(known.page.getByRole('alert')).toContainText('What you see was read');

  // Without its index the app knows nothing of the bucket.
  await second.quit();
  await rm(path.join(second.launch.userDataDir, 'cache/index'), { recursive: true });
  const nothing = new Desk(await second.relaunch());
  await expect(nothing.page.getByRole('heading', { name: 'sandbox could not be read' })).toBeVisible();
  await expect(nothing.page.getByText('That does not mean it is empty.')).toBeVisible();
  await expect(nothing.page.getByText('The server does not answer')).toBeVisible();
  await startSandbox({ dir, port: Number(new URL(sandbox.endpoint).port) });
  await nothing.page.getByRole('button', { name: 'Try again' }).last().click();
  await expect(nothing.arrived('one.png')).toBeVisible();
  // Pictures that could not be fetched.
  problems.length = 0;
});
