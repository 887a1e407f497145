import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import type { Bucket } from '../support/bucket';
import { Desk, draftOf, expect, test } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';

/** Nothing half-written is in the bucket, and nothing but these keys. */
async function expectOnly(bucket: Bucket, keys: readonly string[]): Promise<void> {
  await expect.poll(() => bucket.keys()).toEqual(keys);
  await expect.poll(() => bucket.halfWritten()).toEqual([]);
}

/** The failure of a transfer in words. */
async function expectFailed(desk: Desk, name: string, title: string, help: string): Promise<void> {
  await expect(desk.transfer(name)).toHaveAccessibleName(new RegExp(`failed, ${title}`));
  await expect(desk.transfer(name)).toContainText(help);
}

test('what cannot be read is told, each with its reason, and the rest goes up', async ({ desk, bucket, folder }) => {
  const bad = {
    pipe: 'does not let the app read pipe',
    'gone.png': 'gone.png was moved, renamed or deleted',
  };
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  await symlink(path.join(folder, 'nowhere'), path.join(folder, 'gone.png'));
  const arrived: string[] = [];
  for (const [name, words] of Object.entries(bad)) {
    const good = `good-${arrived.length}.png`;
    arrived.push(good);
    await desk.app.dropFiles(desk.library, [
      ...(await writeFiles(folder, { [good]: picture(3) })),
      path.join(folder, name),
    ]);
    await expect(desk.news('1 file was left out')).toContainText(words);
    await expect(desk.arrived(good)).toBeVisible();
  }
  await expectOnly(bucket, arrived);
  await mkdir(path.join(folder, 'empty'));
  await desk.app.dropFiles(desk.library, [path.join(folder, 'empty')]);
  await expect(desk.news('Nothing to upload')).toContainText('Empty folders have no place in a bucket');
});

test('a name that R2 or browsers would not keep is changed visibly, and said', async ({ desk, bucket, folder }) => {
  const files = await writeFiles(folder, { 'back\\slash.png': picture(1), 'bell\u0007.png': picture(2) });
  await desk.app.dropFiles(desk.library, files);
  await expect(desk.news('2 files added')).toContainText('2 names were changed');
  for (const name of ['back_slash.png', 'bell_.png']) await expect(desk.arrived(name)).toBeVisible();
  await expectOnly(bucket, ['back_slash.png', 'bell_.png']);
});

test('a file that vanishes while it waits is waited for alone, and goes up once it is back', async ({
  desk,
  bucket,
  folder,
  problems,
}) => {
  await desk.call('transfers.pause', { which: 'all' });
  const files = await writeFiles(folder, { 'lost.bin': picture(1), 'stays.bin': picture(2) });
  await desk.app.dropFiles(desk.library, files);
  await expect(desk.tile('lost.bin')).toBeVisible();
  await rm(files[0] ?? '');
  await desk.goTo('Transfers');
  await desk.page.getByRole('button', { name: 'Resume all' }).click();
  const waits = /waiting, The file is not there any more.*goes on when the file is back/;
  await expect(desk.transfer('lost.bin')).toHaveAccessibleName(waits);
  await expect(desk.transfer('stays.bin')).toHaveAccessibleName(/done/);
  await expectOnly(bucket, ['stays.bin']);
  await writeFiles(folder, { 'lost.bin': picture(1) });
  await expect(desk.transfer('lost.bin')).toHaveAccessibleName(/done/);
  expect(sha256(await bucket.bytes('lost.bin'))).toBe(sha256(picture(1)));
  // Of a file that was not there no picture could be made.
  problems.length = 0;
});

test('an empty file is a file', async ({ desk, bucket, folder }) => {
  await desk.app.dropFiles(
    desk.library,
    await writeFiles(folder, { 'empty.png': Buffer.alloc(0), 'empty.txt': Buffer.alloc(0) }),
  );
  for (const name of ['empty.png', 'empty.txt']) await expect(desk.arrived(name)).toHaveAccessibleName(/0 bytes/);
  expect(await bucket.head('empty.txt')).toMatchObject({ size: 0, type: 'text/plain; charset=utf-8' });
  const reply = await fetch(await desk.copyLink('empty.txt'));
  expect([reply.status, (await reply.arrayBuffer()).byteLength]).toEqual([200, 0]);
});

test.describe('a file that changes while it is sent', () => {
  test('is sent anew once it stands still', async ({ app, sandbox, bucket, folder }) => {
    const wire = await startFaultProxy(sandbox.endpoint);
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: wire.url });
    const bytes = noise(20_000_000);
    const [file = ''] = await writeFiles(folder, { 'growing.bin': bytes });
    let left = 1;
    wire.fault = ({ operation }) => {
      if (operation === 'UploadPart' && left-- > 0) appendFileSync(file, 'more');
      return null;
    };
    await app.dropFiles(desk.library, [file]);
    await expect(desk.arrived('growing.bin')).toBeVisible({ timeout: 20_000 });
    expect(sha256(await bucket.bytes('growing.bin'))).toBe(sha256(Buffer.concat([bytes, Buffer.from('more')])));
    await expectOnly(bucket, ['growing.bin']);
    await wire.close();
  });

  test('fails in the end when it never does, and nothing half-finished is stored', async ({
    app,
    sandbox,
    bucket,
    folder,
  }) => {
    const wire = await startFaultProxy(sandbox.endpoint);
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: wire.url });
    const [file = '', small = ''] = await writeFiles(folder, { 'log.bin': noise(20_000_000), 'small.png': picture(1) });
    wire.fault = ({ operation }) => {
      if (operation === 'UploadPart') appendFileSync(file, 'more');
      return null;
    };
    await app.dropFiles(desk.library, [file, small]);
    await desk.goTo('Transfers');
    await expect(desk.transfer('log.bin')).toHaveAccessibleName(/failed/, { timeout: 20_000 });
    await expectFailed(desk, 'log.bin', 'The file changed while it was sent', 'Nothing half-finished was stored');
    await expectOnly(bucket, ['small.png']);
    await wire.close();
  });
});

