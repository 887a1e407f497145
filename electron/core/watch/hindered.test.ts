import type * as Files from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchHouse } from './watch.test-support';

const HOUR_MS = 3_600_000;

const disk = vi.hoisted(() => ({ onList: (_folder: string): void => undefined }));
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const readdir = async (...asked: Parameters<typeof files.readdir>) => {
    const entries = await files.readdir(...asked);
    disk.onList(String(asked[0]));
    return entries;
  };
  return { ...files, readdir };
});

let house: WatchHouse;
beforeEach(async () => {
  house = await WatchHouse.open();
});
afterEach(async () => {
  disk.onList = () => undefined;
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
