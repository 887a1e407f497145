import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Desk } from '../support/desk';
import { filesWith } from '../support/on-disk';
import { picture, writeFiles } from '../support/files';
import { callByWebRtc, openListeningPost } from '../support/listening-post';
import { serve } from '../support/web-server';

const PAGE = 'app://flow/index.html';

/** What became of each address when the page asked for it. */
function fetchAll(desk: Desk, addresses: readonly string[]): Promise<readonly string[]> {
  return desk.page.evaluate(
    (all) =>
      Promise.all(
        all.map((address) =>
          fetch(address)
            .then((reply) => `answered ${reply.status}`)
            .catch(() => 'refused'),
        ),
      ),
    addresses,
  );
}

/** Whether the page gets each picture to see. */
function lookAtAll(desk: Desk, addresses: readonly string[]): Promise<readonly string[]> {
  return desk.page.evaluate(
    (all) =>
      Promise.all(
        all.map(
          (address) =>
            new Promise<string>((resolve) => {
              const picture = new Image();
              picture.onload = () => resolve('shown');
              picture.onerror = () => resolve('refused');
              picture.src = address;
            }),
        ),
      ),
    addresses,
  );
}

test('the page reaches nothing outside the app: no address, no window, no file', async ({ desk, problems }) => {
  const asked: string[] = [];
  const outside = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/svg+xml', 'access-control-allow-origin': '*' });
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  });
  const addresses = [outside.url, 'https://example.com/', 'file:///etc/hosts', 'app://decoder/index.html'];
  expect(await fetchAll(desk, addresses)).toEqual(addresses.map(() => 'refused'));
  expect(await lookAtAll(desk, addresses)).toEqual(addresses.map(() => 'refused'));
  for (const address of addresses) {
    const opened = await desk.page.evaluate((url) => {
      const before = window.open(url);
      const frame = Object.assign(document.createElement('iframe'), { src: url });
      document.body.append(frame);
      location.href = url;
      return before === null;
    }, address);
    expect(opened, address).toBe(true);
  }
  await desk.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://example.com/', target: '_blank' });
    document.body.append(link);
    link.click();
  });
  // Another round to main and back: by then a navigation would have begun.
  await desk.call('app.snapshot', null);
  expect(desk.page.url()).toBe(PAGE);
  expect(desk.app.electron.windows().filter((page) => !page.url().startsWith('app://'))).toEqual([]);
  expect(asked).toEqual([]);
  problems.length = 0;
  await outside.close();
});

test('the page says nothing to anybody by WebRTC, neither over UDP nor over TCP', async ({ desk, problems }) => {
  const outside = await openListeningPost();
  await callByWebRtc(desk.page, outside);
  expect(outside.heard()).toBe(0);
  problems.length = 0;
  await outside.close();
});

test('a name that the page only hints at is not looked up', async ({ desk, folder }) => {
  const log = path.join(folder, 'net-log.json');
  await desk.app.electron.evaluate(({ netLog }, file) => netLog.startLogging(file), log);
  await desk.page.evaluate(() => {
    for (const rel of ['dns-prefetch', 'preconnect'])
      document.head.append(Object.assign(document.createElement('link'), { rel, href: `https://${rel}.flow.test/` }));
  });
  await desk.call('app.snapshot', null);
  // No name server knows it (RFC 6761), and it comes after the others.
  await desk.app.electron.evaluate(async ({ netLog, session }) => {
    await session.defaultSession.resolveHost('asked-by-main.flow.test').catch(() => undefined);
    await netLog.stopLogging();
  });
  const asked = new Set((await readFile(log, 'utf8')).match(/[a-z-]+(?=\.flow\.test)/g));
  expect([...asked]).toEqual(['asked-by-main']);
});

