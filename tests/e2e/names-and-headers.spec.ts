import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, sha256 } from '../support/files';

function dialog(desk: Desk, title: string): Locator {
  return desk.page.getByRole('dialog', { name: title });
}

/** The lines of a preview: the old name, the new one, and what is said of it. */
function lines(rename: Locator): Promise<readonly string[]> {
  return rename.getByRole('table', { name: 'New names' }).locator('tbody tr').allInnerTexts();
}

test('many files get other names by a pattern: shown first, what clashes is marked, nothing is written over', async ({
  app,
  bucket,
}) => {
  const bytes = new Map<string, Uint8Array>();
  for (const [n, name] of ['IMG_1.png', 'IMG_2.png', 'IMG_10.png', 'sea.png'].entries()) {
    bytes.set(name, picture(n, 40 + n, 30));
    await bucket.put(`trip/${name}`, picture(n, 40 + n, 30));
  }
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.openTop();
  await desk.tile('trip').dblclick();
  await desk.tile('IMG_1.png').click();
  for (const name of ['IMG_2.png', 'IMG_10.png']) await desk.tile(name).click({ modifiers: ['ControlOrMeta'] });
  await desk.page.keyboard.press('F2');
  const rename = dialog(desk, 'Rename files');
  const button = rename.getByRole('button', { name: /^Rename/ });
  await expect(rename.getByRole('status')).toContainText('0 of 3 files get other names');
  await expect(button).toBeDisabled();

  await rename.getByRole('textbox', { name: 'Find' }).fill('img_(');
  await rename.getByRole('checkbox', { name: 'Regular expression' }).check();
  await expect(rename).toContainText('This is no regular expression: Unterminated group.');
  await rename.getByRole('textbox', { name: 'Find' }).fill('^img_(\\d+)');
  await rename.getByRole('textbox', { name: 'Replace with' }).fill('sea');
  await expect(rename.getByRole('status')).toContainText('3 of 3 files get other names · 1 name is taken');
  expect((await lines(rename)).filter((line) => line.includes('taken: you will be asked'))).toHaveLength(1);
  expect((await lines(rename)).filter((line) => line.includes('several: gets a number'))).toHaveLength(2);

  await rename.getByRole('textbox', { name: 'Replace with' }).fill('coast');
  await rename.getByRole('textbox', { name: 'Names' }).fill('{yyyy}/{name}-{n}');
  await rename.getByRole('textbox', { name: 'Count from' }).fill('07');
  const year = new Date().getFullYear();
  await expect.poll(() => lines(rename)).toContainEqual(expect.stringContaining(`${year}/coast-07.png`));
  await button.click();
  await expect(rename).toBeHidden();
  const made = ['07', '08', '09'].map((n) => `trip/${year}/coast-${n}.png`);
  await expect.poll(() => bucket.keys()).toEqual([...made, 'trip/sea.png']);
  const arrived = await Promise.all(made.map(async (key) => sha256(await bucket.bytes(key))));
  const sent = ['IMG_1.png', 'IMG_2.png', 'IMG_10.png'].map((name) => sha256(bytes.get(name) ?? new Uint8Array()));
  expect([...arrived].sort()).toEqual([...sent].sort());
  await expect(desk.tile('IMG_1.png')).toBeHidden();
});

test('numbers move on by one although each new name is another file’s; a bucket that has changed is shown again first', async ({
  app,
  bucket,
}) => {
  // The newest is the first in the view.
  for (const n of [3, 2, 1]) await bucket.put(`p-${n}.txt`, Buffer.from(`content ${n}`));
  const desk = new Desk(app);
  const { id: connectionId } = await desk.connect(bucket.address);
  await expect(desk.arrived('p-3.txt')).toBeVisible();
  await desk.library.focus();
  await desk.page.keyboard.press('ControlOrMeta+a');
  await desk.page.keyboard.press('F2');
  const rename = dialog(desk, 'Rename files');
  await rename.getByRole('checkbox', { name: 'Regular expression' }).check();
  await rename.getByRole('textbox', { name: 'Find' }).fill('-\\d');
  await rename.getByRole('textbox', { name: 'Names' }).fill('{name}-{n}');
  await rename.getByRole('textbox', { name: 'Count from' }).fill('2');
  await expect(rename.getByRole('status')).toHaveText('3 of 3 files get other names');
  await expect.poll(() => lines(rename)).toEqual(['p-1.txt\tp-2.txt', 'p-2.txt\tp-3.txt', 'p-3.txt\tp-4.txt']);

  await bucket.put('p-4.txt', Buffer.from('of someone else'));
  await desk.call('library.refresh', { connectionId });
  await expect(desk.page.locator('[role="status"][aria-label="In this view"]')).toContainText('4 objects');
  await rename.getByRole('button', { name: 'Rename 3 files' }).click();
  await expect(rename.getByRole('alert')).toContainText('The bucket has changed meanwhile');
  expect(await bucket.keys()).toEqual(['p-1.txt', 'p-2.txt', 'p-3.txt', 'p-4.txt']);

  // Now p-4 takes the name of p-2, and p-2 that of p-4.
  await expect(rename.getByRole('status')).toHaveText('4 of 4 files get other names');
  await rename.getByRole('button', { name: 'Rename 4 files' }).click();
  await expect(rename).toBeHidden();
  await expect.poll(() => bucket.keys()).toEqual(['p-2.txt', 'p-3.txt', 'p-4.txt', 'p-5.txt']);
  const contents = [2, 3, 4, 5].map(async (n) => String(Buffer.from(await bucket.bytes(`p-${n}.txt`))));
  // The newest counted first.
  expect(await Promise.all(contents)).toEqual(['of someone else', 'content 1', 'content 2', 'content 3']);
});

