import { rm } from 'node:fs/promises';
import path from 'node:path';
import { writeBigIndex } from '../bench/library/big-index';
import { Desk, draftOf, expect, test } from '../support/desk';

const MANY = 12_431;
/** R2 is never reached: what is asked here needs the index alone. */
const OFFLINE = { args: ['--proxy-server=http://127.0.0.1:9'] };
const SANDBOX = { endpoint: '', publicBase: '', bucket: 'pictures', accessKeyId: 'a'.repeat(32), secretAccessKey: 'b' };

test('what an action on many objects costs at R2 is told before it begins', async ({ launch, folder, problems }) => {
  const userDataDir = path.join(folder, 'kept');
  const first = new Desk(await launch({ userDataDir, ...OFFLINE }));
  const address = { kind: 'r2', accountId: 'c'.repeat(32), jurisdiction: 'default' } as const;
  const draft = draftOf(SANDBOX, { address, publicBase: null });
  const { id } = await first.call('connections.save', { draft, replaces: null });
  await first.app.quit();
  await rm(path.join(userDataDir, 'cache/index'), { recursive: true, force: true });
  writeBigIndex(userDataDir, id, MANY);

  const desk = new Desk(await launch({ userDataDir, ...OFFLINE }));
  const { page } = desk;
  await expect(desk.status).toContainText('12,431 objects');
  await desk.library.press('ControlOrMeta+a');
  await expect(page.getByText('12,431 selected: all in this view')).toBeVisible();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Move to…' }).click();
  // 12,431 writes at 4.50 a million, four times as many reads at 0.36 a million.
  await expect(dialog).toContainText('About $0.07: 12,431 write and 49,724 read operations');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'More actions' }).last().click();
  await page.getByRole('menuitem', { name: 'Make a ZIP in the bucket…' }).click();
  await expect(dialog).toContainText(/About \$0\.0\d+: 3,\d{3} write and 12,431 read operations/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await desk.library.press('Delete');
  await expect(dialog).toContainText('Deleting costs nothing on R2.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // Pictures that could not be fetched.
  problems.length = 0;
});
