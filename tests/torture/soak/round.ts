import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { ScreenName } from '../../support/desk';
import { picture } from '../../support/files';
import { Studio } from '../../support/studio';
import { until } from '../app-questions';
import type { Dice } from '../dice';
import { judgeFolder } from '../judge';
import { makeBatch } from './batch';
import { jumpAbout, scrollThrough } from './scrolling';
import { LIMIT_MS, type SoakRoom } from './room';

/** Of a way from end to end. */
const FRAMES = 120;
const PICTURES = 2;
/** Of what a round leaves in the bucket, the next ones delete it again: the library stays as large as it is. */
const ROUNDS_KEPT = 3;
const ELSEWHERE_KEPT = 9;
const SCREENS: readonly ScreenName[] = ['Generate', 'Transfers', 'Usage', 'Settings', 'Library'];
/** Fewer tiles than the screen shows of the whole bucket, and more than a search of a round finds. */
const MANY = 24;
const PATIENCE = { timeout: LIMIT_MS };

/** What a person does with the app in a minute or so, everything through its window. */
export class Round {
  readonly #room: SoakRoom;
  readonly #dice: Dice;
  readonly #n: number;

  constructor(room: SoakRoom, dice: Dice, n: number) {
    this.#room = room;
    this.#dice = dice;
    this.#n = n;
  }

  /** What does not come to its end is told, and the next is done in spite of it. */
  async run(): Promise<void> {
    const steps: Readonly<Record<string, () => Promise<void>>> = {
      upload: () => this.#upload(),
      generate: () => this.#generate(),
      'scan again': () => this.#scanAgain(),
      scroll: () => this.#scroll(),
      'look at pictures': () => this.#lookAtPictures(),
      'watch a film': () => this.#watchFilm(),
      'copy links': () => this.#copyLinks(),
      download: () => this.#download(),
      delete: () => this.#delete(),
      'switch screens': () => this.#switchScreens(),
    };
    for (const [name, work] of Object.entries(steps))
      await work().catch((error: unknown) => this.#complain(name, error));
    await this.#search('');
  }

  async #complain(step: string, error: unknown): Promise<void> {
    const words = error instanceof Error ? error.message : String(error);
    this.#room.broken.push(`round ${this.#n}, ${step}: ${words.split('\n').slice(0, 3).join(' ')}`);
    const { desk } = this.#room;
    await desk.app.shoot(`soak-${this.#n}-${step.replaceAll(' ', '-')}`);
    for (let n = 0; n < 3; n += 1) await desk.page.keyboard.press('Escape');
    await desk.goTo('Library');
  }