test('type, cache and metadata of several files are edited at once; what differs stays unless it is touched', async ({
  app,
  bucket,
}) => {
  await bucket.put('a.png', picture(1, 60, 40), 'application/octet-stream', { take: '1', by: 'Ada' });
  await bucket.put('b.png', picture(2, 60, 40), 'image/x-old', { take: '2', by: 'Ada' });
  const before = await bucket.head('a.png');
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('a.png').click();
  await desk.tile('b.png').click({ modifiers: ['ControlOrMeta'] });
  await desk.page.keyboard.press('ControlOrMeta+i');
  const edit = dialog(desk, 'Type, cache and metadata');
  const type = edit.getByRole('combobox', { name: 'Content type' });
  await expect(type).toHaveAttribute('placeholder', 'Several values');
  await expect(edit.getByRole('textbox', { name: 'Value of take' })).toHaveAttribute('placeholder', 'Several values');
  await expect(edit.getByRole('textbox', { name: 'Value of by' })).toHaveValue('Ada');
  const save = edit.getByRole('button', { name: 'Change 2 files' });
  await expect(save).toBeDisabled();
  await type.fill('picture');
  await expect(edit).toContainText('A type has two halves');
  await type.fill('image/png');
  await edit.getByRole('combobox', { name: 'Cache-Control' }).fill('max-age=soon');
  await expect(edit).toContainText('This is no Cache-Control header');
  await edit.getByRole('combobox', { name: 'Cache-Control' }).fill('');
  await desk.page.getByRole('option', { name: /immutable/ }).click();
  await edit.getByRole('button', { name: 'Remove by' }).click();
  await edit.getByRole('button', { name: 'Add an entry' }).click();
  await edit.getByRole('textbox', { name: 'Name of an entry' }).last().fill('Place');
  await edit.getByRole('textbox', { name: 'Value of Place' }).fill('Zürich 🏔');
  await save.click();
  await expect(edit).toBeHidden();
  await expect.poll(async () => (await bucket.head('b.png')).type).toBe('image/png');
  await expect.poll(async () => (await bucket.head('a.png')).type).toBe('image/png');
  const [a, b] = [await bucket.head('a.png'), await bucket.head('b.png')];
  expect(a).toMatchObject({
    size: before.size,
    etag: before.etag,
    cacheControl: 'public, max-age=31536000, immutable',
  });
  expect(Object.keys(a.metadata).sort()).toEqual(['place', 'take']);
  expect([a.metadata['take'], b.metadata['take']]).toEqual(['1', '2']);

  const inspector = desk.page.getByRole('complementary', { name: 'Inspector' });
  // Both are new now, and may change places under the pointer.
  await expect(async () => {
    await desk.tile('a.png').click();
    await expect(inspector.getByRole('heading', { name: 'a.png' })).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(inspector).toContainText('Zürich 🏔');
  await inspector.getByRole('button', { name: 'Edit type, cache, metadata…' }).click();
  await edit.getByRole('button', { name: 'Remove the header' }).click();
  await edit.getByRole('button', { name: 'Change 1 file' }).click();
  await expect.poll(async () => (await bucket.head('a.png')).cacheControl).toBe('');
  await expect(inspector).toContainText('Not set');
});

test('several files open in the browser; many only when asked; the command palette knows what is selected', async ({
  app,
  bucket,
}) => {
  for (let n = 0; n < 7; n++) await bucket.put(`file ${n}.txt`, Buffer.from('x'));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.arrived('file 6.txt')).toBeVisible();
  const opened = await app.keepFromBrowser();
  await desk.tile('file 0.txt').click();
  await desk.tile('file 1.txt').click({ modifiers: ['ControlOrMeta'] });
  await desk.page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(opened).toHaveLength(2);
  expect((await opened()).every((url) => /file%20[01]\.txt/.test(url))).toBe(true);

  await desk.page.keyboard.press('ControlOrMeta+a');
  await desk.page.keyboard.press('ControlOrMeta+k');
  await desk.page.getByRole('textbox', { name: 'Command palette' }).fill('browser');
  await desk.page.keyboard.press('Enter');
  const question = dialog(desk, 'Open 7 pages?');
  await expect(question).toBeVisible();
  expect(await opened()).toHaveLength(2);
  await question.getByRole('button', { name: 'Open 7 pages' }).click();
  await expect.poll(opened).toHaveLength(9);
});
