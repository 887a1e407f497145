import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { filesWith } from '../support/on-disk';
import { serve } from '../support/web-server';
import { LINK_FORMATS, type LinkForm } from '../../shared/link-formats';

const FOLDER = 'a b+c#d?e%f&g=h 猫';
const NAME = "é!'()*.png";
const KEY = `${FOLDER}/${NAME}`;
const BYTES = picture(7);

/** The address in whatever a link was written as. */
function addressIn(text: string): string {
  const found = /https?:\/\/[^\s)"[\]<>]+/.exec(text)?.[0] ?? '';
  return found.replaceAll('&#38;', '&');
}

async function opened(address: string): Promise<Buffer> {
  const reply = await fetch(address);
  expect(reply.status).toBe(200);
  return Buffer.from(await reply.arrayBuffer());
}

async function choose(desk: Desk, tile: Locator, item: string): Promise<Locator> {
  await tile.click({ button: 'right' });
  await desk.page.getByRole('menuitem', { name: item }).click();
  return desk.page.getByRole('dialog');
}

test.beforeEach(async ({ bucket }) => {
  await bucket.put(KEY, BYTES);
});

test('a link opens in every form that it can be written in', async ({ desk, bucket }) => {
  test.slow();
  const text = '{name} <{url}> {key} {size} {type}';
  await desk.call('settings.update', { linkTemplates: [{ id: 'mine', name: 'Mine', text }] });
  const forms: readonly LinkForm[] = [...LINK_FORMATS, 'own:mine'];
  for (const linkFormat of forms) {
    await desk.call('settings.update', { linkFormat });
    const copied = await desk.copyLink(NAME);
    expect(addressIn(copied), linkFormat).toBe(bucket.publicUrl(KEY));
    expect(await opened(addressIn(copied))).toEqual(Buffer.from(BYTES));
    if (linkFormat === 'own:mine')
      expect(copied).toBe(`${NAME} <${bucket.publicUrl(KEY)}> ${KEY} ${BYTES.length} image/png`);
  }
});

test('a signed link for as long as one likes, and its QR code', async ({ desk }) => {
  const dialog = await choose(desk, desk.tile(NAME), 'Link options and QR code…');
  await expect(dialog.getByRole('status')).toContainText('and it opens');
  await dialog.getByText('Signed', { exact: true }).click();
  await dialog.getByText('Other', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'How long' }).fill('5');
  await dialog.getByRole('combobox', { name: 'Unit' }).click();
  await desk.page.getByRole('option', { name: 'minutes' }).click();
  await expect(dialog.getByRole('status')).toContainText('Signed. Works until');
  const shown = dialog.getByLabel('Link', { exact: true }).locator('visible=true').last();
  await expect(shown).toContainText('X-Amz-Expires=300');
  const address = await dialog.getByRole('img', { name: 'QR code of the link' }).getAttribute('data-link');
  expect(await opened(address ?? '')).toEqual(Buffer.from(BYTES));
  await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  await dialog.getByRole('button', { name: 'Copy this link' }).click();
  await expect(dialog).toBeHidden();
  const copied = await desk.app.clipboardText();
  expect(new URL(copied).searchParams.get('X-Amz-Expires')).toBe('300');
  expect(await opened(copied)).toEqual(Buffer.from(BYTES));
});

