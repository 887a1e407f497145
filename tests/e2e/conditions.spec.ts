import type { SeenRequest } from '../../electron/core/transfers/fault-proxy.test-support';
import { Desk } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { arrivedParts } from '../support/arrived-parts';
import { expect, test } from '../support/wired-desk';

const NAMES = Array.from({ length: 12 }, (_, n) => `${n + 10}.png`);

function pictures(folder: string): Promise<readonly string[]> {
  return writeFiles(folder, Object.fromEntries(NAMES.map((name, n) => [name, picture(n)])));
}

test('a server that goes away in the middle and comes back: all is done without a click', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  const large = noise(40_000_000);
  const files = [...(await writeFiles(folder, { 'film.bin': large })), ...(await pictures(folder))];
  const never = new Promise<void>(() => undefined);
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber === 3 ? { kind: 'hold', until: never } : null;
  await desk.app.dropFiles(desk.library, [files[0] ?? '']);
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(wire)).toBe(2);
  await wire.close();
  await desk.goTo('Library');
  await desk.app.dropFiles(desk.library, files.slice(1));
  await desk.goTo('Transfers');
  const notice = desk.page.getByRole('status').filter({ hasText: /Waiting for the (network|server)/ });
  await expect(notice.getByRole('button', { name: 'Try now' })).toBeVisible();
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/waiting/);
  await expect(desk.transfer('21.png')).toHaveAccessibleName(/waiting/);
  await desk.app.shoot('transfers-offline');
  wire.fault = () => null;
  await wire.open();
  for (const name of ['film.bin', ...NAMES])
    await expect(desk.transfer(name)).toHaveAccessibleName(/done/, { timeout: 30_000 });
  await expect(notice).toBeHidden();
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(large));
  expect(await bucket.keys()).toEqual([...NAMES, 'film.bin']);
});

test('keys that are refused: one notice, one action, and all goes on when they are good again', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  wire.fault = () => ({ kind: 'answer', status: 403, code: 'SignatureDoesNotMatch' });
  await desk.app.dropFiles(desk.library, await pictures(folder));
  await desk.goTo('Transfers');
  const notice = desk.page.getByRole('alert').filter({ hasText: 'What is meant for this bucket waits until then.' });
  await expect(notice).toHaveCount(1);
  await expect(notice.getByRole('button', { name: 'Edit connection' })).toBeVisible();
  for (const name of NAMES) await expect(desk.transfer(name)).toHaveAccessibleName(/waiting/);
  await desk.app.shoot('transfers-refused');
  wire.fault = () => null;
  await notice.getByRole('button', { name: 'Try again' }).click();
  for (const name of NAMES) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  await expect(notice).toBeHidden();
  expect(await bucket.keys()).toEqual(NAMES);
});

test('a bucket that is gone: one notice, one action, and all goes on when it is there again', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  let letGo = (): void => undefined;
  const until = new Promise<void>((resolve) => (letGo = resolve));
  wire.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'hold', until } : null);
  await desk.app.dropFiles(desk.library, await pictures(folder));
  await expect.poll(() => wire.seen.some(({ operation }) => operation === 'PutObject')).toBe(true);
  await bucket.removeBucket();
  letGo();
  await desk.goTo('Transfers');
  const notice = desk.page.getByRole('alert').filter({ hasText: 'What is meant for this bucket waits until then.' });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText('There is no such bucket');
  await expect(notice.getByRole('button', { name: 'Edit connection' })).toBeVisible();
  for (const name of NAMES) await expect(desk.transfer(name)).toHaveAccessibleName(/waiting/);
  await desk.app.shoot('transfers-bucket-gone');
  await bucket.makeBucket();
  await notice.getByRole('button', { name: 'Try again' }).click();
  for (const name of NAMES) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  await expect(notice).toBeHidden();
  expect(await bucket.keys()).toEqual(NAMES);
});

test('quitting in the middle asks, keeps running on request, and goes on after a quit', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  const { app } = desk;
  const large = noise(40_000_000);
  const never = new Promise<void>(() => undefined);
  wire.fault = ({ operation, partNumber }: SeenRequest) =>
    operation === 'UploadPart' && partNumber !== 1 ? { kind: 'hold', until: never } : null;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': large }));
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(wire)).toBe(1);
  await app.answerQuestions('cancel');
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.close();
  });
  await expect.poll(() => app.questions()).toEqual(['Quit while 1 transfer is under way?']);
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/sending/);
  const before = wire.seen.length;
  wire.fault = () => null;
  const again = new Desk(await app.relaunch());
  await expect(again.arrived('film.bin')).toBeVisible();
  const sent = wire.seen.slice(before).filter(({ operation }) => operation === 'UploadPart');
  expect(sent.some(({ partNumber }) => partNumber === 1)).toBe(false);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(large));
});

test('unfinished uploads of others are found and removed after a question', async ({ desk, bucket, folder, wire }) => {
  const never = new Promise<void>(() => undefined);
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber === 2 ? { kind: 'hold', until: never } : null;
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'ours.bin': noise(20_000_000) }));
  await bucket.beginUpload('theirs/master.mov');
  await expect.poll(() => bucket.halfWritten()).toEqual(['ours.bin', 'theirs/master.mov']);
  await desk.goTo('Transfers');
  await desk.page.getByRole('button', { name: 'Unfinished uploads…' }).click();
  const list = desk.page.getByRole('list', { name: 'Unfinished uploads…' });
  await expect(list.getByRole('listitem').filter({ hasText: 'ours.bin' })).toContainText('in this queue');
  await desk.app.shoot('transfers-unfinished');
  const abort = list.getByRole('button', { name: 'Abort the upload of theirs/master.mov' });
  const question = desk.page.getByRole('dialog', { name: 'Abort this unfinished upload?' });
  await abort.click();
  await expect(question.locator(':focus')).toHaveCount(1);
  await desk.page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await abort.click();
  await question.getByRole('button', { name: 'Abort' }).click();
  await expect(desk.page.getByText('1 unfinished upload removed')).toBeVisible();
  expect(await bucket.halfWritten()).toEqual(['ours.bin']);
});
