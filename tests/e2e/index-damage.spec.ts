import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Desk, expect, test } from '../support/desk';
import { noise, picture } from '../support/files';

const COUNT = 400;

function nameOf(n: number): string {
  return `file ${String(n).padStart(4, '0')}.txt`;
}

/** What somebody or a failing disk may do to the index. */
const DAMAGES: Readonly<Record<string, (database: string, columns: string) => void>> = {
  'cut in half': (database) => truncateSync(database, Math.floor(statSync(database).size / 2)),
  'cut to a few bytes': (database) => truncateSync(database, 100),
  emptied: (database) => truncateSync(database, 0),
  'written over': (database) => writeFileSync(database, noise(200_000)),
  'holed in its middle': (database) => {
    const size = statSync(database).size;
    writeFileSync(database, Buffer.alloc(Math.floor(size / 2), 1), { flag: 'r+' });
  },
  'left without its columns': (database, columns) => {
    truncateSync(columns, 5000);
    truncateSync(database, statSync(database).size - 4096);
  },
};

test(
  'an index that was cut, emptied or written over by hand is made again from the bucket',
  { tag: '@long' },
  async ({ app, bucket, problems }) => {
    test.slow();
    for (let from = 0; from < COUNT; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, n) => bucket.put(nameOf(from + n), Buffer.from('x'))));
    await bucket.put('picture.png', picture(1, 90, 60));
    let desk = new Desk(app);
    await desk.connect(bucket.address);
    await expect(desk.status).toContainText('401 objects');
    for (const [what, damage] of Object.entries(DAMAGES)) {
      await desk.app.quit();
      const index = path.join(app.launch.userDataDir, 'cache/index');
      const [dir = ''] = readdirSync(index);
      damage(path.join(index, dir, 'index.db'), path.join(index, dir, 'columns.bin'));
      desk = new Desk(await app.relaunch());
      await expect(desk.status, what).toHaveText(/401 objects(?!.*so far)/);
      const search = desk.page.getByRole('searchbox', { name: 'Search' });
      for (const name of [nameOf(0), nameOf(COUNT - 1), 'picture.png']) {
        await search.fill(name);
        await expect.poll(() => desk.names(), what).toEqual([name]);
      }
      expect(await desk.drawnSize('picture.png'), what).toEqual({ width: 90, height: 60 });
    }
    problems.length = 0;
  },
);

test(
  'an index that is cut while the app runs: it goes on, with everything that is in the bucket',
  { tag: '@long' },
  async ({ app, bucket, problems }) => {
    for (let from = 0; from < COUNT; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, n) => bucket.put(nameOf(from + n), Buffer.from('x'))));
    const desk = new Desk(app);
    await desk.connect(bucket.address);
    await expect(desk.status).toContainText('400 objects');
    const index = path.join(app.launch.userDataDir, 'cache/index');
    const [dir = ''] = readdirSync(index);
    truncateSync(path.join(index, dir, 'index.db'), 4096);
    await bucket.put('one more.txt', Buffer.from('x'));
    await desk.refresh();
    await expect(desk.status).toHaveText(/401 objects(?!.*so far)/);
    await desk.library.press('End');
    await desk.library.press('Home');
    await desk.page.getByRole('searchbox', { name: 'Search' }).fill('one more');
    await expect.poll(() => desk.names()).toEqual(['one more.txt']);
    problems.length = 0;
  },
);
