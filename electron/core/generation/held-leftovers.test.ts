import { existsSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { TestApp } from './test-app.test-support';

const { disk } = vi.hoisted(() => ({ disk: { isHeld: false } }));

/** As on Windows, where nothing is removed that another program uses. */
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const unlessHeld = (remove: (...args: never[]) => Promise<void>) =>
    vi.fn((...args: never[]) =>
      disk.isHeld ? Promise.reject(Object.assign(new Error('EBUSY: held'), { code: 'EBUSY' })) : remove(...args),
    );
  return { ...files, rm: unlessHeld(files.rm), unlink: unlessHeld(files.unlink) };
});

test('what another program holds of the last run keeps nothing from starting, and is gone once it is let go of', async () => {
  const app = await TestApp.create();
  const left = ['programs/run/a.png', 'outbox/id0.png.part', 'references/a.png'].map((name) =>
    path.join(app.root, name),
  );
  try {
    for (const file of left) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, 'left');
    }
    disk.isHeld = true;
    await app.quit(await app.launch());
    expect(left.filter((file) => existsSync(file))).toEqual(left);
    disk.isHeld = false;
    await app.quit(await app.launch());
    expect(left.filter((file) => existsSync(file))).toEqual([]);
  } finally {
    disk.isHeld = false;
    await app.close();
  }
});
