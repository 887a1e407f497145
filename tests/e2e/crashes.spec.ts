import { arrivedParts } from '../support/arrived-parts';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { helperProcess, inPage, killPage, killProcess, pageProcess } from '../support/processes';
import type { RunningApp } from '../support/running-app';
import { Desk } from '../support/desk';
import { expect, test } from '../support/wired-desk';

const WORDS = 'document.body.innerText';

/** What the queue says of each of its items, as the page is told. */
async function queue(app: RunningApp): Promise<unknown> {
  return inPage(
    app,
    `window.flow.invoke('transfers.rows', { start: 0, count: 100 }).then(({ value }) =>
      value.rows.map(({ name, state }) => name + ': ' + state.kind).sort())`,
  );
}

test('the page is killed in the middle of an upload: it opens anew, the upload never stops, the queue is whole', async ({
  desk,
  bucket,
  folder,
  wire,
}) => {
  const { app } = desk;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber !== 1 ? { kind: 'hold', until: released } : null;
  const bytes = noise(40_000_000);
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes, 'small.png': picture(1) }));
  await expect(desk.arrived('small.png')).toBeVisible();
  await expect.poll(() => arrivedParts(wire)).toBe(1);

  await killPage(app);
  await expect.poll(() => inPage(app, WORDS)).toContain('The window was reopened');
  expect(await inPage(app, WORDS)).toContain('Transfers went on meanwhile');
  await expect.poll(() => queue(app)).toEqual(['film.bin: moving', 'small.png: done']);
  await expect.poll(() => inPage(app, WORDS)).toContain('film.bin');
  release();
  await expect.poll(() => queue(app)).toEqual(['film.bin: done', 'small.png: done']);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));
  // Nothing was sent twice: the upload has not noticed.
  const sent = wire.seen.filter(({ operation }) => operation === 'UploadPart').map(({ partNumber }) => partNumber);
  expect(sent.map(String).sort()).toEqual(['1', '2', '3']);
});

test('a page that stands still is ended and opened anew', { tag: '@long' }, async ({ desk }) => {
  const { app } = desk;
  const stands = await pageProcess(app, 'flow');
  void inPage(app, 'for (;;) {}').catch(() => undefined);
  // Chromium tells it of a page without a debugger alone, and Playwright is one.
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows().filter((one) => one.isVisible());
    window?.webContents.emit('unresponsive');
  });
  await expect.poll(() => pageProcess(app, 'flow'), { timeout: 90_000 }).not.toBe(stands);
  await expect.poll(() => pageProcess(app, 'flow')).toBeGreaterThan(0);
  await expect.poll(() => inPage(app, WORDS)).toContain('The window was reopened');
});

test('a page that crashes again and again is opened once more only when a person says so', async ({ desk }) => {
  const { app } = desk;
  await app.answerQuestions('first');
  for (const asked of [[], [], ['The window crashes again and again.']]) {
    await killPage(app);
    await expect.poll(() => inPage(app, WORDS)).toContain('The window was reopened');
    expect(await app.questions()).toEqual(asked);
    // So that the words of the next page are its own.
    await inPage(app, "document.querySelector('.mantine-Notifications-root')?.remove(), null");
  }
});

/** The threads that the app starts from now on can be ended; the hashing one is, with its first question unanswered. */
function loseThreads(app: RunningApp): Promise<void> {
  return app.electron.evaluate(() => {
    const threads = process.getBuiltinModule('node:worker_threads');
    const started: InstanceType<typeof threads.Worker>[] = [];
    let lost = 0;
    class Losable extends threads.Worker {
      readonly #isHashing: boolean;
      constructor(...given: ConstructorParameters<typeof threads.Worker>) {
        super(...given);
        this.#isHashing = given[1]?.name === 'md5';
        started.push(this);
      }
      override postMessage(...given: Parameters<InstanceType<typeof threads.Worker>['postMessage']>): void {
        super.postMessage(...given);
        if (!this.#isHashing || lost > 0) return;
        lost += 1;
        void this.terminate();
      }
    }
    Object.assign(globalThis, { startedThreads: started, lostThreads: () => lost });
    Object.assign(threads, { Worker: Losable });
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
  });
}

test('an upload whose hashing thread ends, and a library whose index thread ends, go on', async ({
  app,
  sandbox,
  bucket,
  wire,
  folder,
}) => {
  await loseThreads(app);
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: wire.url });
  const bytes = noise(20_000_000);
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': bytes }));
  await expect(desk.arrived('film.bin')).toBeVisible();
  expect(
    await app.electron.evaluate(() => (globalThis as unknown as { lostThreads: () => number }).lostThreads()),
  ).toBe(1);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));

  const ended = await app.electron.evaluate(async () => {
    const { startedThreads } = globalThis as unknown as { startedThreads: { terminate(): Promise<number> }[] };
    return (await Promise.all(startedThreads.map((thread) => thread.terminate()))).length;
  });
  expect(ended).toBeGreaterThanOrEqual(2);
  await bucket.put('another.png', picture(2));
  await expect
    .poll(async () => {
      await desk.refresh();
      return desk.names();
    })
    .toEqual(['another.png', 'film.bin']);
  const search = desk.page.getByRole('searchbox', { name: 'Search' });
  await search.fill('film');
  await expect.poll(() => desk.names()).toEqual(['film.bin']);
});

test('the sandbox bucket’s server and the decoder are killed: both come back with the next file', async ({
  app,
  folder,
  problems,
}) => {
  const desk = new Desk(app);
  await desk.call('connections.openSandbox', null);
  await expect(desk.library).toBeVisible();
  await app.dropFiles(desk.library, await writeFiles(folder, { 'first.png': picture(1, 90, 60) }));
  expect(await desk.drawnSize('first.png')).toEqual({ width: 90, height: 60 });
  await expect(desk.arrived('first.png')).toBeVisible();
  killProcess(await pageProcess(app, 'decoder'));
  killProcess(await helperProcess(app, 'Flow Media sandbox bucket'));
  await app.dropFiles(desk.library, await writeFiles(folder, { 'second.png': picture(2, 60, 90) }));
  await expect(desk.arrived('second.png')).toBeVisible();
  expect(await desk.drawnSize('second.png')).toEqual({ width: 60, height: 90 });
  // Pictures that were on their way from it.
  problems.length = 0;
});
