import type { Locator } from '@playwright/test';
import { expect, type Desk } from './desk';

/** A service makes a picture no faster than it can. */
export const SLOW = { timeout: 30_000 };

/** The screen Generate by the names that people see. */
export class Studio {
  constructor(readonly desk: Desk) {}

  get results(): Locator {
    return this.desk.page.getByRole('list', { name: 'Results' }).getByRole('listitem');
  }

  inState(state: RegExp): Locator {
    return this.desk.page.getByRole('list', { name: 'Results' }).getByRole('listitem', { name: state });
  }

  get done(): Locator {
    return this.inState(/, Done$/);
  }

  async ask(prompt: string, { seed = '', count = '1' } = {}): Promise<void> {
    const { page } = this.desk;
    await this.desk.goTo('Generate');
    await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt);
    const seedField = page.getByRole('textbox', { name: 'Seed' });
    if (seed !== '') await seedField.fill(seed);
    await page.getByRole('textbox', { name: 'Count' }).fill(count);
    await page.getByRole('button', { name: /^Generate( \d+)?$/ }).click();
  }

  async choose(provider: string): Promise<void> {
    await this.desk.goTo('Generate');
    await this.desk.page.getByRole('combobox', { name: 'Provider' }).click();
    await this.desk.page.getByRole('option', { name: provider }).click();
  }

  async linkOf(result: Locator): Promise<string> {
    await this.desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
    await result.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => this.desk.app.clipboardText()).toMatch(/^http/);
    return this.desk.app.clipboardText();
  }
}

/** What a public link serves, as any browser would get it. */
export async function fetchPicture(link: string): Promise<Buffer> {
  const reply = await fetch(link);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('image/png');
  return Buffer.from(await reply.arrayBuffer());
}

/** A picture that a page shows, not a frame without one. */
export async function expectShown(image: Locator): Promise<void> {
  await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth), SLOW).toBeGreaterThan(0);
}
