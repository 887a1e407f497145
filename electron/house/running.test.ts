import { expect, it, vi } from 'vitest';
import type { Rooms } from './rooms';

vi.mock('../shell/set-aside-notice', () => ({ tellDamaged: vi.fn(), tellSetAside: vi.fn() }));
const { start } = await import('./running');

/** All services of the house, each of which notes what it is told. */
function house(told: string[], stopping: AbortController, duringTransfers: () => void): Rooms {
  const says = (what: string) => async () => void told.push(what);
  const transfers = async () => {
    told.push('transfers');
    duringTransfers();
    return { setAside: null };
  };
  return {
    base: { log: {}, settings: {}, documents: { damaged: [] }, firstPaint: Promise.resolve(), stopping },
    tray: { look: says('tray') },
    network: { meter: { start: says('meter') } },
    transfers: { transfers: { start: transfers }, watch: { start: says('watch') } },
    generation: { generation: { start: says('generation') } },
    localApi: { start: says('local API') },
    library: { showActive: says('library'), drags: { clear: says('drags') } },
    pictures: { files: { prune: says('pictures') } },
    updates: { plan: says('updates') },
  } as unknown as Rooms;
}

it('starts one after the other', async () => {
  const told: string[] = [];
  await start(house(told, new AbortController(), () => undefined));
  const later = ['generation', 'watch', 'local API', 'drags', 'pictures', 'updates'];
  expect(told).toEqual(['library', 'tray', 'meter', 'transfers', ...later]);
});

it('begins nothing more once the app ends: a service would be asked, and a door opened, after they were closed', async () => {
  const told: string[] = [];
  const stopping = new AbortController();
  await start(house(told, stopping, () => stopping.abort()));
  expect(told).toEqual(['library', 'tray', 'meter', 'transfers']);
});