test('somebody else sends a file by a link, which no log knows', async ({ desk, bucket, sandbox }) => {
  await desk.page.getByRole('button', { name: 'More ways to upload' }).click();
  await desk.page.getByRole('menuitem', { name: 'Receive a file…' }).click();
  const dialog = desk.page.getByRole('dialog', { name: 'Receive a file' });
  await dialog.getByRole('textbox', { name: 'Name in the bucket' }).fill('//');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(dialog.getByText('A part of the name is empty')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name in the bucket' }).fill(KEY);
  await expect(dialog.getByRole('status')).toContainText('This name is taken');
  const key = `in/${KEY}`;
  await dialog.getByRole('textbox', { name: 'Name in the bucket' }).fill(key);
  await dialog.getByText('1 hour', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const address = (await dialog.getByRole('region', { name: 'Link', exact: true }).locator('code').textContent()) ?? '';
  await expect(dialog.getByRole('region', { name: 'For a terminal' })).toContainText(`"${address}"`);
  const sent = await fetch(address, {
    method: 'PUT',
    body: Buffer.from(BYTES),
    headers: { 'content-type': 'image/png' },
  });
  expect(sent.status).toBe(200);
  expect(Buffer.from(await bucket.bytes(key))).toEqual(Buffer.from(BYTES));
  expect((await bucket.head(key)).type).toBe('image/png');
  await desk.app.quit();
  const { userDataDir } = desk.app.launch;
  expect(await filesWith(userDataDir, sandbox.secretAccessKey)).toEqual([]);
  expect(await filesWith(userDataDir, 'X-Amz-Signature')).toEqual([]);
});

test('why a link does not open is found out, and mended', async ({ app, bucket }) => {
  test.slow();
  const desk = new Desk(app);
  await bucket.put('odd.png', picture(2), 'application/octet-stream');
  const website = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  const { id } = await desk.connect(bucket.address, { publicBase: null });
  const why = async (name: string): Promise<Locator> => choose(desk, desk.tile(name), 'Why does the link not open?');
  const close = (): Promise<void> => desk.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  await expect((await why('odd.png')).getByRole('status')).toContainText('This bucket is private');
  await close();

  const domains = (...bases: string[]) =>
    desk.call('connections.setDomains', {
      connectionId: id,
      domains: bases.map((base) => ({ base, transformations: false })),
    });
  await domains(website.url);
  await expect((await why('odd.png')).getByRole('status')).toContainText('shows something else at this address');
  await close();

  await domains(`${bucket.address.publicBase}/nowhere`);
  const elsewhere = await why('odd.png');
  await expect(elsewhere.getByRole('status')).toContainText('The file opens under another address');
  await elsewhere.getByRole('button', { name: 'Use that domain' }).click();
  await expect(elsewhere.getByRole('status')).toContainText('It is served as application/octet-stream');
  await elsewhere.getByRole('button', { name: 'Serve it as image/png' }).click();
  await expect.poll(async () => (await bucket.head('odd.png')).type).toBe('image/png');
  const fine = await why('odd.png');
  await expect(fine.getByRole('status')).toContainText('The link opens');
  await expect(fine.getByRole('listitem').filter({ hasText: 'in order' })).toHaveCount(6);
  await close();

  await bucket.delete('odd.png');
  await expect((await why('odd.png')).getByRole('status')).toContainText('The file is not in the bucket any more');
  await website.close();
});

test('a domain is believed once a file of the bucket has opened on it; a website may be let in', async ({
  app,
  bucket,
}) => {
  test.slow();
  const desk = new Desk(app);
  const { id } = await desk.connect(bucket.address, { publicBase: null });
  await desk.goTo('Settings');
  const section = desk.page.getByRole('region', { name: 'Public domains' });
  const field = section.getByRole('textbox', { name: 'Add a domain' });
  await field.fill('https://media.0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa.r2.cloudflarestorage.com');
  await section.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(section.getByText('This is the S3 API’s address')).toBeVisible();
  await field.fill('http://127.0.0.1:9');
  await section.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(section.getByText('It does not open:')).toBeVisible();
  await field.fill(`${bucket.address.publicBase}/`);
  await section.getByRole('button', { name: 'Add', exact: true }).click();
  const row = section.getByRole('listitem').filter({ hasText: new URL(bucket.address.publicBase).host });
  await expect(row.getByRole('status')).toContainText('It opens:');
  await row.getByRole('button', { name: 'Prefer' }).click();
  await section.getByRole('button', { name: 'Remove 127.0.0.1:9' }).click();
  await expect(section.getByRole('list', { name: 'Public domains' }).getByRole('listitem')).toHaveCount(1);
  const { slices } = await desk.call('app.snapshot', null);
  expect(slices.connections.profiles.find((one) => one.id === id)?.publicDomains).toMatchObject([
    { base: bucket.address.publicBase, provenAt: expect.any(Number) as unknown },
  ]);

  await section.getByRole('textbox', { name: 'My website may show these files' }).fill('https://example.com/gallery');
  await section.getByRole('button', { name: 'Allow' }).click();
  await expect(section.getByText('CORS knows no paths')).toBeVisible();
  await section.getByRole('textbox', { name: 'My website may show these files' }).fill('example.com');
  await section.getByRole('button', { name: 'Allow' }).click();
  const rules = section.getByRole('list', { name: 'Websites that may read the files' });
  await expect(rules.getByRole('listitem')).toContainText('https://example.com');
  expect(await bucket.corsOrigins()).toEqual(['https://example.com']);
  await rules.getByRole('button', { name: 'Remove the rule for https://example.com' }).click();
  await expect(section.getByText('No website may read them by script.')).toBeVisible();
  expect(await bucket.corsOrigins()).toEqual([]);

  await desk.goTo('Library');
  expect(await desk.copyLink(NAME)).toBe(bucket.publicUrl(KEY));
});

test('links are copied by themselves when an upload has arrived, in a form of one’s own', async ({
  desk,
  bucket,
  folder,
}) => {
  await desk.goTo('Settings');
  const links = desk.page.getByRole('region', { name: 'Links', exact: true });
  await links.getByRole('button', { name: 'Add a format' }).click();
  const form = links.getByRole('group', { name: 'Without a name' });
  await form.getByRole('textbox', { name: 'Text' }).fill('[{name}] {url}');
  await form.getByRole('textbox', { name: 'Name' }).fill('Wiki');
  await links.getByRole('combobox', { name: 'Format' }).click();
  await desk.page.getByRole('option', { name: 'Wiki' }).click();
  await links.getByRole('switch', { name: 'Copy the links after an upload' }).click({ force: true });
  await desk.goTo('Library');
  await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  const files = await writeFiles(folder, { 'one.png': picture(1), 'two.png': picture(2) });
  await desk.app.dropFiles(desk.library, files);
  await expect(desk.news('2 links copied')).toBeVisible();
  const lines = (await desk.app.clipboardText()).split('\n').sort();
  expect(lines).toEqual(['one.png', 'two.png'].map((name) => `[${name}] ${bucket.publicUrl(name)}`));
});
