import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONNECTION, openWorld, type World } from './world.test-support';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function folderOf(count: number): Promise<string> {
  const folder = join(world.dir, 'many');
  await mkdir(folder);
  for (let n = 0; n < count; n++) await writeFile(join(folder, `${String(n).padStart(4, '0')}.txt`), `file ${n}`);
  return folder;
}

describe('what the page is told', () => {
  it('never is more than 200 items at once, and a revision says when there are more', async () => {
    world.transfers.pause('all');
    const before = world.transfers.slice().revision;
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [await folderOf(300)] });
    await vi.waitFor(() => expect(world.slices.at(-1)?.summary.counts.queued).toBe(300));
    expect(Math.max(...world.slices.map((slice) => slice.changed.length))).toBeLessThanOrEqual(200);
    expect(world.slices.at(-1)?.revision).toBeGreaterThan(before);
    const { total, rows } = world.transfers.rows(10, 5);
    expect(total).toBe(300);
    expect(rows.map((row) => row.name)).toEqual(['0289.txt', '0288.txt', '0287.txt', '0286.txt', '0285.txt']);
  });

  it('adds up while files come and go, and the bar never runs back', async () => {
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [await folderOf(60)] });
    await vi.waitFor(() => expect(world.slices.at(-1)?.summary.counts.done).toBe(60), 20_000);
    const moved = world.slices.map((slice) => slice.summary.movedBytes);
    expect(moved).toEqual([...moved].sort((a, b) => a - b));
    const { summary } = world.transfers.slice();
    expect(summary.totalBytes).toBe(summary.movedBytes);
    expect(summary).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
  });

  it('is an answer of its own when nothing can be added', async () => {
    await mkdir(join(world.dir, 'empty'));
    const request = { connectionId: CONNECTION, prefix: '', paths: [join(world.dir, 'empty')] };
    await expect(world.transfers.addPaths(request)).rejects.toThrow('nothing-to-add');
    await expect(world.transfers.addPaths({ ...request, connectionId: 'other' })).rejects.toThrow('no-connection');
  });

  it('names the files that were left out, and why', async () => {
    const good = await world.file('good.png', 10);
    const added = await world.transfers.addPaths({
      connectionId: CONNECTION,
      prefix: '',
      paths: [good, `${good}-gone`],
    });
    expect(added).toMatchObject({ added: 1, skippedCount: 1 });
    expect(added.skipped.map((one) => one.failure.code)).toEqual(['file-missing']);
  });
});
