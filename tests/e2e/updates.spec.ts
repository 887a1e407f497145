import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Desk, expect, test as base } from '../support/desk';
import { startUpdateFeed, type UpdateFeed } from '../support/update-feed';

// Of the packages that a checkout can pretend to be, only the AppImage replaces itself without the system's help.
base.skip(process.platform !== 'linux', 'The flow of an AppImage.');

interface Fixtures {
  readonly feed: UpdateFeed;
  /** The file that the app was started from, as it thinks. */
  readonly appImage: string;
}

const test = base.extend<Fixtures>({
  feed: async ({}, use) => {
    const feed = await startUpdateFeed();
    await use(feed);
    await feed.close();
  },
  appImage: async ({ folder }, use) => {
    const file = path.join(folder, 'Flow-Media-0.1.0.AppImage');
    await writeFile(file, 'the old version');
    await use(file);
  },
  app: async ({ feed, appImage, launch }, use) => {
    await use(await launch({ env: { ...feed.env, APPIMAGE: appImage } }));
  },
});

/** A version that leaves a sign when it is started. */
const PROGRAM = '#!/bin/sh\necho started > "$(dirname "$0")/started"\n';

const state = (desk: Desk) => desk.page.getByRole('status', { name: 'Updates' });

async function check(desk: Desk): Promise<void> {
  await desk.page.getByRole('button', { name: 'Check now' }).click();
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

test('a newer version is fetched by itself, and takes the place of this one when a person says so', async ({
  desk,
  feed,
  appImage,
}) => {
  feed.announce('9.0.0', PROGRAM);
  const banner = desk.page.getByRole('status').filter({ hasText: 'Flow Media 9.0.0 is ready.' });
  await expect(banner).toBeVisible({ timeout: 60_000 });
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
  for (const { headers } of feed.asked) expect(Object.keys(headers)).not.toContain('x-user-staging-id');
  await banner.getByRole('button', { name: 'Later' }).click();
  await expect(banner).toBeHidden();
  await desk.goTo('Settings');
  await expect(state(desk)).toHaveText('Flow Media 9.0.0 is ready.');
  await desk.page.getByRole('button', { name: 'Restart to update' }).click();
  const folder = path.dirname(appImage);
  await expect.poll(() => exists(path.join(folder, 'started'))).toBe(true);
  expect(await readFile(path.join(folder, 'Flow-Media-9.0.0.AppImage'), 'utf8')).toBe(PROGRAM);
  expect(await exists(appImage)).toBe(false);
  await expect.poll(() => desk.app.hasEnded).toBe(true);
});

test('one that cannot be installed says so after a start of the old version, and in the log', async ({
  desk,
  feed,
  appImage,
}) => {
  feed.announce('9.0.0', PROGRAM);
  await desk.goTo('Settings');
  await expect(state(desk)).toHaveText('Flow Media 9.0.0 is ready.', { timeout: 60_000 });
  // No file, which even root cannot remove as one.
  await rm(appImage);
  await mkdir(appImage);
  const again = path.join(path.dirname(appImage), 'again.json');
  await desk.app.electron.evaluate(({ app }, file) => {
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    app.relaunch = (options) => writeFileSync(file, JSON.stringify(options));
  }, again);
  await desk.page.getByRole('button', { name: 'Restart to update' }).first().click();
  await expect.poll(() => desk.app.hasEnded, { timeout: 60_000 }).toBe(true);
  const { execPath, args } = JSON.parse(await readFile(again, 'utf8')) as { execPath: string; args: string[] };
  expect(execPath).toBe(appImage);
  expect(args).toContain(`--user-data-dir=${desk.app.launch.userDataDir}`);
  const log = await readFile(path.join(desk.app.launch.userDataDir, 'logs', 'main.log'), 'utf8');
  expect(log).toContain('The update could not be installed: Error: E');
  const next = new Desk(await desk.app.relaunch({ args: args.slice(-1) }));
  await next.goTo('Settings');
  await expect(state(next)).toContainText('The update could not be installed');
});

test('the same version and an older one are none', async ({ desk, feed }) => {
  const { app } = await desk.call('app.snapshot', null);
  await desk.goTo('Settings');
  for (const version of [app.version, '0.0.9']) {
    feed.announce(version, PROGRAM);
    await check(desk);
    await expect(state(desk)).toContainText('This is the newest version');
  }
  expect(feed.asked.some(({ path: asked }) => asked.endsWith('.AppImage'))).toBe(false);
});

test('a feed that cannot be read changes nothing, and is read again', async ({ desk, feed }) => {
  await desk.goTo('Settings');
  const failed = 'The update could not be fetched';
  await check(desk);
  await expect(state(desk)).toContainText(failed);
  for (const text of ['version: [', 'files: []\n', 'null', 'version: 9.0.0\n', 'version: one\nfiles: []\n']) {
    feed.files.set(feed.name, text).set(`${feed.name}.sig`, feed.signatureOf(text));
    await check(desk);
    await expect(state(desk), text).toContainText(failed);
  }
  feed.announce('9.0.0', PROGRAM);
  await check(desk);
  await expect(state(desk)).toHaveText('Flow Media 9.0.0 is ready.');
});

/** What somebody between the app and the feed could do. */
const TAMPERED: Readonly<Record<string, (feed: UpdateFeed) => void>> = {
  'another file': (feed) => feed.files.set('Flow-Media-9.0.0.AppImage', `${PROGRAM}# and more\n`),
  'a file of the same size': (feed) =>
    feed.files.set('Flow-Media-9.0.0.AppImage', PROGRAM.replace('started', 'stolen!')),
  'a feed that names another version': (feed) => change(feed, (text) => text.replaceAll('9.0.0', '9.0.1')),
  'a feed that names another hash': (feed) => change(feed, (text) => text.replaceAll('sha512: ', 'sha512: A')),
  'a feed without a signature': (feed) => feed.files.delete(`${feed.name}.sig`),
  'an empty signature': (feed) => feed.files.set(`${feed.name}.sig`, ''),
  'a signature that is a page': (feed) => feed.files.set(`${feed.name}.sig`, '<html>sign in</html>'),
  'the feed of another platform': (feed) =>
    feed.files.set(`${feed.name}.sig`, feed.signatureOf(String(feed.files.get(feed.name)), 'latest-mac.yml')),
};

function change(feed: UpdateFeed, by: (text: string) => string): void {
  feed.files.set(feed.name, by(String(feed.files.get(feed.name))));
}

test('what is not ours is not kept, let alone installed', async ({ desk, feed, appImage }) => {
  await desk.goTo('Settings');
  for (const [what, tamper] of Object.entries(TAMPERED)) {
    feed.announce('9.0.0', PROGRAM);
    tamper(feed);
    await check(desk);
    await expect(state(desk), what).toContainText('The update is not from us');
    const kept = await readdir(path.join(desk.app.launch.userDataDir, 'updates'), { recursive: true });
    expect(
      kept.filter((name) => name.endsWith('.AppImage')),
      what,
    ).toEqual([]);
  }
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

test('a feed that another key has signed is not ours', async ({ feed, appImage, launch, sandbox }) => {
  const other = await startUpdateFeed();
  feed.announce('9.0.0', PROGRAM);
  const env = { ...feed.env, FLOW_MEDIA_UPDATE_KEY: other.env['FLOW_MEDIA_UPDATE_KEY'] ?? '', APPIMAGE: appImage };
  const desk = new Desk(await launch({ env }));
  await desk.connect(sandbox);
  await desk.goTo('Settings');
  await check(desk);
  await expect(state(desk)).toContainText('The update is not from us');
  expect(feed.asked.some(({ path: asked }) => asked.endsWith('.AppImage'))).toBe(false);
  await other.close();
});

test('without a feed, or in a package that is updated otherwise, there is nothing to switch', async ({
  launch,
  feed,
  appImage,
  sandbox,
}) => {
  const refused = { ...feed.env, FLOW_MEDIA_UPDATE_FEED: 'http://192.0.2.1/', APPIMAGE: appImage };
  const cases = [
    { env: {}, words: 'This build does not look for updates.' },
    { env: refused, words: 'This build does not look for updates.' },
    { env: feed.env, words: 'This app is updated the way it was installed.' },
  ];
  for (const { env, words } of cases) {
    const desk = new Desk(await launch({ env }));
    await desk.connect(sandbox);
    await desk.goTo('Settings');
    await expect(state(desk)).toHaveText(words);
    await expect(desk.page.getByRole('switch', { name: 'Look for updates and fetch them' })).toHaveCount(0);
    await desk.app.quit();
  }
  expect(feed.asked).toEqual([]);
});
