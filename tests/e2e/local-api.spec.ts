import { request } from 'node:http';
import path from 'node:path';
import { type Desk, expect, test } from '../support/desk';
import { picture, sha256, writeFiles } from '../support/files';

interface Told {
  readonly success: boolean;
  readonly result: readonly string[];
}

/** Opens the door in the settings, and answers the address with the token in it, as the person has it on the clipboard. */
async function open(desk: Desk): Promise<URL> {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('switch', { name: 'Let programs on this computer upload and generate' }).check();
  await expect(page.getByText(/^Open at 127\.0\.0\.1:\d+$/)).toBeVisible();
  await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  await page.getByRole('button', { name: 'Copy the address' }).click();
  await expect.poll(() => desk.app.clipboardText()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/upload$/);
  return new URL(await desk.app.clipboardText());
}

async function told(answer: Response): Promise<Told> {
  return (await answer.json()) as Told;
}

async function bytesOf(url: string | undefined): Promise<Uint8Array> {
  const answer = await fetch(url ?? '');
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

test('programs upload files that they send or name, and get links that open', async ({ desk, bucket, folder }) => {
  const address = await open(desk);
  const body = new FormData();
  body.append('files', new Blob([new Uint8Array(picture(1))]), 'sent.png');
  const sent = await told(await fetch(address, { method: 'POST', body }));
  expect(sha256(await bytesOf(sent.result[0]))).toBe(sha256(picture(1)));

  // As PicGo's clients ask: Obsidian and others.
  const [named = ''] = await writeFiles(folder, { 'named.png': picture(2) });
  const headers = { 'Content-Type': 'application/json' };
  const list = JSON.stringify({ list: [named] });
  const answer = await told(await fetch(address, { method: 'POST', headers, body: list }));
  expect(answer.success).toBe(true);
  expect(sha256(await bytesOf(answer.result[0]))).toBe(sha256(picture(2)));
  expect(await bucket.keys()).toEqual(['named.png', 'sent.png']);
  await desk.goTo('Library');
  for (const name of ['named.png', 'sent.png']) await expect(desk.arrived(name)).toBeVisible();
  await desk.goTo('Transfers');
  await expect(desk.transfer('sent.png')).toContainText('from a program');
});

test('a script has a picture made', async ({ desk, bucket }) => {
  const address = await open(desk);
  const generate = new URL(address.pathname.replace(/upload$/, 'generate'), address);
  const body = JSON.stringify({ prompt: 'Violet dunes', seed: 7 });
  const answer = await told(await fetch(generate, { method: 'POST', body }));
  expect((await bytesOf(answer.result[0])).subarray(1, 4)).toEqual(new Uint8Array([0x50, 0x4e, 0x47]));
  expect(await bucket.keys()).toHaveLength(1);
});

test('the picture on the clipboard goes up as PicGo sends it', async ({ desk, bucket }) => {
  const address = await open(desk);
  await desk.app.electron.evaluate(
    async ({ clipboard, nativeImage }, png) => {
      const image = nativeImage.createFromBuffer(Buffer.from(png));
      const writeImage: unknown = Reflect.get(clipboard, 'writeImage');
      if (typeof writeImage === 'function') writeImage.call(clipboard, image);
    },
    [...picture(3, 40, 30)],
  );
  const answer = await told(await fetch(address, { method: 'POST' }));
  expect(answer.result[0]).toMatch(/pasted-.*\.png/);
  expect(await bucket.keys()).toHaveLength(1);
});

test('nobody else comes in, and what is switched off is closed', async ({ desk, bucket, folder }) => {
  const address = await open(desk);
  const [named = ''] = await writeFiles(folder, { 'secret.png': picture(2) });
  const body = JSON.stringify({ list: [named] });
  const bare = new URL('/upload', address);
  expect((await fetch(bare, { method: 'POST', body })).status).toBe(401);
  expect((await fetch(address, { method: 'POST', body, headers: { Origin: 'https://evil.example' } })).status).toBe(
    403,
  );
  expect(await statusUnder('evil.example', address)).toBe(403);
  const own = path.join(desk.app.launch.userDataDir, 'settings/local-api.json');
  const refused = await fetch(address, { method: 'POST', body: JSON.stringify({ list: [own] }) });
  expect(refused.status).toBe(422);
  expect(await bucket.keys()).toEqual([]);

  // The page itself never learns the token, and another one puts the old out of use.
  const token = address.pathname.split('/')[1] ?? '';
  const { slices } = await desk.call('app.snapshot', null);
  expect(JSON.stringify(slices)).not.toContain(token);
  await desk.page.getByRole('button', { name: 'Make a new token…' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Make a new token' }).click();
  await expect(desk.news('New token made')).toBeVisible();
  expect((await fetch(address, { method: 'POST', body })).status).toBe(401);
  await desk.page.getByRole('switch', { name: 'Let programs on this computer upload and generate' }).uncheck();
  await expect(desk.page.getByText('Closed', { exact: true })).toBeVisible();
  await expect(fetch(address, { method: 'POST', body })).rejects.toThrow('fetch failed');
});

/** `fetch` lets nobody name another host. */
function statusUnder(host: string, address: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(address, { method: 'POST', headers: { host } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}
