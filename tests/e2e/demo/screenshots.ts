import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { Bucket } from '../../support/bucket';
import { Desk } from '../../support/desk';
import { picture } from '../../support/files';
import { RunningApp } from '../../support/running-app';
import { startSandbox } from '../../support/sandbox';
import { pressShortcut } from '../../support/shortcut-keys';
import { Wizard } from '../../support/wizard';

const FOLDER = path.resolve(import.meta.dirname, '../../../docs/screenshots');
const SAMPLES = 12;
const SLOW = { timeout: 60_000 };

/** `npm run screenshots`: takes all pictures of the documentation from the real app, so that they stay true. */
export async function run(): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-media-screenshots-'));
  await mkdir(FOLDER, { recursive: true });
  try {
    await inApp(path.join(folder, 'setup'), ofSetup);
    await inApp(path.join(folder, 'library'), ofLibrary);
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function inApp(userDataDir: string, take: (app: RunningApp) => Promise<void>): Promise<void> {
  const app = await RunningApp.start({ userDataDir });
  try {
    await app.setSystemTheme('dark');
    await take(app);
  } finally {
    await app.quit();
  }
}

/** The wizard, and a link that does not open. */
async function ofSetup(app: RunningApp): Promise<void> {
  const { page } = app;
  const sandbox = await startSandbox();
  const bucket = new Bucket(sandbox);
  try {
    const wizard = new Wizard(app);
    await expect(wizard.button('Connect a Cloudflare account')).toBeVisible(SLOW);
    await shoot(app, 'welcome');
    await wizard.fillIn(sandbox);
    await wizard.test();
    await shoot(app, 'check');
    await wizard.button('Next').click();
    await wizard.button('Finish').click();

    const desk = new Desk(app);
    await desk.call('settings.update', { tips: 'seen' });
    await bucket.put('lost.png', picture(1, 640, 400));
    await desk.refresh();
    await desk.tile('lost.png').click();
    // What is known of it is known before it goes, or the tile would go with it.
    await desk.drawnSize('lost.png');
    await expect(page.getByRole('complementary', { name: 'Inspector' }).getByText('image/png')).toBeVisible(SLOW);
    await bucket.delete('lost.png');
    await fromMenu(desk, 'lost.png', 'Why does the link not open?');
    await expect(page.getByRole('dialog').getByRole('status')).toBeVisible(SLOW);
    await shoot(app, 'diagnosis');
  } finally {
    bucket.close();
    await sandbox.close();
  }
}

async function fromMenu(desk: Desk, name: string, item: string): Promise<void> {
  await desk.tile(name).click({ button: 'right' });
  await desk.page.getByRole('menuitem', { name: item }).click();
}

/** The rest, on the samples of the app's own sandbox bucket. */
async function ofLibrary(app: RunningApp): Promise<void> {
  const { page } = app;
  const desk = new Desk(app);
  await new Wizard(app).button('Try a local sandbox bucket').click(SLOW);
  await expect(desk.tiles).toHaveCount(SAMPLES, SLOW);
  await desk.call('settings.update', { tips: 'seen', theme: 'dark' });
  const [first = ''] = await desk.names();
  await desk.tile(first).click();
  await picturesShown(desk);
  await factsShown(page);
  await shoot(app, 'library-dark');
  await fromMenu(desk, first, 'Link options and QR code…');
  await expect(page.getByRole('dialog').locator('figure svg')).toBeVisible(SLOW);
  await shoot(app, 'link-options');
  await page.keyboard.press('Escape');
  await desk.library.focus();
  await pressShortcut(page, 'library.view');
  await expect(desk.viewer.getByRole('img', { name: first })).toHaveAttribute('data-state', 'there', SLOW);
  await shoot(app, 'viewer');
  await page.keyboard.press('Escape');

  await desk.goTo('Generate');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse on a cliff at dusk, long exposure');
  await pressShortcut(page, 'generate.generate');
  const result = page.getByRole('list', { name: 'Results' }).getByRole('listitem').first();
  await expect(result).toHaveAccessibleName(/, Done$/, SLOW);
  const made = result.locator('img[data-there="true"]');
  await made.waitFor(SLOW);
  await made.evaluate((one: HTMLImageElement) => one.decode());
  await shoot(app, 'generate');

  await desk.goTo('Library');
  await pressShortcut(page, 'app.open-help');
  await page.getByRole('button', { name: 'I uploaded a file, but its link does not open' }).click();
  await shoot(app, 'help');
  await page.keyboard.press('Escape');
  await desk.call('settings.update', { theme: 'light' });
  await picturesShown(desk);
  // By the mouse: after a key the app shows where the keyboard stands.
  await desk.tile(first).click();
  await page.mouse.move(0, 0);
  await factsShown(page);
  await shoot(app, 'library-light');
}

/** All of what the inspector tells of the selected file. */
async function factsShown(page: Page): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Public and reachable')).toBeVisible(SLOW);
  await expect(inspector.getByText('image/png')).toBeVisible(SLOW);
}

async function picturesShown(desk: Desk): Promise<void> {
  const count = await desk.tiles.count();
  const shown = (): Promise<number> =>
    desk.tiles
      .locator('img')
      .evaluateAll((all) => all.filter((one) => one instanceof HTMLImageElement && one.naturalWidth > 0).length);
  await expect.poll(shown, SLOW).toBe(count);
}

/** With few colours: half the size, and no eye tells the difference. */
async function shoot({ page }: RunningApp, name: string): Promise<void> {
  const taken = await page.screenshot({ animations: 'disabled' });
  await writeFile(path.join(FOLDER, `${name}.png`), await sharp(taken).png({ palette: true, effort: 10 }).toBuffer());
  console.log(`docs/screenshots/${name}.png`);
}
