import type { Page } from '@playwright/test';
import { expect, test, type Desk } from '../support/desk';
import { picture } from '../support/files';
import { callByWebRtc, openListeningPost } from '../support/listening-post';

/** The hidden page in which pictures are decoded; it comes up with the first thumbnail. */
async function decoderOf(desk: Desk): Promise<Page> {
  const find = (): Page | undefined =>
    desk.app.electron.windows().find((page) => page.url().startsWith('app://decoder/'));
  await expect.poll(() => find() !== undefined).toBe(true);
  const found = find();
  if (found === undefined) throw new Error('The decoder’s window has gone again.');
  return found;
}

/** What a page is served under. */
function policyOf(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async () => {
    const { headers } = await fetch(location.href);
    const words = (headers.get('content-security-policy') ?? '').split(';').map((one) => one.trim());
    return Object.fromEntries(words.map((one) => [one.split(' ')[0] ?? '', one.slice(one.indexOf(' ') + 1)]));
  });
}

test.beforeEach(async ({ desk, bucket }) => {
  await bucket.put('one.png', picture(1));
  await desk.refresh();
  await desk.drawnSize('one.png');
});

test('every window has no Node, is isolated, sandboxed and under web security', async ({ desk }) => {
  await decoderOf(desk);
  const all = await desk.app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // Electron has it, and does not speak of it in its types.
      const read = Reflect.get(contents, 'getLastWebPreferences') as () => Electron.WebPreferences | null;
      return { url: contents.getURL(), preferences: read.call(contents) };
    }),
  );
  expect(all.map(({ url }) => new URL(url).host).sort()).toEqual(['decoder', 'flow']);
  for (const { url, preferences } of all) {
    expect(preferences, url).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect(preferences?.nodeIntegrationInWorker ?? false, url).toBe(false);
    expect(preferences?.enableBlinkFeatures ?? '', url).toBe('');
  }
});

test('each page has its policy, which lets in no script but its own and nothing from elsewhere', async ({
  desk,
  problems,
}) => {
  const main = await policyOf(desk.page);
  expect(main).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'object-src': "'none'",
  });
  expect(main).toMatchObject({ 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" });
  expect(JSON.stringify(main)).not.toMatch(/unsafe|https?:|\*/);
  const decoder = await policyOf(await decoderOf(desk));
  // WebAssembly for the AVIF encoder (docs/decisions/0012-avif.md), and no other code that is made at run time.
  expect(decoder).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'base-uri': "'none'",
  });
  expect(JSON.stringify(decoder)).not.toMatch(/'unsafe|https?:|\*/);
  problems.length = 0;
});

test('the page that decodes goes nowhere, opens nothing, asks for nothing and has no right', async ({
  desk,
  problems,
}) => {
  const decoder = await decoderOf(desk);
  const before = decoder.url();
  const found = await decoder.evaluate(async () => {
    const refusal = (work: () => Promise<unknown>) =>
      work()
        .then(() => 'granted')
        .catch(() => 'refused');
    const asked = ['https://example.com/', 'file:///etc/hosts', 'app://flow/index.html', 'media://thumb/x'];
    const fetched = await Promise.all(asked.map((address) => refusal(() => fetch(address))));
    const opened = window.open('https://example.com/') === null;
    location.href = 'https://example.com/';
    return {
      fetched,
      opened,
      camera: await refusal(() => navigator.mediaDevices.getUserMedia({ video: true })),
      clipboard: await refusal(() => navigator.clipboard.writeText('x')),
      node: ['require', 'process', 'flow', 'ipcRenderer'].filter((name) => Reflect.has(window, name)),
      bridge: Object.keys(Reflect.get(window, 'decoderPort') as object).sort(),
    };
  });
  expect(found).toEqual({
    fetched: ['refused', 'refused', 'refused', 'refused'],
    opened: true,
    camera: 'refused',
    clipboard: 'refused',
    node: [],
    bridge: ['answer', 'next'],
  });
  await desk.call('app.snapshot', null);
  expect(decoder.url()).toBe(before);
  problems.length = 0;
});

test('the page that decodes says nothing to anybody by WebRTC', async ({ desk, problems }) => {
  const outside = await openListeningPost();
  await callByWebRtc(await decoderOf(desk), outside);
  expect(outside.heard()).toBe(0);
  problems.length = 0;
  await outside.close();
});

test('a webview in the page stays an empty element', async ({ desk, problems }) => {
  await desk.page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.com/');
    view.setAttribute('nodeintegration', '');
    document.body.append(view);
  });
  await desk.call('app.snapshot', null);
  const kinds = await desk.app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getType()),
  );
  expect(kinds).not.toContain('webview');
  problems.length = 0;
});

const SCRIPT = 'document.title = "ran"; top.document.title = "ran"; fetch("https://example.com/")';
const HOSTILE: readonly (readonly [name: string, type: string, content: string])[] = [
  [
    'drawing.svg',
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" onload='${SCRIPT}'><script>${SCRIPT}</script><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.com/"/></foreignObject><image href="https://example.com/x.png"/></svg>`,
  ],
  ['page.html', 'text/html', `<script>${SCRIPT}</script><img src=x onerror='${SCRIPT}'>`],
  [
    'notes.md',
    'text/markdown',
    `# Hello\n<script>${SCRIPT}</script>\n[a](javascript:${encodeURIComponent(SCRIPT)})\n![b](https://example.com/x.png)`,
  ],
  ['as-picture.png', 'text/html', `<script>${SCRIPT}</script>`],
  [
    'as-page.txt',
    'application/xhtml+xml',
    `<html xmlns="http://www.w3.org/1999/xhtml"><script>${SCRIPT}</script></html>`,
  ],
];

test('objects with scripts in them are looked at, and nothing of them runs', async ({ desk, bucket, problems }) => {
  test.slow();
  for (const [name, type, content] of HOSTILE) await bucket.put(name, Buffer.from(content), type);
  await desk.refresh();
  const asked: string[] = [];
  desk.app.electron.context().on('request', (request) => asked.push(request.url()));
  for (const [name] of HOSTILE) {
    await desk.tile(name).dblclick();
    await expect(desk.viewer).toBeVisible();
    await desk.call('app.snapshot', null);
    await desk.page.keyboard.press('Escape');
    await expect(desk.viewer).toBeHidden();
  }
  expect(await desk.page.title()).toBe('Flow Media');
  // Nor where the page itself frames one or goes there.
  const { slices } = await desk.call('app.snapshot', null);
  expect(slices.connections.profiles).toHaveLength(1);
  const source =
    (await desk
      .tile('drawing.svg')
      .locator('img')
      .getAttribute('src')
      .catch(() => null)) ?? '';
  await desk.page.evaluate((address) => {
    for (const at of [address, address.replace('media://thumb/', 'media://file/')]) {
      document.body.append(
        Object.assign(document.createElement('iframe'), { src: at }),
        Object.assign(document.createElement('object'), { data: at }),
        Object.assign(document.createElement('embed'), { src: at }),
      );
      location.href = at;
    }
  }, source);
  await desk.call('app.snapshot', null);
  expect(await desk.page.evaluate(() => [location.href, document.title])).toEqual([
    'app://flow/index.html',
    'Flow Media',
  ]);
  expect(asked.filter((address) => /^https?:/.test(address))).toEqual([]);
  problems.length = 0;
});