test('the page runs its own scripts alone, and has no hold on Node', async ({ desk, problems }) => {
  const found = await desk.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = 1';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.injected = 2');
    document.body.append(button);
    button.click();
    // Later, since the test's own code is let through as long as it runs.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          window.eval('window.injected = 3');
          resolve('ran');
        } catch {
          resolve('refused');
        }
      }),
    );
    const node = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
    return {
      injected: Reflect.get(window, 'injected') as unknown,
      evaluated,
      node: node.filter((name) => Reflect.has(window, name)),
      bridge: Object.keys(Reflect.get(window, 'flow') as object).sort(),
    };
  });
  expect(found).toEqual({
    injected: undefined,
    evaluated: 'refused',
    node: [],
    bridge: ['invoke', 'pathOfFile', 'subscribe'],
  });
  problems.length = 0;
});

test('media is served by ids that the app gave out, and nothing else is', async ({ desk, folder, problems }) => {
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'one.png': picture(1) }));
  await expect(desk.arrived('one.png')).toBeVisible();
  await desk.drawnSize('one.png');
  const own = (await desk.tile('one.png').locator('img').getAttribute('src')) ?? '';
  const file = own.replace('media://thumb/', 'media://file/');
  const never = '0'.repeat(32);
  expect(await lookAtAll(desk, [own, file])).toEqual(['shown', 'shown']);
  const others = [
    `media://source/${never}`,
    `media://file/${never}`,
    `media://thumb/${never}`,
    `media://task/${never}`,
    'media://file/../../etc/hosts',
    `media://file/${encodeURIComponent(folder)}%2Fone.png`,
    `media://file/one.png`,
  ];
  expect(await lookAtAll(desk, others)).toEqual(others.map(() => 'refused'));
  expect(await fetchAll(desk, [own, file])).toEqual(['refused', 'refused']);
  problems.length = 0;
});

test('permissions are refused, and so are commands and inputs that do not exist', async ({ desk, problems }) => {
  const answers = await desk.page.evaluate(async () => {
    const refusal = (work: () => Promise<unknown>) =>
      work()
        .then(() => 'granted')
        .catch((error: Error) => error.name);
    return {
      camera: await refusal(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await refusal(() => navigator.mediaDevices.getDisplayMedia()),
      notify: await Notification.requestPermission(),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      ),
      clipboard: await refusal(() => navigator.clipboard.readText()),
    };
  });
  expect(answers).toEqual({
    camera: expect.stringMatching(/NotAllowedError|NotFoundError/),
    screen: expect.stringMatching(/NotAllowedError|NotSupportedError|InvalidStateError/),
    notify: 'denied',
    place: 1,
    clipboard: 'NotAllowedError',
  });
  const bridge = await desk.page.evaluate(async () => {
    const flow = Reflect.get(window, 'flow') as { invoke(name: string, input: unknown): Promise<{ ok: boolean }> };
    return {
      unknown: await flow.invoke('shell.run', 'id').catch((error: Error) => error.message),
      wrong: await flow.invoke('settings.update', { presignSeconds: -1 }),
      more: await flow.invoke('connections.select', { connectionId: 'x', extra: 1 }),
    };
  });
  expect(bridge.unknown).toContain('There is no command shell.run');
  expect(bridge.wrong).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
  expect(bridge.more).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
  problems.length = 0;
});

test('the secret of a connection is nowhere on the disk in clear, nor in what the page knows', async ({
  desk,
  sandbox,
  folder,
}) => {
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'one.png': picture(1) }));
  await expect(desk.arrived('one.png')).toBeVisible();
  await desk.copyLink('one.png');
  const snapshot = JSON.stringify(await desk.call('app.snapshot', null));
  expect(snapshot).toContain(sandbox.accessKeyId);
  expect(snapshot).not.toContain(sandbox.secretAccessKey);
  expect(await desk.page.content()).not.toContain(sandbox.secretAccessKey);
  await desk.app.quit();
  expect(await filesWith(desk.app.launch.userDataDir, sandbox.accessKeyId)).not.toEqual([]);
  expect(await filesWith(desk.app.launch.userDataDir, sandbox.secretAccessKey)).toEqual([]);
});
