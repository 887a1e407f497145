import {
  startFaultProxy,
  type FaultProxy,
  type SeenRequest,
} from '../../electron/core/transfers/fault-proxy.test-support';
import type { Locator } from '@playwright/test';
import { Desk, expect, test as base } from '../support/desk';
import { picture, sha256 } from '../support/files';

interface Fixtures {
  /** Stands between the app and the sandbox. */
  readonly wire: FaultProxy;
}

const test = base.extend<Fixtures>({
  wire: async ({ sandbox }, use) => {
    const proxy = await startFaultProxy(sandbox.endpoint);
    await use(proxy);
    await proxy.close();
  },
});

/** Keys that a careless program would break. */
const AWKWARD = 'a b+c#d%e&f=g ü 😀.png';

function dialog(desk: Desk, title: string): Locator {
  return desk.page.getByRole('dialog', { name: title });
}

async function fromMenu(desk: Desk, name: string, item: string | RegExp): Promise<void> {
  await desk.tile(name).click({ button: 'right' });
  await desk.page.getByRole('menuitem', { name: item }).click();
}

test('F2 gives a file another name: its extension stays, its picture too, and a name that cannot be is told at once', async ({
  app,
  bucket,
}) => {
  const bytes = picture(1, 90, 60);
  await bucket.put(AWKWARD, bytes);
  await bucket.put('taken.png', picture(2, 30, 30));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile(AWKWARD).click();
  await desk.page.keyboard.press('F2');
  const rename = dialog(desk, 'Rename this file');
  const field = rename.getByRole('textbox', { name: 'Name' });
  await expect(field).toBeFocused();
  await expect.poll(() => app.page.evaluate(() => String(document.getSelection()))).toBe(AWKWARD.slice(0, -4));
  await field.fill('a/b.png');
  await expect(rename).toContainText('A slash would make a folder');
  await expect(rename.getByRole('button', { name: 'Rename' })).toBeDisabled();
  await field.fill('taken.png');
  await expect(rename).toContainText('This name is taken');
  await field.fill(`new ${AWKWARD}`);
  await desk.page.keyboard.press('Enter');
  await expect(desk.tile(`new ${AWKWARD}`)).toBeVisible();
  await expect(desk.tile(AWKWARD)).toBeHidden();
  expect(await bucket.keys()).toEqual([`new ${AWKWARD}`, 'taken.png']);
  expect(sha256(await bucket.bytes(`new ${AWKWARD}`))).toBe(sha256(bytes));
  expect(await desk.drawnSize(`new ${AWKWARD}`)).toEqual({ width: 90, height: 60 });
  await desk.goTo('Transfers');
  await expect(desk.transfer(`new ${AWKWARD}`)).toContainText(`renamed from ${AWKWARD}`);
});

test('files move into a new folder and are copied back; a taken name asks; a folder moves with all in it', async ({
  app,
  bucket,
}) => {
  for (const [n, key] of ['one.png', 'two.png', 'old/three.png', 'old/deep/four.png'].entries())
    await bucket.put(key, picture(n));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.openTop();
  await fromMenu(desk, 'one.png', 'Move to…');
  const move = dialog(desk, 'Move to…');
  await expect(move.getByRole('button', { name: 'Move here' })).toBeDisabled();
  await expect(move.getByRole('list', { name: 'Folders' })).toContainText('old');
  await move.getByRole('textbox', { name: 'New folder' }).fill('covers');
  await move.getByRole('button', { name: 'Move here' }).click();
  await expect(desk.tile('covers')).toBeVisible();
  await expect(desk.tile('one.png')).toBeHidden();

  await fromMenu(desk, 'two.png', 'Copy to…');
  const copy = dialog(desk, 'Copy to…');
  await copy.getByRole('button', { name: 'old' }).click();
  await copy.getByRole('button', { name: 'deep' }).click();
  await copy.getByRole('button', { name: 'Copy here' }).click();
  await expect.poll(() => bucket.keys()).toContain('old/deep/two.png');

  await desk.tile('old').click();
  await desk.page.keyboard.press('F2');
  await dialog(desk, 'Rename this folder').getByRole('textbox', { name: 'Name' }).fill('new');
  await desk.page.keyboard.press('Enter');
  await expect(desk.tile('new')).toBeVisible();
  await expect(desk.tile('old')).toBeHidden();
  const all = ['covers/one.png', 'new/deep/four.png', 'new/deep/two.png', 'new/three.png', 'two.png'];
  await expect.poll(() => bucket.keys()).toEqual(all);

  await fromMenu(desk, 'two.png', 'Duplicate');
  await expect(desk.tile('two-2.png')).toBeVisible();
  await bucket.put('new/two.png', picture(9));
  await fromMenu(desk, 'two.png', 'Move to…');
  await move.getByRole('button', { name: 'new' }).click();
  await move.getByRole('button', { name: 'Move here' }).click();
  await dialog(desk, 'This name is taken').getByRole('button', { name: 'Keep both' }).click();
  await expect.poll(() => bucket.keys()).toContain('new/two-2.png');
  await expect.poll(() => bucket.keys()).not.toContain('two.png');
});

test('deleting many shows how far it is and can be stopped; the rest stays', async ({ app, bucket, sandbox, wire }) => {
  const count = 1600;
  for (let from = 0; from < count; from += 200)
    await Promise.all(Array.from({ length: 200 }, (_, n) => bucket.put(`many/${from + n}.txt`, Buffer.from('x'))));
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: wire.url });
  await expect(desk.status).toContainText('1,600 objects');
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  const isDelete = ({ operation }: SeenRequest): boolean => operation === 'DeleteObjects';
  wire.fault = (seen) => (isDelete(seen) && wire.seen.filter(isDelete).length > 1 ? { kind: 'hold', until } : null);
  await desk.openTop();
  await desk.tile('many').click();
  await desk.page.keyboard.press('Delete');
  const question = dialog(desk, 'Delete these files?');
  await question.getByRole('textbox').fill('1600');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(question).toBeHidden();
  const strip = desk.page.getByRole('region', { name: 'Deleting' });
  await expect(strip).toContainText('Deleting 500 of 1,600');
  await strip.getByRole('button', { name: 'Stop' }).click();
  release();
  await expect(desk.news('Stopped: 1,000 objects were deleted')).toBeVisible();
  await expect(strip).toBeHidden();
  expect(await bucket.keys()).toHaveLength(600);
});
