import type { RunningApp } from '../support/running-app';
import { noise, writeFiles } from '../support/files';
import { arrivedParts } from '../support/arrived-parts';
import { expect, test } from '../support/wired-desk';

/** What the app has told the system, in its order. */
interface Told {
  readonly bars: readonly { readonly share: number; readonly mode: string }[];
  readonly awake: readonly string[];
  readonly notes: readonly { readonly title: string; readonly body: string }[];
}

/** Listens at the border to the system; everything still gets there. */
async function listen(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow, Notification, powerSaveBlocker }) => {
    const told = { bars: [] as unknown[], awake: [] as string[], notes: [] as unknown[] };
    Object.assign(globalThis, { told });
    for (const window of BrowserWindow.getAllWindows()) {
      const setProgressBar = window.setProgressBar.bind(window);
      window.setProgressBar = (share, options) => {
        told.bars.push({ share, mode: options?.mode ?? '' });
        setProgressBar(share, options);
      };
    }
    const { start, stop } = powerSaveBlocker;
    powerSaveBlocker.start = (kind) => {
      const id = start.call(powerSaveBlocker, kind);
      told.awake.push(`${kind} ${powerSaveBlocker.isStarted(id)}`);
      return id;
    };
    powerSaveBlocker.stop = (id) => {
      const stopped = stop.call(powerSaveBlocker, id);
      told.awake.push(powerSaveBlocker.isStarted(id) ? 'still awake' : 'released');
      return stopped;
    };
    // A machine of tests has nothing that shows notifications.
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      told.notes.push({ title: this.title, body: this.body });
    };
  });
}

function told(app: RunningApp): Promise<Told> {
  return app.electron.evaluate(() => Reflect.get(globalThis, 'told') as Told);
}

function setFocused(app: RunningApp, focused: boolean): Promise<void> {
  return app.electron.evaluate(({ BrowserWindow }, isFocused) => {
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => isFocused;
  }, focused);
}

test('the system sees how far an upload is, stays awake for it, and hears of its end', async ({
  desk,
  folder,
  wire,
}) => {
  const { app } = desk;
  await listen(app);
  await setFocused(app, false);
  let letGo = (): void => undefined;
  const until = new Promise<void>((resolve) => (letGo = resolve));
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && partNumber === 2 ? { kind: 'hold', until } : null;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': noise(20_000_000) }));
  await expect.poll(() => arrivedParts(wire)).toBe(1);
  await expect.poll(async () => (await told(app)).bars.some(({ share }) => share > 0.5)).toBe(true);
  expect((await told(app)).awake).toEqual(['prevent-app-suspension true']);
  letGo();
  await expect(desk.arrived('film.bin')).toBeVisible();
  await expect.poll(async () => (await told(app)).bars.at(-1)).toEqual({ share: -1, mode: '' });
  const { bars, awake, notes } = await told(app);
  const shares = bars.map(({ share }) => share).filter((share) => share >= 0);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.every((share) => share <= 1)).toBe(true);
  expect(awake.at(-1)).toBe('released');
  expect(awake.filter((word) => word === 'released')).toHaveLength(awake.length / 2);
  expect(notes).toEqual([{ title: 'All done', body: '1 file uploaded' }]);
});

test('whoever looks at the window needs no notification', async ({ desk, folder }) => {
  const { app } = desk;
  await listen(app);
  await setFocused(app, true);
  await app.dropFiles(desk.library, await writeFiles(folder, { 'note.txt': new TextEncoder().encode('low tide') }));
  await expect(desk.arrived('note.txt')).toBeVisible();
  await expect.poll(async () => (await told(app)).bars.at(-1)).toEqual({ share: -1, mode: '' });
  expect((await told(app)).notes).toEqual([]);
});

test('what hangs and what waits when the machine wakes up goes on at once', async ({ desk, bucket, folder, wire }) => {
  const { app } = desk;
  const never = new Promise<void>(() => undefined);
  const sleeping = ({ operation, partNumber }: { readonly operation: string; readonly partNumber: number | null }) =>
    operation === 'UploadPart' && partNumber === 2 ? ({ kind: 'hold', until: never } as const) : null;
  wire.fault = sleeping;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'film.bin': noise(20_000_000) }));
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(wire)).toBe(1);
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  // Its socket is dead by now, and nobody has told it.
  wire.fault = () => null;
  const before = wire.seen.length;
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/done/, { timeout: 30_000 });
  const again = wire.seen.slice(before).filter(({ operation }) => operation === 'UploadPart');
  expect(again.map(({ partNumber }) => partNumber)).toEqual([2]);
  expect((await bucket.head('film.bin')).size).toBe(20_000_000);
});

test('what waits for the network when the machine wakes up is tried at once', async ({ desk, folder, wire }) => {
  const { app } = desk;
  await wire.close();
  await app.dropFiles(desk.library, await writeFiles(folder, { 'note.txt': new TextEncoder().encode('low tide') }));
  await desk.goTo('Transfers');
  await expect(desk.transfer('note.txt')).toHaveAccessibleName(/waiting/);
  await wire.open();
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(desk.transfer('note.txt')).toHaveAccessibleName(/done/);
});
