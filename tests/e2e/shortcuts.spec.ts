import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { SHORTCUT_IDS, type ShortcutGroup, type ShortcutId, type ShortcutName } from '../../shared/shortcuts';
import { type Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { combinationsOf, pressCombination, pressShortcut } from '../support/shortcut-keys';

const CLIP = path.resolve(import.meta.dirname, '../../build/samples/first-light.mp4');

/** What a press is to do; what it opens is closed again. */
type Proofs<Group extends ShortcutGroup> = Readonly<
  Record<ShortcutName<Group>, (press: () => Promise<void>) => Promise<void>>
>;

/** Presses each combination of each shortcut of a group, and has it proven. */
async function prove<Group extends ShortcutGroup>(desk: Desk, group: Group, proofs: Proofs<Group>): Promise<void> {
  for (const [name, proof] of Object.entries<Proofs<Group>[ShortcutName<Group>]>(proofs))
    for (const combination of combinationsOf(`${group}.${name}` as ShortcutId))
      await test.step(`${group}.${name}: ${combination}`, () => proof(() => pressCombination(desk.page, combination)));
}

function sheetOf({ page }: Desk): Locator {
  return page.getByRole('dialog', { name: 'Keyboard shortcuts' });
}

async function opensAndCloses(desk: Desk, press: () => Promise<void>, opened: Locator): Promise<void> {
  await press();
  await expect(opened).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await expect(opened).toBeHidden();
}

test('the sheet lists every shortcut, also from the menu and the palette, and gives the focus back', async ({
  desk,
}) => {
  const { page, app } = desk;
  await desk.library.focus();
  await page.keyboard.press('?');
  await expect(sheetOf(desk).getByRole('term')).toHaveCount(SHORTCUT_IDS.length);
  await expect(sheetOf(desk).getByRole('definition').filter({ hasText: /^$/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(sheetOf(desk)).toBeHidden();
  await expect(desk.library).toBeFocused();
  await app.chooseMenuItem('open-shortcuts');
  await expect(sheetOf(desk)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheetOf(desk)).toBeHidden();
  await pressShortcut(page, 'app.open-palette');
  await page.getByRole('textbox', { name: 'Command palette' }).fill('shortcuts');
  await page.getByRole('button', { name: /^Keyboard shortcuts/ }).click();
  await expect(sheetOf(desk)).toBeVisible();
});

test('the Edit menu means the text that is edited, else the files', async ({ desk, bucket }) => {
  const { page, app } = desk;
  await bucket.put('a.png', picture());
  await bucket.put('b.png', picture());
  await desk.refresh();
  await expect(desk.tile('a.png')).toBeVisible();
  await expect(desk.tile('b.png')).toBeVisible();
  await desk.library.focus();
  await app.chooseMenuItem('select-all');
  await expect(desk.tile('a.png')).toHaveAttribute('aria-selected', 'true');
  await expect(desk.tile('b.png')).toHaveAttribute('aria-selected', 'true');
  await app.chooseMenuItem('copy');
  await expect.poll(() => app.clipboardText()).toMatch(/a\.png[^]*b\.png|b\.png[^]*a\.png/);
  await app.chooseMenuItem('undo');
  await expect(desk.news('Nothing to undo')).toBeVisible();
  await app.chooseMenuItem('delete');
  await expect(page.getByRole('dialog', { name: 'Delete these files?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await pressShortcut(page, 'app.find');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await page.keyboard.type('png');
  await app.chooseMenuItem('select-all');
  await app.chooseMenuItem('copy');
  await expect.poll(() => app.clipboardText()).toBe('png');
  await app.chooseMenuItem('delete');
  await expect(search).toHaveValue('');
  await app.chooseMenuItem('undo');
  await expect(search).toHaveValue('png');
});

test('a question mark is a letter where one types, and no key reaches past a question', async ({ desk, bucket }) => {
  const { page } = desk;
  await bucket.put('a.png', picture());
  await desk.refresh();
  await pressShortcut(page, 'app.find');
  await page.keyboard.press('?');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('?');
  await page.keyboard.press('Escape');
  await desk.tile('a.png').click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog')).toBeVisible();
  await pressShortcut(page, 'app.open-shortcuts');
  await pressShortcut(page, 'app.open-settings');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(desk.library).toBeVisible();
});

test('everywhere, each does what it says', async ({ desk, folder }) => {
  const { page, app } = desk;
  const search = page.getByRole('searchbox', { name: 'Search' });
  const screen = (name: string): Locator =>
    page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]', { hasText: name });
  const goes = (name: string) => async (press: () => Promise<void>) => {
    await press();
    await expect(screen(name)).toBeVisible();
  };
  await writeFiles(folder, { 'picked.png': picture(1), 'box/inside.png': picture(2) });
  await prove(desk, 'app', {
    'open-palette': (press) => opensAndCloses(desk, press, page.getByPlaceholder('Where to, or what to do?')),
    'open-generate': goes('Generate'),
    find: async (press) => {
      await press();
      await expect(search).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(desk.library).toBeFocused();
    },
    'upload-files': async (press) => {
      await app.stubOpenDialog([path.join(folder, 'picked.png')]);
      await press();
      await expect(desk.arrived('picked.png')).toBeVisible();
    },
    'upload-folder': async (press) => {
      await app.stubOpenDialog([path.join(folder, 'box')]);
      await press();
      await expect(desk.arrived('inside.png')).toBeVisible();
    },
    paste: async (press) => {
      await page.evaluate(async (base64) => {
        const blob = new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
      }, picture(3).toString('base64'));
      await press();
      await expect(desk.library.getByRole('gridcell', { name: /^pasted-/ })).toBeVisible();
    },
    'open-transfers': goes('Transfers'),
    'open-usage': goes('Usage'),
    'open-settings': goes('Settings'),
    'open-shortcuts': (press) => opensAndCloses(desk, press, sheetOf(desk)),
    'open-help': (press) => opensAndCloses(desk, press, page.getByRole('dialog', { name: 'Help', exact: true })),
    'open-library': goes('Library'),
  });
});

test('in the library, each does what it says', async ({ desk, bucket }) => {
  test.setTimeout(300_000);
  const { page, app } = desk;
  for (let n = 0; n < 9; n += 1) await bucket.put(`folder/${n}.png`, picture(n));
  await desk.refresh();
  await desk.openTop();
  await desk.tile('folder').dblclick();
  const opened = await app.keepFromBrowser();
  const selected = desk.library.locator('[role="gridcell"][aria-selected="true"]');
  const cursor = async (): Promise<string> => {
    const id = await desk.library.getAttribute('aria-activedescendant');
    return (await page.locator(`[id="${id}"]`).getAttribute('aria-label')) ?? '';
  };
  /** In the middle, from where every arrow leads on. */
  const start = async (): Promise<void> => {
    await desk.tile('4.png').click();
    await expect(selected).toHaveCount(1);
  };
  const from = (act: (press: () => Promise<void>) => Promise<void>) => async (press: () => Promise<void>) => {
    await start();
    await act(press);
  };
  const leaves = from(async (press) => {
    await press();
    await expect.poll(cursor).not.toMatch(/^4\.png/);
    await expect(selected).toHaveCount(1);
  });
  const asks = (name: string) => from((press) => opensAndCloses(desk, press, page.getByRole('dialog', { name })));
  const size = (): Promise<number> => desk.tile('4.png').evaluate((tile) => tile.getBoundingClientRect().width);
  const resizes = (larger: boolean) => async (press: () => Promise<void>) => {
    const before = await size();
    await press();
    await expect.poll(async () => Math.sign((await size()) - before)).toBe(larger ? 1 : -1);
  };
  await prove(desk, 'library', {
    move: leaves,
    screen: leaves,
    ends: leaves,
    extend: from(async (press) => {
      await press();
      await expect.poll(() => selected.count()).toBeGreaterThan(1);
    }),
    roam: from(async (press) => {
      await press();
      await expect.poll(cursor).not.toMatch(/^4\.png/);
      await expect(desk.tile('4.png')).toHaveAttribute('aria-selected', 'true');
    }),
    toggle: from(async (press) => {
      await press();
      await expect(selected).toHaveCount(0);
      await press();
      await expect(selected).toHaveCount(1);
    }),
    'select-all': from(async (press) => {
      await press();
      await expect(selected).toHaveCount(9);
    }),
    clear: from(async (press) => {
      await press();
      await expect(selected).toHaveCount(0);
    }),
    view: from((press) => opensAndCloses(desk, press, desk.viewer)),
    copy: from(async (press) => {
      await app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
      await press();
      await expect.poll(() => app.clipboardText()).toContain('folder/4.png');
    }),
    browse: from(async (press) => {
      await press();
      await expect.poll(opened).toEqual([expect.stringContaining('folder/4.png')]);
    }),
    edit: asks('Type, cache and metadata'),
    delete: asks('Delete this file?'),
    menu: from((press) => opensAndCloses(desk, press, page.getByRole('menu'))),
    larger: resizes(true),
    smaller: resizes(false),
    rename: from(async (press) => {
      await press();
      await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused();
      await page.keyboard.insertText('renamed');
      await page.keyboard.press('Enter');
      await expect(desk.tile('renamed.png')).toBeVisible();
    }),
    undo: async (press) => {
      await desk.library.focus();
      await press();
      await expect(desk.tile('4.png')).toBeVisible();
    },
    up: from(async (press) => {
      await press();
      await expect(desk.tile('folder')).toBeVisible();
      await desk.tile('folder').dblclick();
      await expect(desk.tile('4.png')).toBeVisible();
    }),
  });
});

test('in the viewer, each does what it says', async ({ desk, bucket }) => {
  const { page, app } = desk;
  await bucket.put('1-large.png', picture(1, 3000, 2000));
  await bucket.put('2-small.png', picture(2));
  await bucket.put('3-film.mp4', await readFile(CLIP));
  await desk.refresh();
  await desk.sortBy('Name', 'Name, A to Z');
  await expect.poll(() => desk.names()).toEqual(['1-large.png', '2-small.png', '3-film.mp4']);
  await desk.tile('1-large.png').dblclick();
  const shown = desk.viewer.getByRole('img', { name: '1-large.png' });
  await expect(shown).toHaveAttribute('data-state', 'there');
  const width = (): Promise<number> => shown.evaluate((img) => img.getBoundingClientRect().width);
  const toggles = async (press: () => Promise<void>) => {
    const full = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null);
    await press();
    await expect.poll(full).toBe(true);
    await press();
    await expect.poll(full).toBe(false);
  };
  await prove(desk, 'viewer', {
    actual: async (press) => {
      await press();
      await expect.poll(width).toBe(3000);
    },
    'zoom-in': async (press) => {
      await press();
      await expect.poll(width).toBeGreaterThan(3000);
    },
    'zoom-out': async (press) => {
      await press();
      await expect.poll(width).toBeCloseTo(3000);
    },
    fit: async (press) => {
      await press();
      await expect.poll(width).toBeLessThan(2500);
    },
    'copy-picture': async (press) => {
      await app.electron.evaluate(({ clipboard }) => clipboard.clear());
      await press();
      await expect.poll(() => app.clipboardPicture()).toEqual({ width: 3000, height: 2000 });
    },
    'copy-link': async (press) => {
      await app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
      await press();
      await expect.poll(() => app.clipboardText()).toContain('1-large.png');
    },
    delete: async (press) => {
      const question = page.getByRole('dialog', { name: 'Delete this file?' });
      await press();
      // By then the viewer leaves the Escape to it; nobody is quicker by hand.
      await expect(question.locator(':focus')).toHaveCount(1);
      await page.keyboard.press('Escape');
      await expect(question).toBeHidden();
      await expect(desk.viewer).toBeVisible();
    },
    info: async (press) => {
      const info = desk.viewer.getByRole('complementary', { name: 'Information' });
      await press();
      await expect(info).toContainText('image/png');
      await press();
      await expect(info).toBeHidden();
    },
    'full-screen': toggles,
    next: async (press) => {
      await press();
      await expect(desk.viewer).toContainText('2 of 3');
    },
    previous: async (press) => {
      await press();
      await expect(desk.viewer).toContainText('1 of 3');
    },
    space: async (press) => {
      await press();
      await expect(desk.viewer).toBeHidden();
      await desk.tile('3-film.mp4').dblclick();
      const paused = (): Promise<boolean> =>
        desk.viewer.locator('video').evaluate((video: HTMLVideoElement) => video.paused);
      // It plays by itself as soon as it can.
      await expect.poll(paused).toBe(false);
      await press();
      await expect.poll(paused).toBe(true);
    },
    close: async (press) => {
      await press();
      await expect(desk.viewer).toBeHidden();
    },
  });
  await desk.tile('1-large.png').dblclick();
  await expect(desk.viewer).toBeVisible();
  await pressShortcut(page, 'app.find');
  await expect(desk.viewer).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
});

test('in Generate and in Transfers, each does what it says', async ({ desk, folder }) => {
  const { page } = desk;
  await desk.goTo('Generate');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a quiet lake');
  await prove(desk, 'generate', {
    generate: async (press) => {
      await press();
      await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveCount(1);
    },
  });
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveAccessibleName(/, Done$/);
  await desk.call('transfers.pause', { which: 'all' });
  await desk.goTo('Library');
  const names = ['1.png', '2.png', '3.png'];
  const files = await writeFiles(folder, Object.fromEntries(names.map((name, n) => [name, picture(n)])));
  await desk.app.dropFiles(desk.library, files);
  await expect(desk.tiles).toHaveCount(4);
  await desk.goTo('Transfers');
  const order = async (): Promise<readonly string[]> => {
    const labels = await page
      .getByRole('list', { name: 'Transfers' })
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.split(', ')[0] ?? '').filter((name) => names.includes(name));
  };
  // All are shown newest first; what is active, in the order in which it is done.
  await page.getByText(/^Active/).click();
  await expect.poll(async () => (await order()).length).toBe(3);
  const [first = '', second = '', third = ''] = await order();
  await desk.transfer(first).getByRole('button').last().focus();
  const moves =
    (...wanted: readonly string[]) =>
    async (press: () => Promise<void>) => {
      await press();
      await expect.poll(order).toEqual(wanted);
    };
  await prove(desk, 'transfers', {
    last: moves(second, third, first),
    up: moves(second, first, third),
    first: moves(first, second, third),
    down: moves(second, first, third),
  });
});
