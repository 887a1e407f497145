import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startForwardProxy, type ForwardProxy } from '../../electron/core/store/forward-proxy.test-support';
import { startFaultProxy, type FaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { arrivedParts } from '../support/arrived-parts';
import { Desk, expect, test as base } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { serveImages, type ImageServer } from '../support/image-server';
import { makeCertificate, startTlsFront } from '../support/tls-front';

// Nobody listens on the first two, and no name server knows the third (RFC 6761): whoever reaches them has gone through the proxy.
// A sandbox refuses whoever calls it by another name than this machine's.
const BUCKET = 'localhost:1';
const PUBLIC = 'localhost:2';
const IMAGES = 'images.flow.test:443';
const SLOW = { timeout: 60_000 };
const NEVER = new Promise<void>(() => undefined);

interface Fixtures {
  /** Behind the proxy and TLS, in front of the sandbox. */
  readonly wire: FaultProxy;
  readonly images: ImageServer;
  /** The system's proxy, as Chromium tells of it. */
  readonly forward: ForwardProxy;
}

const test = base.extend<Fixtures>({
  wire: async ({ sandbox }, use) => {
    const wire = await startFaultProxy(sandbox.endpoint);
    await use(wire);
    await wire.close();
  },
  images: async ({}, use) => {
    const images = await serveImages(picture(5, 256, 256), 'sk-e2e-behind-a-proxy');
    await use(images);
    await images.close();
  },
  forward: async ({ folder, wire, images, sandbox }, use) => {
    const certificate = makeCertificate(folder, ['localhost', 'images.flow.test']);
    const targets = { [BUCKET]: wire.url, [PUBLIC]: sandbox.publicBase, [IMAGES]: images.baseUrl };
    const ports = new Map<string, number>();
    const fronts = await Promise.all(
      Object.entries(targets).map(async ([place, target]) => {
        const front = await startTlsFront(certificate, target);
        ports.set(place, front.port);
        return front;
      }),
    );
    const forward = await startForwardProxy((place) => ports.get(place) ?? null);
    await use(forward);
    await forward.close();
    for (const front of fronts) await front.close();
  },
  app: async ({ launch, forward, folder }, use) => {
    // Chromium itself would leave the proxy out on the way to this machine.
    const args = [`--proxy-server=${forward.url}`, '--proxy-bypass-list=<-loopback>'];
    await use(await launch({ args, env: { NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem') } }));
  },
  desk: async ({ app, sandbox }, use) => {
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: `https://${BUCKET}`, publicBase: `https://${PUBLIC}` });
    await use(desk);
  },
});

test('an upload, a download, the trial of a link and a generation go through the system’s proxy', async ({
  desk,
  bucket,
  forward,
  images,
  folder,
}) => {
  const { page } = desk;
  const bytes = noise(3_000_000);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'clip.bin': bytes }));
  await expect(desk.arrived('clip.bin')).toBeVisible();
  expect(sha256(await bucket.bytes('clip.bin'))).toBe(sha256(bytes));
  expect(forward.carried(BUCKET).up).toBeGreaterThan(bytes.length);

  const before = forward.carried(BUCKET).down;
  const target = path.join(folder, 'down');
  await mkdir(target);
  await desk.app.stubOpenDialog([target]);
  await desk.tile('clip.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click();
  await desk.goTo('Transfers');
  await expect(desk.page.getByRole('list', { name: 'Transfers' }).getByRole('listitem', { name: /done/ })).toHaveCount(
    2,
  );
  expect(sha256(await readFile(path.join(target, 'clip.bin')))).toBe(sha256(bytes));
  expect(forward.carried(BUCKET).down - before).toBeGreaterThan(bytes.length);

  await desk.goTo('Library');
  expect(await desk.copyLink('clip.bin')).toBe(`https://${PUBLIC}/clip.bin`);
  await expect(desk.news('Link copied')).toContainText('it opens');
  expect(forward.asked).toContain(PUBLIC);

  await desk.call('generation.setUp', {
    provider: 'openai',
    fields: { baseUrl: 'https://images.flow.test/v1', model: 'gpt-image-1' },
    apiKey: images.key,
  });
  await desk.goTo('Generate');
  await page.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'OpenAI-compatible' }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a fox');
  await page.getByRole('button', { name: /^Generate( \d+)?$/ }).click();
  const results = page.getByRole('list', { name: 'Results' });
  await expect(results.getByRole('listitem', { name: /, Done$/ })).toHaveCount(1);
  // What the page still reads when the proxy ends with the test would be a complaint.
  await expect
    .poll(() =>
      results
        .locator('img')
        .first()
        .evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0),
    )
    .toBe(true);
  // The app calls nobody of itself, and neither does Chromium.
  expect(new Set(forward.asked)).toEqual(new Set([BUCKET, PUBLIC, IMAGES]));
  expect(images.asked).toHaveLength(1);
  expect(forward.asked).toContain(IMAGES);
  expect(await bucket.keys()).toHaveLength(2);
});

