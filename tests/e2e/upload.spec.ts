import path from 'node:path';
import type { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';

/** What the public link serves is what was sent, under the right type. */
async function expectServed(bucket: Bucket, key: string, bytes: Uint8Array, type: string): Promise<void> {
  const reply = await fetch(bucket.publicUrl(key));
  expect(reply.status, key).toBe(200);
  expect(reply.headers.get('content-type'), key).toBe(type);
  expect(sha256(new Uint8Array(await reply.arrayBuffer())), key).toBe(sha256(bytes));
}

const conflict = (desk: Desk) => desk.page.getByRole('dialog', { name: 'This name is taken' });

test('dropped files are tiles at once, and then public under their right types', async ({ desk, bucket, folder }) => {
  const files = {
    'sunset.png': picture(1),
    'notes.txt': Buffer.from('a note\n'),
    'song.mp3': noise(3000, 2),
    'no-extension': noise(2000, 3),
    'Ünïcode 猫 #1.png': picture(2),
  };
  await desk.app.dropFiles(desk.library, await writeFiles(folder, files));
  for (const name of Object.keys(files)) await expect(desk.tile(name)).toBeVisible();
  for (const name of Object.keys(files)) await expect(desk.arrived(name)).toBeVisible();
  await expectServed(bucket, 'sunset.png', files['sunset.png'], 'image/png');
  await expectServed(bucket, 'notes.txt', files['notes.txt'], 'text/plain; charset=utf-8');
  await expectServed(bucket, 'song.mp3', files['song.mp3'], 'audio/mpeg');
  await expectServed(bucket, 'no-extension', files['no-extension'], 'application/octet-stream');
  await expectServed(bucket, 'Ünïcode 猫 #1.png', files['Ünïcode 猫 #1.png'], 'image/png');
  await expect(desk.status).toContainText('5 objects');
});

test('a tile is there before its bytes have gone', async ({ app, startSandbox, folder }) => {
  const desk = new Desk(app);
  await desk.connect(await startSandbox({ profile: 'slow' }));
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'large.bin': noise(600_000) }));
  await expect(desk.tile('large.bin')).toHaveAccessibleName(/Sending/);
  await expect(desk.arrived('large.bin')).toBeVisible();
});

test('a dropped folder keeps its shape, and leaves out what nobody misses', async ({ desk, bucket, folder }) => {
  const tree = {
    'trip/one.png': picture(1),
    'trip/day 1/two.png': picture(2),
    'trip/day 1/deep/er/three.txt': Buffer.from('three'),
    'trip/.DS_Store': noise(10),
  };
  await writeFiles(folder, tree);
  await desk.app.dropFiles(desk.library, [path.join(folder, 'trip')]);
  await desk.openTop();
  await expect(desk.tile('trip')).toHaveAccessibleName(/3 objects/);
  await expect
    .poll(() => bucket.keys())
    .toEqual(['trip/day 1/deep/er/three.txt', 'trip/day 1/two.png', 'trip/one.png']);
  await expectServed(bucket, 'trip/day 1/two.png', tree['trip/day 1/two.png'], 'image/png');
});

test('a large file goes up in parts and is proven to be what was sent', async ({ desk, bucket, folder }) => {
  const bytes = noise(40_000_001);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes }));
  await expect(desk.arrived('film.bin')).toBeVisible();
  expect((await bucket.head('film.bin')).etag).toMatch(/-3"$/);
  await expectServed(bucket, 'film.bin', bytes, 'application/octet-stream');
  expect(await bucket.halfWritten()).toEqual([]);
  await desk.goTo('Transfers');
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/done.*checked, byte for byte/);
});

test('the buttons upload what the dialogs answer', async ({ desk, bucket, folder }) => {
  const [file] = await writeFiles(folder, { 'picked.png': picture(4), 'box/inside.png': picture(5) });
  await desk.app.stubOpenDialog([file ?? '']);
  await desk.page.getByRole('button', { name: 'Upload files' }).click();
  await expect(desk.arrived('picked.png')).toBeVisible();
  await desk.app.stubOpenDialog([path.join(folder, 'box')]);
  await desk.page.getByRole('button', { name: 'Upload folder' }).click();
  await expect(desk.arrived('inside.png')).toBeVisible();
  await expect.poll(() => bucket.keys()).toEqual(['box/inside.png', 'picked.png']);
  await desk.app.stubOpenDialog([]);
  await desk.page.getByRole('button', { name: 'Upload files' }).click();
  await expect(desk.status).toContainText('2 objects ·');
});

