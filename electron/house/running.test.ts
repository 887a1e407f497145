import { afterEach, expect, it, vi } from 'vitest';
import type { Rooms } from './rooms';

const notices = vi.hoisted(() => ({ tellDamaged: vi.fn(), tellSetAside: vi.fn(), tellNotStarted: vi.fn() }));
vi.mock('../shell/set-aside-notice', () => notices);
const { start, stop } = await import('./running');

afterEach(() => vi.clearAllMocks());

/** All services of the house, each of which notes what it is told. */
function house(told: string[], stopping: AbortController, duringTransfers: () => void): Rooms {
  const says = (what: string) => async () => void told.push(what);
  const transfers = async () => {
    told.push('transfers');
    duringTransfers();
    return { setAside: null };
  };
  return {
    base: {
      log: { error: (_where: string, error: unknown) => void told.push(String(error)) },
      settings: { current: { language: 'en' } },
      documents: { damaged: [] },
      firstPaint: Promise.resolve(),
      stopping,
    },
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
  const later = ['tray', 'watch', 'local API', 'drags', 'pictures', 'updates'];
  expect(told).toEqual(['library', 'meter', 'transfers', 'generation', ...later]);
});

it('has the lists that a person adds to before the window is of use, and the rest after it', async () => {
  const told: string[] = [];
  let painted = (): void => undefined;
  const firstPaint = new Promise<void>((resolve) => (painted = resolve));
  const rooms = house(told, new AbortController(), () => undefined);
  const started = start({ ...rooms, base: { ...rooms.base, firstPaint } });
  await vi.waitFor(() => expect(told).toEqual(['library', 'meter', 'transfers', 'generation']));
  painted();
  await started;
  expect(told).toContain('updates');
});

it('begins nothing more once the app ends: a service would be asked, and a door opened, after they were closed', async () => {
  const told: string[] = [];
  const stopping = new AbortController();
  await start(house(told, stopping, () => stopping.abort()));
  expect(told).toEqual(['library', 'meter', 'transfers']);
});

function failing(what: string): () => Promise<never> {
  return () => Promise.reject(new Error(what));
}

it('costs nothing else where generation cannot be started, and says so once', async () => {
  const told: string[] = [];
  const rooms = house(told, new AbortController(), () => undefined);
  rooms.generation.generation.start = failing('closed');
  await start(rooms);
  const later = ['tray', 'watch', 'local API', 'drags', 'pictures', 'updates'];
  expect(told).toEqual(['library', 'meter', 'transfers', 'Error: closed', ...later]);
  expect(notices.tellNotStarted.mock.calls).toEqual([[['generation'], new Error('closed'), 'en']]);
});

it('begins nothing without the transfers that needs them: files would be removed that are still to go', async () => {
  const told: string[] = [];
  const rooms = house(told, new AbortController(), () => undefined);
  rooms.transfers.transfers.start = failing('closed');
  await start(rooms);
  expect(told).toEqual(['library', 'meter', 'Error: closed', 'tray', 'drags', 'pictures', 'updates']);
  const missing = ['transfers', 'generation', 'watch', 'localApi'];
  expect(notices.tellNotStarted.mock.calls).toEqual([[missing, new Error('closed'), 'en']]);
});

it('says nothing of a cache that cannot be cleared', async () => {
  const told: string[] = [];
  const rooms = house(told, new AbortController(), () => undefined);
  rooms.library.drags.clear = failing('held');
  await start(rooms);
  expect(told).toContain('updates');
  expect(notices.tellNotStarted).not.toHaveBeenCalled();
});

it('has the watched folders hear what arrives until no transfer is under way any more', async () => {
  const told: string[] = [];
  const says = (what: string) => async () => void told.push(what);
  const nothing = says('else');
  await stop({
    base: { stopping: new AbortController() },
    updates: { stop: nothing },
    secrets: { clipboard: { clear: nothing } },
    pictures: { decoder: { close: nothing }, shared: { close: nothing }, thumbnails: { close: nothing } },
    transfers: {
      workWatch: { stop: nothing },
      transfers: { stop: says('transfers') },
      watch: { stop: says('watch stops'), close: says('watch closes') },
    },
    localApi: { stop: nothing },
    generation: { generation: { stop: nothing } },
    library: { library: { close: nothing } },
    connections: { connections: { close: nothing }, sandbox: { stop: nothing } },
    network: { meter: { close: nothing } },
  } as unknown as Rooms);
  expect(told.filter((what) => what !== 'else')).toEqual(['watch stops', 'transfers', 'watch closes']);
});
