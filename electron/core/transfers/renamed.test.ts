import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_UPLOADS } from '../../../shared/upload-settings';
import { answer } from './fault-proxy.test-support';
import { CONNECTION, openWorld, type World } from './world.test-support';

/** What goes to another name than it was meant for is under way like anything else. */

const NEVER = new AbortController().signal;
let world: World;
let release: () => void;

beforeEach(async () => {
  world = await openWorld();
  await world.until((await world.upload('a.png', 'the first')).id, 'done');
  const until = new Promise<void>((resolve) => (release = resolve));
  world.proxy.fault = ({ operation, key }) =>
    operation === 'PutObject' && key !== 'a.png' ? { kind: 'hold', until } : null;
});

afterEach(async () => {
  release();
  await world.close();
});

/** Until the file is being sent under its new name. */
async function sendBeside(): Promise<string> {
  world.rule = 'keep-both';
  const { id } = await world.upload('2/a.png', 'the second');
  await vi.waitFor(() => expect(world.proxy.seen.at(-1)).toMatchObject({ operation: 'PutObject', key: 'a-2.png' }));
  return id;
}

async function letGo(): Promise<void> {
  // Until the broken connection is known to the proxy.
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  await new Promise((resolve) => setTimeout(resolve, 200));
}

it('a cancel breaks it off, and leaves no object', async () => {
  world.transfers.cancel([await sendBeside()]);
  await letGo();
  await expect(world.store.head('a-2.png', NEVER)).rejects.toMatchObject({ failure: { code: 'no-such-key' } });
});

it('a pause holds it', async () => {
  const id = await sendBeside();
  world.transfers.pause([id]);
  await letGo();
  expect(world.transfers.item(id)?.state.kind).toBe('paused');
  world.transfers.resume([id]);
  await world.until(id, 'done');
});

it('many whose content makes their names are sent no more at once than others', async () => {
  world.uploads = { ...DEFAULT_UPLOADS, template: 'cas/{hash}.{ext}' };
  const before = world.count('PutObject');
  const paths = await Promise.all(Array.from({ length: 20 }, (_, n) => world.file(`${n}.png`, `picture ${n}`)));
  await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths });
  await vi.waitFor(() => expect(world.count('PutObject') - before).toBeGreaterThan(2));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(world.count('PutObject') - before).toBeLessThanOrEqual(5);
});

it('refusals add up although a content has made a name between them', async () => {
  world.uploads = { ...DEFAULT_UPLOADS, template: 'cas/{hash}.{ext}' };
  world.proxy.fault = ({ operation }) => (operation === 'PutObject' ? answer(403, 'AccessDenied') : null);
  for (const name of ['b.png', 'c.png']) await world.until((await world.upload(name, name)).id, 'failed');
  await world.upload('d.png', 'd.png');
  await vi.waitFor(() => expect(world.transfers.slice().summary.troubles).toMatchObject([{ kind: 'held' }]));
});
