import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as timers from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DownloadObject } from '../transfers-api';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

// The waits between the tries of one request are real ones, and there are many here.
vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof timers>();
  const setTimeout: typeof real.setTimeout = (ms, ...rest) => real.setTimeout(Math.min(ms ?? 0, 5), ...rest);
  return { ...real, setTimeout };
});

const NEVER = new AbortController().signal;
let world: World;

beforeEach(async () => {
  world = await openWorld();
  await mkdir(join(world.dir, 'down'));
});
afterEach(() => world.close());

async function stored(key: string, content: Buffer): Promise<DownloadObject> {
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const { etag } = await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  return { key, size: content.length, etag, modified: 1_700_000_000_000, relativePath: key };
}

it('a ZIP file with one object that is always broken fails in the end, however much of the others comes each time', async () => {
  const objects = [await stored('fine.png', randomBytes(3 * MIB)), await stored('broken.png', randomBytes(100))];
  world.proxy.fault = ({ operation, key }) =>
    operation === 'GetObject' && key === 'broken.png' ? { kind: 'reset' } : null;
  const path = join(world.dir, 'down', 'all.zip');
  await world.transfers.addZip({ connectionId: CONNECTION, path, prefix: 'trip/', objects });
  const [item] = world.transfers.rows(0, 1).rows;
  const failed = await world.until(item?.id ?? '', 'failed');
  expect(failed.state).toMatchObject({ failure: { code: 'connection-lost' } });
  const fetched = world.proxy.seen.filter(({ operation, key }) => operation === 'GetObject' && key === 'fine.png');
  expect(fetched.length).toBeLessThanOrEqual(10);
});