test('a pasted picture is uploaded under a name of its moment', async ({ desk, bucket }) => {
  const shot = picture(6, 120, 80);
  await desk.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, shot.toString('base64'));
  await desk.page.keyboard.press('ControlOrMeta+v');
  await expect(desk.tiles).toHaveAccessibleName(/^pasted-\d{4}-\d\d-\d\d-\d{6}\.png, Image, [\d.]+ \w+$/);
  const [key = ''] = await bucket.keys();
  expect((await bucket.head(key)).type).toBe('image/png');
  expect((await desk.transferOf(key))?.origin).toBe('pasted');
});

test('uploads go into the folder on show', async ({ desk, bucket, folder }) => {
  await bucket.put('album/first.png', picture(1));
  await desk.refresh();
  await desk.openTop();
  await desk.tile('album').dblclick();
  await expect(desk.tile('first.png')).toBeVisible();
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'second.png': picture(2) }));
  await expect(desk.arrived('second.png')).toBeVisible();
  expect(await bucket.keys()).toEqual(['album/first.png', 'album/second.png']);
});

test('a taken name asks: replace, keep both, or skip', async ({ desk, bucket, folder }) => {
  const old = picture(1);
  const fresh = picture(9);
  for (const name of ['a.png', 'b.png', 'c.png']) await bucket.put(name, old);
  const files = await writeFiles(folder, { 'a.png': fresh, 'b.png': fresh, 'c.png': fresh });
  for (const [index, answer] of ['Replace', 'Keep both', 'Skip'].entries()) {
    await desk.app.dropFiles(desk.library, files.slice(index, index + 1));
    await expect(conflict(desk)).toContainText('is already in');
    await conflict(desk).getByRole('button', { name: answer, exact: true }).click();
    await expect(conflict(desk)).toBeHidden();
  }
  await expect.poll(() => bucket.keys()).toEqual(['a.png', 'b-2.png', 'b.png', 'c.png']);
  await expect.poll(async () => sha256(await bucket.bytes('a.png'))).toBe(sha256(fresh));
  expect(sha256(await bucket.bytes('b.png'))).toBe(sha256(old));
  expect(sha256(await bucket.bytes('b-2.png'))).toBe(sha256(fresh));
  expect(sha256(await bucket.bytes('c.png'))).toBe(sha256(old));
});

test('the question of a taken name shows both pictures', async ({ desk, bucket, folder }) => {
  await bucket.put('a.png', picture(1, 120, 40));
  await desk.refresh();
  await desk.drawnSize('a.png');
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'a.png': picture(2, 40, 120) }));
  const sizeOf = (label: string) =>
    conflict(desk)
      .locator('[class*="side"]', { has: desk.page.getByText(label, { exact: true }) })
      .last()
      .locator('img')
      .evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => `${naturalWidth} × ${naturalHeight}`);
  await expect.poll(() => sizeOf('In the bucket')).toBe('120 × 40');
  await expect.poll(() => sizeOf('Yours')).toBe('40 × 120');
  await conflict(desk).getByRole('button', { name: 'Skip', exact: true }).click();
  await expect.poll(async () => (await desk.drawnSize('a.png')).width).toBe(120);
});

test('one answer serves all taken names', async ({ desk, bucket, folder }) => {
  const names = ['one.png', 'two.png', 'three.png'];
  for (const name of names) await bucket.put(name, picture(1));
  const files = await writeFiles(folder, Object.fromEntries([...names, 'free.png'].map((name) => [name, picture(7)])));
  await desk.app.dropFiles(desk.library, files);
  await conflict(desk).getByRole('checkbox', { name: 'Do the same for 2 more' }).check();
  await conflict(desk).getByRole('button', { name: 'Replace' }).click();
  await expect(conflict(desk)).toBeHidden();
  for (const name of [...names, 'free.png']) {
    await expect(desk.arrived(name)).toBeVisible();
    expect(sha256(await bucket.bytes(name)), name).toBe(sha256(picture(7)));
  }
});
