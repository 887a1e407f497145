import { Desk, expect, test } from '../support/desk';
import { picture, sha256, writeFiles } from '../support/files';

const HARD = "a b+c#d?e%f&g=h 猫 é!'()*.png";
const HARD_ENCODED = 'a%20b%2Bc%23d%3Fe%25f%26g%3Dh%20%E7%8C%AB%20%C3%A9%21%27%28%29%2A.png';

test('a copied link is the public one, rightly encoded, and opens', async ({ desk, sandbox, folder }) => {
  const bytes = picture(3);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { [HARD]: bytes }));
  await expect(desk.arrived(HARD)).toBeVisible();
  const link = await desk.copyLink(HARD);
  expect(link).toBe(`${sandbox.publicBase}/${HARD_ENCODED}`);
  await expect(desk.news('Link copied')).toContainText('it opens');
  await expect(desk.page.getByText('Public and reachable')).toBeVisible();
  const reply = await fetch(link);
  expect(reply.status).toBe(200);
  expect(sha256(new Uint8Array(await reply.arrayBuffer()))).toBe(sha256(bytes));
});

test('many links are copied together, in the form that was chosen', async ({ desk, bucket, sandbox }) => {
  for (const name of ['one.png', 'two.png']) await bucket.put(name, picture(1));
  await desk.refresh();
  await expect(desk.tiles).toHaveCount(2);
  await desk.call('settings.update', { linkFormat: 'markdown' });
  await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  await desk.library.press('ControlOrMeta+a');
  await desk.page.getByRole('button', { name: 'Copy links' }).click();
  await expect
    .poll(async () => (await desk.app.clipboardText()).split('\n').sort())
    .toEqual([`![one.png](${sandbox.publicBase}/one.png)`, `![two.png](${sandbox.publicBase}/two.png)`]);
});

test('without a public domain a link is signed, opens, and ends when the settings say', async ({ app, bucket }) => {
  const bytes = picture(5);
  await bucket.put(HARD, bytes);
  const desk = new Desk(app);
  await desk.connect(bucket.address, { publicBase: null });
  await desk.call('settings.update', { presignSeconds: 6 });
  const link = await desk.copyLink(HARD);
  const reply = await fetch(link);
  expect(reply.status).toBe(200);
  expect(sha256(new Uint8Array(await reply.arrayBuffer()))).toBe(sha256(bytes));
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('6');
  await expect(desk.news('Link copied')).toContainText('Signed: the link works until');
  await expect.poll(async () => (await fetch(link)).status).toBe(403);
});

test('where the public domain does not serve, a signed link is copied, and why is said', async ({
  app,
  bucket,
  startSandbox,
}) => {
  await bucket.put('here.png', picture(1));
  const { publicBase } = await startSandbox();
  const desk = new Desk(app);
  await desk.connect(bucket.address, { publicBase });
  const link = await desk.copyLink('here.png');
  await expect(desk.news('Link copied')).toContainText('The public link does not open');
  expect((await fetch(link)).status).toBe(200);
  expect(new URL(link).origin).toBe(bucket.address.endpoint);
  const inspector = desk.page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('The public link does not open');
  await desk.page.getByRole('button', { name: 'Why does the link not open?' }).click();
  await expect(desk.page.getByRole('dialog').getByRole('status')).toContainText('belongs to something else');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Set the public domain' }).click();
  await expect(desk.page.getByRole('region', { name: 'Public domains' })).toBeVisible();
});
