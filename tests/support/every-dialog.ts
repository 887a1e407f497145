import type { Locator } from '@playwright/test';
import { en } from '../../renderer/i18n/en';
import { type Desk, expect } from './desk';
import { picture, writeFiles } from './files';
import { pressShortcut } from './shortcut-keys';

/** What is on show, by name, to be looked at. */
export type Visit = (name: string) => Promise<void>;

interface Tour {
  readonly desk: Desk;
  readonly visit: Visit;
  /** Of the test alone, on the disk. */
  readonly folder: string;
}

const PICTURES = ['one.png', 'two.png'];

/** Fills the empty bucket with what the dialogs speak of. */
export async function fillBucket(desk: Desk, put: (key: string, bytes: Uint8Array) => Promise<unknown>): Promise<void> {
  for (const [n, name] of PICTURES.entries()) await put(name, picture(n, 320, 200));
  await put('folder/three.png', picture(3));
  await desk.refresh();
  await expect(desk.tiles).toHaveCount(3);
}

/** Has each screen looked at, and ends at the library. */
export async function everyScreen({ desk, visit }: Omit<Tour, 'folder'>): Promise<void> {
  for (const screen of ['generate', 'transfers', 'usage', 'settings'] as const) {
    await pressShortcut(desk.page, `app.open-${screen}`);
    await expect(desk.page.getByRole('heading', { level: 1, name: desk.say(en[screen].title) })).toBeVisible();
    await visit(screen);
  }
  await pressShortcut(desk.page, 'app.open-library');
  await expect(desk.tiles.first()).toBeVisible();
  await visit('library');
  await desk.tile('one.png').click();
  await visit('library, a file');
}

/** Opens the dialogs about the app, files and links, one after the other, and has each looked at. */
export async function dialogsOfFiles(tour: Tour): Promise<void> {
  await ofTheApp(tour);
  await ofTheLibrary(tour);
  await ofLinks(tour);
}

/** The same of uploads, Generate and Settings. */
export async function dialogsOfWork(tour: Tour): Promise<void> {
  await dialogsOfUploads(tour);
  await dialogsOfGenerate(tour);
  await dialogsOfSettings(tour);
}

function dialogOf({ desk }: Tour): Locator {
  return desk.page.getByRole('dialog');
}

async function look(tour: Tour, name: string, opened: Locator = dialogOf(tour)): Promise<void> {
  await expect(opened.first(), name).toBeVisible();
  // What is being asked or measured is not there yet.
  await expect(opened.locator('.mantine-Loader-root')).toHaveCount(0);
  await tour.visit(name);
  await tour.desk.page.keyboard.press('Escape');
  await expect(opened, name).toHaveCount(0);
}

async function fromPalette({ desk }: Tour, words: string): Promise<void> {
  await pressShortcut(desk.page, 'app.open-palette');
  const search = desk.page.getByPlaceholder(desk.say(en.common.palette.search));
  await search.fill(desk.say(words));
  await search.press('Enter');
  // It is a dialog too, and not the one that is meant.
  await expect(search).toHaveCount(0);
}

async function select({ desk }: Tour, name: string): Promise<void> {
  await desk.tile(name).click();
  await expect(desk.tile(name)).toHaveAttribute('aria-selected', 'true');
}

async function fromMenu(tour: Tour, words: string): Promise<void> {
  const { desk } = tour;
  await desk.library.focus();
  await pressShortcut(desk.page, 'library.menu');
  await desk.page.getByRole('menuitem', { name: desk.say(words), exact: true }).click();
}

async function ofTheApp(tour: Tour): Promise<void> {
  const { page } = tour.desk;
  await pressShortcut(page, 'app.open-shortcuts');
  await look(tour, 'shortcuts');
  await pressShortcut(page, 'app.open-help');
  await tour.desk.page.getByRole('heading', { level: 3 }).first().getByRole('button').click();
  await look(tour, 'help');
  await pressShortcut(page, 'app.open-palette');
  await look(tour, 'palette');
}

