import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whileHeld } from '../../windows-files.test-support';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../../windows-files.test-support');
  return filesOfWindows(await original());
});

const NEVER = new AbortController().signal;

let world: World;
let folder: string;

beforeEach(async () => {
  world = await openWorld();
  folder = join(world.dir, 'down');
  await mkdir(folder);
});

afterEach(async () => {
  await world.close();
});

// One that is written when it is whole, and one that grows on the disk.
it.each([100, 3 * MIB])(
  'a file that a virus scanner holds for a moment on Windows is replaced by %i bytes',
  async (size) => {
    const target = join(folder, 'a.png');
    await writeFile(target, 'mine');
    const content = Buffer.alloc(size, 'flow');
    const contentMd5 = createHash('md5').update(content).digest('base64');
    const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
    const { etag } = await world.store.put('a.png', content, { ...headers, contentMd5, condition: 'none' }, NEVER);
    world.downloadRule = 'replace';
    await whileHeld(target, 2, async () => {
      const object = { key: 'a.png', size, etag, modified: 1, relativePath: 'a.png' };
      await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
      const { id } = world.transfers.rows(0, 1).rows[0]!;
      expect((await world.until(id, 'done', 'failed')).state.kind).toBe('done');
    });
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(['a.png']);
  },
);
