import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { encode } from 'fast-png';
import type { RunningApp } from '../../support/running-app';

const UPLOADED = 'northern-lights.png';
const PROMPT = 'a lighthouse on a cliff at dusk, long exposure';
/** What a new sandbox bucket is filled with. */
const SAMPLES = 12;
const SLOW = { timeout: 60_000 };

/** Setup → upload → generate → library → public link, on the names that design.md promises. Each step prints what it proved. */
export class MainJob {
  #step = 0;

  constructor(
    readonly app: RunningApp,
    readonly folder: string,
    readonly screenshots: string,
  ) {}

  async openSandbox(): Promise<void> {
    const { page } = this.app;
    const button = page.getByRole('button', { name: 'Try a local sandbox bucket' });
    await button.waitFor(SLOW);
    const welcome = await this.shoot('welcome');
    await button.click();
    await expect(this.#library).toBeVisible(SLOW);
    await expect(this.#tiles).toHaveCount(SAMPLES, SLOW);
    await this.#picturesShown();
    this.#say('Set up: a sandbox bucket with samples', `${welcome}, ${await this.shoot('library')}`);
  }

  async upload(): Promise<void> {
    const file = path.join(this.folder, UPLOADED);
    await writeFile(file, picture(960, 600));
    await this.app.dropFiles(this.#library, [file]);
    const link = await this.#linkOf(this.#tile(UPLOADED));
    const bytes = await fetchPublic(link);
    expect(bytes, 'the public link serves the very bytes').toEqual(picture(960, 600));
    await this.#picturesShown();
    await this.shoot('uploaded');
    await this.#dismissNews();
    this.#say(`Dropped ${UPLOADED}; its public link serves the same ${bytes.length.toLocaleString('en')} bytes`, link);
  }

  async generate(): Promise<void> {
    const { page } = this.app;
    await this.#goTo('Generate');
    await page.getByRole('textbox', { name: 'Prompt' }).fill(PROMPT);
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
    await expect(results.first()).toHaveAccessibleName(/, Done$/, SLOW);
    await expectLoaded(results.first().locator('img'));
    this.#say(`Generated “${PROMPT}”`, await this.shoot('generated'));
  }

  async browse(): Promise<void> {
    const { page } = this.app;
    await this.#goTo('Library');
    await page.getByRole('searchbox', { name: 'Search' }).fill('lighthouse');
    const link = await this.#linkOf(this.#tiles.first());
    const bytes = await fetchPublic(link);
    await expect(page.getByText('Public and reachable')).toBeVisible();
    await this.shoot('found-and-linked');
    await this.#dismissNews();
    this.#say(
      `Found it by its prompt in the library; its public link serves ${bytes.length.toLocaleString('en')} bytes`,
      link,
    );
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await this.#goTo('Transfers');
    await expect(page.getByRole('list', { name: 'Transfers' }).getByRole('listitem').first()).toBeVisible();
    await this.shoot('transfers');
    await this.#inTheLight();
  }

  /** The same library by day. */
  async #inTheLight(): Promise<void> {
    await this.#goTo('Library');
    await this.app.setSystemTheme('light');
    await this.#picturesShown();
    const light = await this.shoot('library-light');
    await this.app.setSystemTheme('dark');
    this.#say('Light and dark', `${light}, ${await this.shoot('library-dark')}`);
  }

  /** Returns the picture's path, relative to where the demo was started. */
  async shoot(name: string): Promise<string> {
    await mkdir(this.screenshots, { recursive: true });
    const file = path.join(this.screenshots, `${name}.png`);
    await this.app.page.screenshot({ path: file, animations: 'disabled' });
    return path.relative(process.cwd(), file);
  }

  get #library(): Locator {
    return this.app.page.getByRole('grid', { name: 'Library' });
  }

  get #tiles(): Locator {
    return this.#library.getByRole('gridcell');
  }

  /** Each tile on show has its picture. */
  async #picturesShown(): Promise<void> {
    const pictures = this.#tiles.locator('img');
    await expect.poll(async () => (await pictures.count()) - (await this.#tiles.count()), SLOW).toBe(0);
    for (const picture of await pictures.all()) await expectLoaded(picture);
  }

  /** Closes what the corner of the window tells, once it has been seen. */
  async #dismissNews(): Promise<void> {
    const news = this.app.page.getByRole('alert').getByRole('button', { name: 'Close' });
    await expect(async () => {
      // Each may go by itself meanwhile.
      if ((await news.count()) > 0) await news.first().click({ timeout: 1000 });
      await expect(news).toHaveCount(0, { timeout: 100 });
    }).toPass(SLOW);
  }

  /** A tile's accessible name begins with the file name. */
  #tile(name: string): Locator {
    return this.#library.getByRole('gridcell', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) });
  }

  async #goTo(screen: string): Promise<void> {
    const { page } = this.app;
    const way = page.getByRole('link', { name: screen }).or(page.getByRole('tab', { name: screen }));
    await way.first().click();
  }

  /** Selects a tile, copies its link, and reads it from the system's clipboard. */
  async #linkOf(tile: Locator): Promise<string> {
    await this.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
    await expect(tile).toBeVisible(SLOW);
    await tile.click();
    const copy = this.app.page.getByRole('button', { name: 'Copy link' }).first();
    await expect(copy).toBeEnabled(SLOW);
    await copy.click();
    await expect.poll(() => this.app.clipboardText()).toMatch(/^https?:/);
    return this.app.clipboardText();
  }

  #say(what: string, where: string): void {
    this.#step += 1;
    console.log(`${this.#step}. ${what}\n   ${where}`);
  }
}

async function expectLoaded(picture: Locator): Promise<void> {
  await expect.poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth), SLOW).toBeGreaterThan(0);
}

async function fetchPublic(link: string): Promise<Uint8Array> {
  const reply = await fetch(link);
  if (!reply.ok) throw new Error(`${link} answered ${reply.status}`);
  expect(reply.headers.get('content-type')).toMatch(/^image\//);
  return new Uint8Array(await reply.arrayBuffer());
}

/** A picture of our own: green light over a dark horizon. */
function picture(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const curtain = Math.sin(x / 70 + Math.sin(y / 90) * 2) * Math.exp(-((y / height - 0.35) ** 2) * 18);
      const ground = y > height * (0.8 + 0.03 * Math.sin(x / 110)) ? 0.12 : 1;
      const at = (y * width + x) * 3;
      data[at] = (18 + 60 * Math.max(0, -curtain)) * ground;
      data[at + 1] = (26 + 190 * Math.max(0, curtain)) * ground;
      data[at + 2] = (54 + 90 * Math.abs(curtain)) * ground;
    }
  }
  return encode({ width, height, data, channels: 3, depth: 8 });
}
