import type * as Files from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchHouse } from './watch.test-support';

const HOUR_MS = 3_600_000;

const disk = vi.hoisted(() => ({ onList: (_folder: string): void => undefined, closed: new Set<string>() }));
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const readdir = async (...asked: Parameters<typeof files.readdir>) => {
    const entries = await files.readdir(...asked);
    disk.onList(String(asked[0]));
    return entries;
  };
  /** As of a folder that is closed to this user, also where the tests run as one to whom nothing is. */
  const lstat = (path: string) => {
    if (!disk.closed.has(path)) return files.lstat(path);
    return Promise.reject(Object.assign(new Error(`EACCES: ${path}`), { code: 'EACCES' }));
  };
  return { ...files, readdir, lstat };
});

let house: WatchHouse;
beforeEach(async () => {
  house = await WatchHouse.open();
});
afterEach(async () => {
  disk.onList = () => undefined;
  disk.closed.clear();
  await house.close();
});

describe('a folder during whose look the computer sleeps', () => {
  /** Falls into the next look; `awake` comes before that look has ended. */
  const sleepWithin = async (awake: () => void): Promise<void> => {
    const slept = new Promise<void>((resolve) => {
      disk.onList = (folder) => {
        if (folder !== house.folder) return;
        disk.onList = () => undefined;
        house.ahead += 8 * HOUR_MS;
        awake();
        resolve();
      };
    });
    house.watch.lookNow(house.info.id);
    await slept;
  };

  it('goes on: that look did not take as long as it seems', async () => {
    await house.add();
    await sleepWithin(() => undefined);
    await house.write('a.png', 'a');
    await house.untilKeys('a.png');
  });

  it('is looked at anew as soon as the computer is awake', async () => {
    await house.add();
    const listed: string[] = [];
    await sleepWithin(() => {
      disk.onList = (folder) => listed.push(folder);
      house.watch.machineWoke();
    });
    // Sooner than any look that comes by itself.
    await vi.waitFor(() => expect(listed).toContain(house.folder), { timeout: 5000 });
  });
});

describe('a file that cannot be looked at', () => {
  it('while it is growing keeps no other from going, is told of, and goes once it can be', async () => {
    await house.add({ restSeconds: 60 });
    const path = await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.growing).toBe(1), { timeout: 20_000 });
    disk.closed.add(path);
    await house.write('b.png', 'b');
    await house.untilKeys('b.png');
    await vi.waitFor(() => expect(house.info.problem?.code).toBe('file-unreadable'), { timeout: 20_000 });
    disk.closed.clear();
    await house.untilKeys('a.png', 'b.png');
    await house.untilAtRest(2);
    expect(house.info.problem).toBeNull();
  });

  it('when the last run left it under way keeps no other from going, and is taken up once it can be', async () => {
    const { transfers } = house.world;
    await house.startOn({
      addPlanned: () => Promise.resolve([]),
      item: () => null,
      pause: () => undefined,
      cancel: () => undefined,
      subscribe: () => () => undefined,
    });
    await house.add();
    const path = await house.write('a.png', 'a');
    await house.write('b.png', 'b');
    await vi.waitFor(() => expect(house.info.underWay).toBe(2), { timeout: 20_000 });
    disk.closed.add(path);
    await house.startOn(transfers);
    await house.write('c.png', 'c');
    await house.untilKeys('b.png', 'c.png');
    const isLeft = { underWay: 1, problem: { code: 'file-unreadable' } };
    await vi.waitFor(() => expect(house.info).toMatchObject(isLeft), { timeout: 20_000 });
    disk.closed.clear();
    await house.untilKeys('a.png', 'b.png', 'c.png');
    await house.untilAtRest(3);
  });
});
