import type { Locator, Page } from '@playwright/test';
import type { Bridge, CommandInput, CommandName, CommandValue } from '../../shared/contract';
import type { ConnectionDraft, ConnectionProfile } from '../../shared/connection';
import type { Result } from '../../shared/result';
import type { TransferItem } from '../../shared/transfer';
import { test as base, expect } from './app';
import { Bucket } from './bucket';
import type { RunningApp } from './running-app';
import type { SandboxAddress } from './sandbox';

export type ScreenName = 'Library' | 'Generate' | 'Transfers' | 'Usage' | 'Settings';

/** The app's window by the names that people see, and its bridge for what a test only needs as a beginning. */
export class Desk {
  /** @param say The words on the screen for English ones, where another language is on show. */
  constructor(
    readonly app: RunningApp,
    readonly say: (english: string) => string = (english) => english,
  ) {}

  get page(): Page {
    return this.app.page;
  }

  get library(): Locator {
    return this.page.getByRole('grid', { name: this.say('Library') });
  }

  get tiles(): Locator {
    return this.library.locator('[role="gridcell"][aria-label]');
  }

  /** A tile, or a line of the list: its accessible name begins with the file's. */
  tile(name: string): Locator {
    return this.library.getByRole('gridcell', { name: beginningWith(name) });
  }

  /** The tile of an object that lies in the bucket: nothing more is told of a transfer. */
  arrived(name: string): Locator {
    return this.library.getByRole('gridcell', {
      name: new RegExp(`^${escape(name)}, \\w+, [\\d.,]+ \\w+(, [\\d:]+)?$`),
    });
  }

  get viewer(): Locator {
    return this.page.getByRole('dialog').filter({ has: this.page.getByRole('button', { name: 'Close the viewer' }) });
  }

  /** How much is in the view, in words. */
  get status(): Locator {
    return this.page.getByRole('status', { name: 'In this view' });
  }

  /** An item of the screen Transfers. */
  transfer(name: string): Locator {
    return this.page.getByRole('list', { name: 'Transfers' }).getByRole('listitem', { name: beginningWith(name) });
  }

  async goTo(screen: ScreenName): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen, exact: true }).click();
  }

  /** Shows the top folder instead of all files wherever they lie. */
  async openTop(): Promise<void> {
    const trail = this.page.getByRole('navigation', { name: 'Where you are' });
    await trail.getByRole('button').first().click();
  }

  /** Chooses from the menu Sort: fields and directions, one after the other. */
  async sortBy(...choices: readonly string[]): Promise<void> {
    for (const choice of choices) {
      await this.page.getByRole('button', { name: /^Sort:/ }).click();
      await this.page.getByRole('menuitemradio', { name: choice, exact: true }).click();
    }
  }

  /** The names of all tiles on show, in their order. */
  async names(): Promise<readonly string[]> {
    const labels = await this.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.split(', ')[0] ?? '');
  }

  /** A short message in the corner. */
  news(words: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: words });
  }

  /** Waits until the picture of a tile is drawn, and answers its size in pixels. */
  async drawnSize(name: string): Promise<{ readonly width: number; readonly height: number }> {
    const picture = this.tile(name).locator('img');
    let size = { width: 0, height: 0 };
    // In one look: another picture may take its place at any time.
    const look = async (): Promise<number> => {
      size = await picture.evaluate(({ complete, naturalWidth, naturalHeight }: HTMLImageElement) =>
        complete ? { width: naturalWidth, height: naturalHeight } : { width: 0, height: 0 },
      );
      return size.width;
    };
    await expect.poll(look).toBeGreaterThan(0);
    return size;
  }

  /** Copies the link of a tile with the button of the inspector, and reads the system's clipboard. */
  async copyLink(name: string): Promise<string> {
    await this.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
    await this.tile(name).click();
    await this.page.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => this.app.clipboardText()).not.toBe('');
    return this.app.clipboardText();
  }

  /** Sends a command as the page would. */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandValue<N>>> {
    // `unknown`: TypeScript does not come to an end unboxing JSON in JSON.
    const sent: readonly [CommandName, unknown] = [name, input];
    return this.page.evaluate(
      ([command, value]) => (Reflect.get(window, 'flow') as Bridge).invoke(command, value as never),
      sent,
    ) as Promise<Result<CommandValue<N>>>;
  }

  async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandValue<N>> {
    const result = await this.ask(name, input);
    if (!result.ok) throw new Error(`${name} failed: ${result.failure.code} ${result.failure.detail ?? ''}`);
    return result.value;
  }

  async transferOf(name: string): Promise<TransferItem | undefined> {
    const { rows } = await this.call('transfers.rows', { start: 0, count: 500 });
    return rows.find((item) => item.name === name);
  }

  /** Reads the bucket again, after a test has changed it past the app. */
  async refresh(): Promise<void> {
    const { slices } = await this.call('app.snapshot', null);
    await this.call('library.refresh', { connectionId: slices.connections.activeId ?? '' });
  }

  /** Keeps a connection to a sandbox and opens it: all its files are on show. */
  async connect(address: SandboxAddress, changes: Partial<ConnectionDraft> = {}): Promise<ConnectionProfile> {
    const profile = await this.call('connections.save', { draft: draftOf(address, changes), replaces: null });
    await expect(this.library).toBeVisible();
    return profile;
  }
}

export function draftOf(address: SandboxAddress, changes: Partial<ConnectionDraft> = {}): ConnectionDraft {
  const { endpoint, bucket, publicBase, accessKeyId, secretAccessKey } = address;
  return {
    address: { kind: 'endpoint', endpoint, region: 'auto', style: 'path' },
    bucket,
    publicBase,
    accessKeyId,
    secret: { kind: 'typed', value: secretAccessKey },
    apiToken: { kind: 'none' },
    ...changes,
  };
}

function beginningWith(name: string): RegExp {
  return new RegExp(`^${escape(name)}(,|$)`);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface Fixtures {
  /** The sandbox of `sandbox`, seen past the app. */
  readonly bucket: Bucket;
  /** The app on the empty bucket of `sandbox`, library on show. */
  readonly desk: Desk;
}

export const test = base.extend<Fixtures>({
  bucket: async ({ sandbox }, use) => {
    const bucket = new Bucket(sandbox);
    await use(bucket);
    bucket.close();
  },

  desk: async ({ app, sandbox }, use) => {
    const desk = new Desk(app);
    await desk.connect(sandbox);
    await use(desk);
  },
});

export { expect } from './app';