/** Takes the proxy away while a transfer is on its way, and brings it back once that is seen to wait. */
async function interrupt(desk: Desk, forward: ForwardProxy, wire: FaultProxy, name: string): Promise<void> {
  await forward.close();
  const notice = desk.page.getByRole('status').filter({ hasText: 'Everything waits and goes on by itself.' });
  await expect(notice).toContainText('Waiting for the network');
  await expect(notice).toContainText('The proxy does not let anything through');
  await expect(desk.transfer(name)).toHaveAccessibleName(/waiting/);
  await desk.app.shoot('transfers-proxy-away');
  wire.fault = () => null;
  await forward.open();
  await expect(desk.transfer(name)).toHaveAccessibleName(/done/, SLOW);
  await expect(notice).toBeHidden();
}

test('a proxy that goes away in the middle of an upload: it waits, says why, and goes on when it is back', async ({
  desk,
  bucket,
  forward,
  wire,
  folder,
}) => {
  const bytes = noise(40_000_000);
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber === 3 ? { kind: 'hold', until: NEVER } : null;
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes }));
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(wire)).toBe(2);
  await interrupt(desk, forward, wire, 'film.bin');
  const sent = wire.seen.filter(({ operation, status }) => operation === 'UploadPart' && status === 200);
  expect(sent.map(({ partNumber }) => `${partNumber}`).toSorted()).toEqual(['1', '2', '3']);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));
});

test('a proxy that goes away in the middle of a download: it waits, says why, and goes on when it is back', async ({
  desk,
  bucket,
  forward,
  wire,
  folder,
}) => {
  const bytes = noise(40_000_000);
  await bucket.put('film.bin', bytes);
  await desk.refresh();
  wire.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'hold', until: NEVER } : null);
  await desk.app.stubOpenDialog([folder]);
  await desk.tile('film.bin').click({ button: 'right' });
  await desk.page.getByRole('menuitem', { name: 'Download', exact: true }).click();
  await desk.goTo('Transfers');
  await expect.poll(() => wire.seen.some(({ operation }) => operation === 'GetObject')).toBe(true);
  await interrupt(desk, forward, wire, 'film.bin');
  expect(sha256(await readFile(path.join(folder, 'film.bin')))).toBe(sha256(bytes));
});

test('a proxy that wants a name and a password: one notice in words, and all goes on once it lets through', async ({
  desk,
  bucket,
  forward,
  folder,
}) => {
  await forward.close();
  forward.refusal = 407;
  await forward.open();
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'a.png': picture(1), 'b.png': picture(2) }));
  await desk.goTo('Transfers');
  const notice = desk.page.getByRole('alert').filter({ hasText: 'The proxy asks who you are' });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText(new URL(forward.url).host);
  for (const name of ['a.png', 'b.png']) await expect(desk.transfer(name)).toHaveAccessibleName(/waiting/);
  await desk.app.shoot('transfers-proxy-login');
  forward.refusal = null;
  await notice.getByRole('button', { name: 'Try again' }).click();
  for (const name of ['a.png', 'b.png']) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  await expect(notice).toBeHidden();
  expect(await bucket.keys()).toEqual(['a.png', 'b.png']);
});