async function ofTheLibrary(tour: Tour): Promise<void> {
  const { desk } = tour;
  const { page } = desk;
  await select(tour, 'one.png');
  await pressShortcut(page, 'library.menu');
  await look(tour, 'menu of a file', page.getByRole('menu'));
  for (const [name, id] of [
    ['rename', 'library.rename'],
    ['edit', 'library.edit'],
    ['delete', 'library.delete'],
    ['viewer', 'library.view'],
  ] as const) {
    await select(tour, 'one.png');
    await pressShortcut(page, id);
    await look(tour, name);
  }
  await desk.call('settings.update', { viewerInfoOpen: true });
  await select(tour, 'one.png');
  await pressShortcut(page, 'library.view');
  await look(tour, 'viewer with the information');
  await desk.call('settings.update', { viewerInfoOpen: false });
  for (const words of [en.objects.menu.moveTo, en.objects.menu.zip]) {
    await select(tour, 'one.png');
    await fromMenu(tour, words);
    await look(tour, words);
  }
  const bar = page.getByRole('button', { name: desk.say(en.library.selection.clear) }).locator('..');
  // The dialog before gives the focus back in its own time.
  await expect(async () => {
    await pressShortcut(page, 'library.select-all');
    await expect(bar).toBeVisible({ timeout: 2000 });
  }).toPass();
  // It slides in.
  await expect(bar).toHaveCSS('opacity', '1');
  await tour.visit('a selection');
  await pressShortcut(page, 'library.rename');
  await look(tour, 'rename many');
  await pressShortcut(page, 'library.clear');
  await page.getByRole('button', { name: desk.say(en.library.narrow.label) }).click();
  await look(tour, 'filters');
}

async function ofLinks(tour: Tour): Promise<void> {
  for (const words of [en.links.menu.share, en.links.menu.why]) {
    await select(tour, 'one.png');
    await fromMenu(tour, words);
    await look(tour, words);
  }
  await fromPalette(tour, en.links.menu.receive);
  await look(tour, 'receive');
}

export async function dialogsOfUploads(tour: Tour): Promise<void> {
  const { desk, folder } = tour;
  await desk.app.stubOpenDialog(await writeFiles(folder, { 'one.png': picture(9) }));
  await fromPalette(tour, en.uploads.filesWithOptions);
  await look(tour, 'upload with options');
  await pressShortcut(desk.page, 'app.upload-files');
  await look(tour, 'taken name');
  await pressShortcut(desk.page, 'app.open-transfers');
  await tour.visit('transfers, one asks');
  await desk.page.getByRole('button', { name: desk.say(en.transfers.unfinished.open) }).click();
  await look(tour, 'unfinished uploads');
}

export async function dialogsOfGenerate(tour: Tour): Promise<void> {
  const { desk } = tour;
  const { page } = desk;
  await pressShortcut(page, 'app.open-generate');
  await page.locator('textarea[data-home]').fill('a quiet lake');
  await pressShortcut(page, 'generate.generate');
  const result = page.getByRole('list', { name: desk.say(en.generate.results) }).getByRole('listitem');
  await expect(result.getByRole('button', { name: desk.say(en.generate.copyLink) })).toBeVisible({ timeout: 60_000 });
  await tour.visit('generate, a result');
  await page.getByRole('button', { name: desk.say(en.generate.allPrompts) }).click();
  await look(tour, 'past prompts');
  const presets = page.getByRole('button', { name: desk.say(en.generate.presets), exact: true });
  await presets.click();
  await page.getByRole('menuitem', { name: desk.say(en.generate.presetSave) }).click();
  await expect(dialogOf(tour)).toBeVisible();
  await page.keyboard.insertText('Evening');
  await tour.visit('keep a preset');
  await page.keyboard.press('Enter');
  await expect(dialogOf(tour)).toHaveCount(0);
  await presets.click();
  await page.getByRole('menuitem', { name: desk.say(en.generate.presetsManage) }).click();
  await look(tour, 'presets');
}

export async function dialogsOfSettings(tour: Tour): Promise<void> {
  const { desk } = tour;
  const { page } = desk;
  await pressShortcut(page, 'app.open-settings');
  const { slices } = await desk.call('app.snapshot', null);
  const bucket = slices.connections.profiles[0]?.bucket ?? '';
  const words = en.settings.connections;
  for (const item of [words.replaceKeys, words.export, words.remove]) {
    await page.getByRole('button', { name: desk.say(words.more).replace('{{bucket}}', bucket) }).click();
    await page.getByRole('menuitem', { name: desk.say(item) }).click();
    await look(tour, item);
  }
  await page.getByRole('button', { name: desk.say(en.settings.secrets.usePassphrase) }).click();
  await look(tour, 'passphrase');
  await page.getByRole('button', { name: desk.say(en.settings.about.notices) }).click();
  await look(tour, 'licences');
}
