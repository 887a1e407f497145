import { execFile } from 'node:child_process';
import path from 'node:path';
import { electronPath } from '../../build/electron-path.mjs';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { cleanEnvironment } from '../support/environment';
import { picture } from '../support/files';
import type { RunningApp } from '../support/running-app';

const root = path.resolve(import.meta.dirname, '../..');

/** A second start of the app on the same data, as the system starts it for a link; resolves when that has ended. */
function openLink(app: RunningApp, link: string): Promise<void> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  args.push(root, `--user-data-dir=${app.launch.userDataDir}`, link);
  return new Promise((resolve, reject) => {
    execFile(electronPath(), args, { env: cleanEnvironment(), timeout: 60_000 }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

test('a link shows a screen, or a folder of a bucket that is connected', async ({ desk, bucket }) => {
  const { app, page } = desk;
  await bucket.put('2026/day 1/inside.png', picture(1));
  await bucket.put('outside.png', picture(2));
  await desk.refresh();
  await openLink(app, 'flow-media://screen/usage');
  await expect(page.getByRole('heading', { name: 'Usage', level: 1 })).toBeVisible();
  await desk.goTo('Library');
  const other = new Bucket({ ...bucket.address, bucket: 'another-bucket' });
  await other.makeBucket();
  other.close();
  await desk.connect(other.address);
  await openLink(app, `flow-media://folder/${bucket.address.bucket}/2026/day%201/`);
  await expect(desk.arrived('inside.png')).toBeVisible();
  expect(await desk.names()).toEqual(['inside.png']);
  await openLink(app, 'flow-media://folder/nobody-has-this/');
  await expect(desk.news('The link leads to nobody-has-this, which is not connected here')).toBeVisible();

  // The app is started by the link.
  const again = new Desk(await app.relaunch({ args: ['flow-media://screen/settings'] }));
  await expect(again.page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('a link that is anything else shows the window, and does nothing', async ({ desk, bucket, folder }) => {
  const { app, page } = desk;
  await bucket.put('kept.png', picture(1));
  await desk.refresh();
  await expect(desk.arrived('kept.png')).toBeVisible();
  const before = await desk.call('app.snapshot', null);
  for (const link of [
    'flow-media://delete/sandbox/kept.png',
    'flow-media://screen/settings?language=zh-CN',
    'flow-media://folder/sandbox/%2e%2e/secret',
    `flow-media://upload/${folder}`,
    'flow-media://connect?endpoint=https://evil.invalid&secret=x',
    'flow-media://folder/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    'flow-media:javascript:alert(1)',
  ])
    await openLink(app, link);
  await expect(desk.arrived('kept.png')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const after = await desk.call('app.snapshot', null);
  expect(after.slices.settings).toEqual(before.slices.settings);
  expect(after.slices.connections).toEqual(before.slices.connections);
  expect(await bucket.keys()).toEqual(['kept.png']);
});
