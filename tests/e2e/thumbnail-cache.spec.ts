import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { Desk, expect, test } from '../support/desk';
import { noise } from '../support/files';

const MIB = 1024 * 1024;
/** The smallest cap that may be chosen. */
const CAP = 50 * MIB;
const OTHERS = 49;
const HOUR = 3600;

/** A picture whose thumbnail stays large. */
function grainy(seed: number): Buffer {
  return Buffer.from(encode({ width: 480, height: 360, data: noise(480 * 360 * 3, seed), channels: 3, depth: 8 }));
}

/** Thumbnails of other buckets, 1 MiB each, looked at hours ago: the first the longest. Answers their files. */
function others(folder: string): readonly string[] {
  return Array.from({ length: OTHERS }, (_, n) => {
    const hash = createHash('sha256').update(`other ${n}`).digest('hex').slice(0, 40);
    const file = path.join(folder, hash.slice(0, 2), `${hash}.webp`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, noise(MIB, n + 1));
    const usedAt = Date.now() / 1000 - (100 - n) * HOUR;
    utimesSync(file, usedAt, usedAt);
    return file;
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function bytesIn(folder: string): number {
  return filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
}

test(
  'a full cache: what was not looked at for longest goes, the page goes on showing pictures, the cap holds',
  { tag: '@long' },
  async ({ launch, bucket, folder }) => {
    test.slow();
    const userDataDir = path.join(folder, 'kept');
    const cache = path.join(userDataDir, 'cache/thumbnails');
    await bucket.put('first.png', grainy(100));
    const before = new Desk(await launch({ userDataDir }));
    await before.connect(bucket.address);
    await before.call('settings.update', { cacheMegabytes: CAP / MIB, tileSize: 120 });
    await before.drawnSize('first.png');
    const [first = ''] = filesIn(cache);
    await before.app.quit();
    // The longest ago of all: until it is looked at again.
    utimesSync(first, Date.now() / 1000 - 1000 * HOUR, Date.now() / 1000 - 1000 * HOUR);
    const filled = others(cache);

    const desk = new Desk(await launch({ userDataDir }));
    await desk.drawnSize('first.png');
    const names = Array.from({ length: 24 }, (_, n) => `n${n}.png`);
    for (const [n, name] of names.entries()) await bucket.put(name, grainy(n));
    await desk.refresh();
    await expect(desk.status).toContainText('25 objects');
    for (const name of [...names, 'first.png']) {
      expect(await desk.drawnSize(name)).toEqual({ width: 480, height: 360 });
    }
    await expect.poll(() => bytesIn(cache)).toBeLessThanOrEqual(CAP);
    const kept = new Set(filesIn(cache));
    expect(kept.has(first)).toBe(true);
    // The oldest went, the newest stayed, and none of the old outlived a newer one.
    const alive = filled.map((file) => kept.has(file));
    expect(alive[0]).toBe(false);
    expect(alive.at(-1)).toBe(true);
    expect(alive.lastIndexOf(false)).toBeLessThan(alive.indexOf(true));

    const again = new Desk(await desk.app.relaunch());
    for (const name of names.slice(-3)) {
      expect(await again.drawnSize(name)).toEqual({ width: 480, height: 360 });
    }
    expect(bytesIn(cache)).toBeLessThanOrEqual(CAP);
  },
);