  /** What all names and prompts of a round begin with. */
  #word(n = this.#n): string {
    return `soak${String(n).padStart(4, '0')}`;
  }

  async #upload(): Promise<void> {
    const { desk, expected, folder } = this.#room;
    const batch = await makeBatch(path.join(folder, 'source'), this.#word(), this.#n, this.#dice);
    await desk.app.dropFiles(desk.library, batch.paths);
    await expect(desk.tile(`${this.#word()}-sea.png`)).toBeVisible(PATIENCE);
    for (const [name, hash] of batch.hashes) expected.set(name, hash);
    await this.#room.settle();
    await batch.remove();
  }

  async #generate(): Promise<void> {
    const { desk, expected, bucket } = this.#room;
    const before = new Set((await this.#room.slices()).generation.tasks.map(({ id }) => id));
    await new Studio(desk).ask(`a lighthouse at dusk ${this.#word()}`, { count: String(PICTURES) });
    const own = async () => (await this.#room.slices()).generation.tasks.filter(({ id }) => !before.has(id));
    const made = await until(LIMIT_MS, async () => {
      const tasks = await own();
      const failed = tasks.filter(({ state }) => state.kind === 'failed').map(({ id }) => id);
      if (failed.length > 0) await desk.call('generation.retryAll', { taskIds: failed });
      return tasks.length === PICTURES && tasks.every(({ state }) => state.kind === 'done');
    });
    if (!made) throw new Error('The pictures are not made.');
    for (const { key } of await own()) expected.set(key, await bucket.sha256(key));
    await desk.goTo('Library');
  }

  /** Somebody else adds and removes objects; a reading that fails is begun anew. */
  async #scanAgain(): Promise<void> {
    const { desk, expected, bucket } = this.#room;
    for (const name of ['one', 'two', 'three'])
      await this.#room.put(`elsewhere/${this.#n}-${name}.png`, picture(this.#n, 200, 120));
    const others = [...expected.keys()].filter((key) => key.startsWith('elsewhere/'));
    for (const key of others.slice(0, Math.max(0, others.length - ELSEWHERE_KEPT))) await this.#room.delete(key);
    const { length } = await bucket.keys();
    const connectionId = await this.#room.connectionId();
    const read = await until(LIMIT_MS, async () => {
      const { scan, objectCount } = (await this.#room.slices()).library;
      if (scan.kind === 'complete' && objectCount === length) return true;
      if (scan.kind !== 'scanning') await desk.call('library.refresh', { connectionId });
      return false;
    });
    if (!read) throw new Error(`The library does not show the ${length} objects of the bucket.`);
  }

  async #scroll(): Promise<void> {
    const { desk } = this.#room;
    await this.#search('');
    await expect(desk.tiles.first()).toBeVisible(PATIENCE);
    await desk.library.evaluate(scrollThrough, FRAMES);
    await desk.library.evaluate(
      jumpAbout,
      Array.from({ length: 8 }, () => this.#dice.next()),
    );
    await expect(desk.tiles.first()).toBeVisible(PATIENCE);
  }

  /** A picture that the weather keeps away is said to be out of reach, and never to be none. */
  async #lookAtPictures(): Promise<void> {
    const { desk } = this.#room;
    const { viewer } = desk;
    await this.#search(`${this.#word()} png`);
    await desk.tile(`${this.#word()}-sea.png`).dblclick();
    await expect(viewer).toBeVisible(PATIENCE);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowRight']) {
      await expect(viewer.locator('[data-state="loading"], .mantine-Loader-root')).toHaveCount(0, PATIENCE);
      await expect(viewer.locator('[data-state="there"]').or(viewer.getByRole('alert'))).not.toHaveCount(0);
      await desk.page.keyboard.press(key);
    }
    await this.#closeViewer();
  }

  async #watchFilm(): Promise<void> {
    const { desk } = this.#room;
    await this.#search(`${this.#word()} mp4`);
    await desk.tile(`${this.#word()}-film.mp4`).dblclick();
    const films = desk.viewer.locator('video');
    const plays = await until(LIMIT_MS, async () => {
      if ((await desk.viewer.getByRole('alert').count()) > 0) return true;
      const moments = await films.evaluateAll((all) => all.map((one) => (one as HTMLVideoElement).currentTime));
      return moments.some((moment) => moment > 0);
    });
    if (!plays) throw new Error('The film does not play.');
    await this.#closeViewer();
  }

  async #closeViewer(): Promise<void> {
    const { desk } = this.#room;
    await desk.page.keyboard.press('Escape');
    await expect(desk.viewer).toBeHidden(PATIENCE);
  }

  async #copyLinks(): Promise<void> {
    const { desk } = this.#room;
    await this.#search(this.#word());
    for (const name of ['sea.png', 'wide.png']) {
      await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
      await desk.tile(`${this.#word()}-${name}`).click();
      await desk.page.getByRole('button', { name: 'Copy link' }).click();
      await expect.poll(() => desk.app.clipboardText(), PATIENCE).toMatch(/^http/);
    }
  }

  async #download(): Promise<void> {
    const { desk, expected, folder } = this.#room;
    const target = path.join(folder, 'downloads');
    await mkdir(target, { recursive: true });
    await desk.app.stubOpenDialog([target]);
    await this.#selectAllOf(this.#word());
    await desk.page.getByRole('button', { name: 'Download', exact: true }).last().click();
    const wanted = [...expected].filter(([key]) => key.includes(this.#word()));
    const files = wanted.map(([relative, sha256]) => ({ path: '', relative, size: 0, sha256 }));
    let wrong: readonly string[] = [];
    await until(LIMIT_MS, async () => {
      await this.#room.settle();
      wrong = await judgeFolder(target, files);
      return wrong.length === 0;
    });
    if (wrong.length > 0) throw new Error(wrong.join(', '));
    await rm(target, { recursive: true, force: true });
  }

  /** What an older round has brought, through the question that the app asks; what the weather kept is asked for again. */
  async #delete(): Promise<void> {
    const old = this.#word(this.#n - ROUNDS_KEPT);
    const { desk, expected, bucket } = this.#room;
    const left = (): string[] => [...expected.keys()].filter((key) => key.includes(old));
    const question = desk.page.getByRole('dialog', { name: /^Delete th/ });
    for (let keys = left(); keys.length > 0; keys = left()) {
      await this.#selectAllOf(old);
      await desk.library.press('Delete');
      await question.getByRole('button', { name: 'Delete' }).click();
      await expect(question).toBeHidden(PATIENCE);
      const there = new Set(await bucket.keys());
      const gone = keys.filter((key) => !there.has(key));
      if (gone.length === 0) throw new Error(`Nothing was deleted of ${keys.length} objects.`);
      for (const key of gone) expected.delete(key);
    }
  }

  async #switchScreens(): Promise<void> {
    const { desk } = this.#room;
    await this.#search('');
    const theme = this.#n % 2 === 0 ? 'dark' : 'light';
    await desk.call('settings.update', { theme });
    for (const screen of SCREENS) {
      await desk.goTo(screen);
      await expect(desk.page.getByRole('link', { name: screen, exact: true })).toHaveAttribute('aria-current', 'page');
    }
    for (const libraryLayout of ['list', 'grid'] as const) {
      await desk.call('settings.update', { libraryLayout });
      await expect(desk.tiles.first()).toBeVisible(PATIENCE);
      await desk.library.evaluate(scrollThrough, FRAMES / 4);
    }
    await desk.library.evaluate((grid) => grid.scrollTo(0, 0));
    if (this.#n % 10 === 9) await desk.call('transfers.clearFinished', null);
  }

  async #selectAllOf(word: string): Promise<void> {
    const { desk, expected } = this.#room;
    await this.#search(word);
    const there = [...expected.keys()].filter((key) => key.includes(word)).length;
    await expect(desk.status).toContainText(new RegExp(`^${there} object`), PATIENCE);
    // Its rows may come after its count, and a selection of before goes with the rows that they replace.
    await expect(async () => {
      await desk.library.press('ControlOrMeta+a');
      await expect(desk.page.getByText(`${there} selected`)).toBeVisible({ timeout: 2000 });
    }).toPass(PATIENCE);
  }

  /** With words: until the view holds what they find, which is not many. */
  async #search(text: string): Promise<void> {
    const { page, tiles } = this.#room.desk;
    const box = page.getByRole('searchbox', { name: 'Search' });
    await box.fill('');
    await box.pressSequentially(text);
    if (text !== '') await expect.poll(() => tiles.count(), PATIENCE).toBeLessThan(MANY);
  }
}
