import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';

const COUNT = 300;

function nameOf(n: number): string {
  return `p ${String(n).padStart(4, '0')}.png`;
}

/** How far below the upper edge of the grid a tile begins, px; null where it is not drawn. */
async function heightOf(desk: Desk, name: string): Promise<number | null> {
  const [grid, tile] = [await desk.library.boundingBox(), await desk.tile(name).boundingBox()];
  return grid === null || tile === null ? null : Math.round(tile.y - grid.y);
}

/** The first tile whose line begins on the screen. */
async function topTile(desk: Desk): Promise<{ readonly top: string; readonly at: number }> {
  for (const name of await desk.names()) {
    const at = await heightOf(desk, name);
    if (at !== null && at >= 0) return { top: name, at };
  }
  throw new Error('Nothing is on the screen.');
}

test('what others put, delete and replace meanwhile: the place on the screen and the selection stay', async ({
  app,
  bucket,
}) => {
  test.slow();
  for (let from = 0; from < COUNT; from += 100)
    await Promise.all(Array.from({ length: 100 }, (_, n) => bucket.put(nameOf(from + n), picture(from + n))));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.status).toContainText('300 objects');
  await desk.sortBy('Name', 'Name, A to Z');
  await expect(desk.tile(nameOf(0))).toBeVisible();
  await desk.library.evaluate((grid) => (grid.scrollTop = grid.scrollHeight / 2));
  await expect(desk.tile(nameOf(0))).toBeHidden();
  // What is scrolled to is asked for.
  await expect.poll(async () => (await desk.names()).length).toBeGreaterThan(5);
  const shown = await desk.names();
  const middle = Math.floor(shown.length / 2);
  const [kept = '', gone = '', replaced = ''] = [middle, middle + 1, middle + 2].map((at) => shown[at] ?? '');
  for (const name of [kept, gone, replaced]) await desk.tile(name).click({ modifiers: ['ControlOrMeta'] });
  await expect(app.page.getByText('3 selected')).toBeVisible();
  await desk.drawnSize(replaced);
  const before = await topTile(desk);

  // Above what is on the screen: 40 more and 3 fewer; one of the selected goes, one becomes another.
  await Promise.all(Array.from({ length: 40 }, (_, n) => bucket.put(`a ${n}.png`, picture(n))));
  for (const n of [3, 4, 5]) await bucket.delete(nameOf(n));
  await bucket.delete(gone);
  await bucket.put(replaced, picture(7, 33, 22));
  await desk.refresh();
  await expect(desk.status).toContainText('336 objects');
  await expect(desk.tile(gone)).toBeHidden();
  // Perhaps in another column, since 37 more stand before it.
  await expect.poll(() => heightOf(desk, before.top)).toBe(before.at);
  await expect(app.page.getByText('2 selected')).toBeVisible();
  for (const name of [kept, replaced]) await expect(desk.tile(name)).toHaveAttribute('aria-selected', 'true');
  expect(await desk.drawnSize(replaced)).toEqual({ width: 33, height: 22 });

  await desk.library.press('Delete');
  const question = app.page.getByRole('dialog', { name: 'Delete these files?' });
  await expect(question).toContainText('2 objects');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(desk.status).toContainText('334 objects');
  const keys = await bucket.keys();
  for (const name of [kept, gone, replaced]) expect(keys).not.toContain(name);
  expect(keys).toHaveLength(334);
});
