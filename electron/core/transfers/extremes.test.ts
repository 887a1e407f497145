import { chmod, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { R2_LIMITS } from '../../../shared/r2';
import { errnoOf } from './file-failure';
import { answer } from './fault-proxy.test-support';
import { partAt, planParts } from './part-plan';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const TIB = 1024 * 1024 * MIB;
const NEARLY_5_TIB = Math.floor(4.99 * TIB);
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** A file that is as large as it says, and takes no room on the disk; null where the file system has none so large. */
async function sparse(name: string, size: number): Promise<string | null> {
  const path = await world.file(name, 0);
  try {
    await truncate(path, size);
    return path;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    await rm(path);
    return null;
  }
}

describe('ten thousand parts', () => {
  it('of 16 MiB are enough for exactly 160,000 MiB; a byte more makes larger parts, not more of them', () => {
    expect(planParts(160_000 * MIB)).toMatchObject({ partSize: 16 * MIB, count: 10_000 });
    const more = planParts(160_000 * MIB + 1);
    expect(more).toMatchObject({ partSize: 17 * MIB, count: 9412 });
    expect(partAt(more, more.count).length).toBeLessThanOrEqual(more.partSize);
  });

  it('hold the largest object', () => {
    const plan = planParts(R2_LIMITS.maxObjectBytes);
    expect(plan.count).toBeLessThanOrEqual(R2_LIMITS.maxParts);
    const last = partAt(plan, plan.count);
    expect(last.offset + last.length).toBe(R2_LIMITS.maxObjectBytes);
  });
});

describe('a source of nearly 5 TiB', () => {
  it('is begun', async ({ skip }) => {
    const path = await sparse('disk.img', NEARLY_5_TIB);
    if (path === null) return skip('no sparse file of that size here');
    world.proxy.fault = ({ operation }) => (operation === 'CreateMultipartUpload' ? answer(403, 'AccessDenied') : null);
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    await vi.waitFor(() => expect(world.count('CreateMultipartUpload')).toBeGreaterThan(0));
    expect(planParts(NEARLY_5_TIB).count).toBeLessThanOrEqual(R2_LIMITS.maxParts);
  });

  // A part of nearly 5 TiB is half a GiB, which is read and hashed before it goes: one of 1 TiB shows as much.
  it('of 1 TiB goes in parts that will suffice', async ({ skip }) => {
    const path = await sparse('disk.img', TIB);
    if (path === null) return skip('no sparse file of that size here');
    world.proxy.fault = ({ operation }) => (operation === 'UploadPart' ? answer(403, 'AccessDenied') : null);
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    await vi.waitFor(() => expect(world.count('UploadPart')).toBeGreaterThan(0));
    // Whichever of those that are on their way came first.
    const [part] = world.proxy.seen.filter(({ operation }) => operation === 'UploadPart');
    const { partSize, count } = planParts(TIB);
    expect(part?.bytesUp).toBe(partSize);
    expect(count).toBeLessThanOrEqual(R2_LIMITS.maxParts);
  });

  it('of more than R2 takes is left out, and said', async ({ skip }) => {
    const path = await sparse('disk.img', 5 * TIB);
    if (path === null) return skip('no sparse file of that size here');
    const added = await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    expect(added.added).toBe(0);
    expect(added.skipped).toMatchObject([{ path, failure: { code: 'too-large' } }]);
  });
});

// Root may read everything.
describe.skipIf(process.getuid?.() === 0)('a permission that is lost', () => {
  it('on a source fails it by name, and it goes through once it is given again', async () => {
    const path = await world.file('secret.png', 'content');
    world.transfers.pause('all');
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    await chmod(path, 0);
    world.transfers.resume('all');
    const [item] = world.transfers.rows(0, 1).rows;
    const failed = await world.until(item?.id ?? '', 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'file-unreadable', action: 'retry' } });
    await chmod(path, 0o600);
    world.transfers.retry('all');
    await world.until(item?.id ?? '', 'done');
  });

  it('on the folder of a download fails it, and it goes through once it is given again', async () => {
    const source = await world.upload('a.png', 100);
    await world.until(source.id, 'done');
    const folder = join(world.dir, 'down');
    await writeFile(await world.file('../down/kept.txt', 1), 'kept');
    await chmod(folder, 0o500);
    const object = { key: 'a.png', size: 100, etag: '', modified: null, relativePath: 'a.png' };
    await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
    const [item] = world.transfers.rows(0, 1).rows;
    const failed = await world.until(item?.id ?? '', 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'folder-unwritable' } });
    await chmod(folder, 0o700);
    world.transfers.retry('all');
    await world.until(item?.id ?? '', 'done');
  });
});
