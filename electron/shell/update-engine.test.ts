import type { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const { app, quitAndInstall } = vi.hoisted(() => ({
  app: {
    isPackaged: false,
    getVersion: () => '1.0.0',
    getName: () => 'Flow Media',
    relaunch: vi.fn(),
    quit: vi.fn(),
    releaseSingleInstanceLock: vi.fn(),
  },
  quitAndInstall: vi.fn(),
}));
vi.mock('electron', () => ({ app }));
vi.mock('electron-updater', async () => {
  const { EventEmitter } = await import('node:events');
  class Updater extends EventEmitter {
    readonly quitAndInstall = quitAndInstall;
    readonly setFeedURL = (): void => undefined;
    readonly downloadUpdate = (): Promise<string[]> => Promise.resolve([path.join(folder, 'next')]);
  }
  return { Provider: class {}, AppImageUpdater: Updater, MacUpdater: Updater, NsisUpdater: Updater };
});
const { createUpdateEngine, loggerOf } = await import('./update-engine');

let folder: string;
const lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flow-updates-'));
  writeFileSync(path.join(folder, 'next'), 'the next version');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetAllMocks();
  lines.length = 0;
  rmSync(folder, { recursive: true });
});

async function install(): Promise<void> {
  const log = (text: string): void => void lines.push(text);
  const source = {} as Parameters<typeof createUpdateEngine>[0]['source'];
  const engine = await createUpdateEngine({ source, folder, log });
  await engine.fetch(() => undefined);
  engine.install();
}

it('what the updater warns of is written down, and where that is an error too', () => {
  const logger = loggerOf((text) => void lines.push(text.replace('secret', '…')));
  logger.warn('a word');
  // As MacUpdater does, before it tells anybody of the error.
  logger.warn(new Error('no room'));
  logger.error('what an update has died of');
  expect(lines).toEqual(['a word', expect.stringContaining('Error: no room')]);
});

it('an update is handed to the updater', async () => {
  vi.stubEnv('APPIMAGE', path.join(folder, 'Flow.AppImage'));
  await install();
  expect(quitAndInstall).toHaveBeenCalledTimes(1);
  expect(app.relaunch).not.toHaveBeenCalled();
});

it.runIf(process.platform === 'linux')('one whose AppImage was moved away starts the old version again', async () => {
  vi.stubEnv('APPIMAGE', path.join(folder, 'gone', 'Flow.AppImage'));
  await install();
  expect(lines).toEqual([expect.stringContaining('ENOENT')]);
  expect(quitAndInstall).not.toHaveBeenCalled();
  expect(app.relaunch).toHaveBeenCalledTimes(1);
  expect(app.quit).toHaveBeenCalledTimes(1);
});

it('what the updater throws, and tells of as well, starts the old version again once', async () => {
  vi.stubEnv('APPIMAGE', path.join(folder, 'Flow.AppImage'));
  let updater: EventEmitter | null = null;
  quitAndInstall.mockImplementation(function (this: EventEmitter) {
    updater = this.on('error', () => undefined);
    throw new Error('refused');
  });
  await install();
  updater!.emit('error', new Error('refused'));
  expect(lines).toEqual([expect.stringContaining('refused')]);
  expect(app.relaunch).toHaveBeenCalledTimes(1);
});