test('a file that only bears the name of a picture is stored, has an icon, and is called what it is', async ({
  desk,
  bucket,
  folder,
}) => {
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'fake.png': noise(5000), 'real.png': picture(1) }));
  await expect(desk.arrived('fake.png')).toBeVisible();
  expect(await desk.drawnSize('real.png')).toEqual({ width: 64, height: 48 });
  await expect(desk.tile('fake.png').locator('img')).toHaveCount(0);
  await desk.tile('fake.png').dblclick();
  await expect(desk.viewer).toContainText('Not a picture');
  await expect(desk.viewer).toContainText('fake.png is named like a picture, but its content is something else');
  await desk.page.keyboard.press('Escape');
  expect(sha256(await bucket.bytes('fake.png'))).toBe(sha256(noise(5000)));
});

test('keys that have become wrong are told wherever they matter, and mended in one place', async ({
  desk,
  bucket,
  sandbox,
  folder,
  problems,
}) => {
  await bucket.put('there.png', picture(1));
  const { slices } = await desk.call('app.snapshot', null);
  const replaces = slices.connections.activeId;
  const wrong = draftOf(sandbox, { secret: { kind: 'typed', value: 'f'.repeat(64) } });
  await desk.call('connections.save', { draft: wrong, replaces });
  // What was known of the bucket stays on show, with a word of what is wrong.
  await expect(desk.page.getByText('The secret does not match the key').first()).toBeVisible();
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'new.png': picture(2) }));
  await desk.goTo('Transfers');
  const notice = desk.page.getByRole('alert').filter({ hasText: 'What is meant for this bucket waits until then.' });
  await expect(notice).toContainText('The secret does not match the key');
  await expect(notice).toContainText('create a new token');
  await expect(notice.getByRole('button', { name: 'Edit connection' })).toBeVisible();
  await expect(desk.transfer('new.png')).toHaveAccessibleName(/waiting/);
  await expectOnly(bucket, ['there.png']);

  await desk.call('connections.save', { draft: draftOf(sandbox), replaces });
  await expect(desk.transfer('new.png')).toHaveAccessibleName(/done/);
  await expect(notice).toBeHidden();
  await desk.goTo('Library');
  for (const name of ['there.png', 'new.png']) await expect(desk.arrived(name)).toBeVisible();
  // Pictures that were asked for with the wrong keys.
  problems.length = 0;
});

test.describe('a disk that is too small', () => {
  const KILOBYTES = 512;

  test('is told, keeps nothing half-written, and takes what fits', async ({ desk, bucket, folder }) => {
    const disk = path.join(folder, 'disk');
    await mkdir(disk);
    const unmount = mountSmallDisk(disk);
    test.skip(unmount === null, 'A small disk can only be mounted by root on Linux.');
    try {
      await bucket.put('large.bin', noise(3 * KILOBYTES * 1024));
      await bucket.put('small.png', picture(1));
      await desk.refresh();
      await expect(desk.tiles).toHaveCount(2);
      await desk.app.stubOpenDialog([disk]);
      await desk.library.press('ControlOrMeta+a');
      await desk.page.getByRole('button', { name: 'Download', exact: true }).last().click();
      await desk.goTo('Transfers');
      await expectFailed(desk, 'large.bin', 'The disk is full', 'Free some space, then try again');
      // Perhaps both ran out of it at the same moment.
      if (/failed/.test((await desk.transfer('small.png').getAttribute('aria-label')) ?? ''))
        await desk.transfer('small.png').getByRole('button', { name: 'Try again' }).first().click();
      await expect(desk.transfer('small.png')).toHaveAccessibleName(/done/);
      expect(await readdir(disk)).toEqual(['small.png']);
    } finally {
      unmount?.();
    }
  });

  /** A disk of its own in a folder; null where this may not be done. */
  function mountSmallDisk(folder: string): (() => void) | null {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${KILOBYTES}k`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return null;
    }
    return () => execFileSync('umount', ['-l', folder]);
  }
});

test('a folder for downloads that is gone is told, and another one works', async ({ desk, bucket, folder }) => {
  await bucket.put('one.png', picture(1));
  await desk.refresh();
  await desk.tile('one.png').click();
  await desk.app.stubOpenDialog([path.join(folder, 'gone')]);
  await desk.page.getByRole('button', { name: 'Download', exact: true }).last().click();
  await expect(desk.news('This folder is closed to the app')).toContainText('Choose another folder');
  await writeFile(path.join(folder, 'marker'), '');
  await desk.app.stubOpenDialog([folder]);
  await desk.page.getByRole('button', { name: 'Download', exact: true }).last().click();
  await expect.poll(() => readdir(folder)).toContain('one.png');
});
