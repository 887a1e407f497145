import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerOtherwise, closeApp, found, press, rendered, says, type Sent, showApp } from '../app-page.test-support';
import { drop } from '../../shared/drop';
import type { FakeApp } from '../fake/app';
import { navigate, openFolder } from '../navigation';
import { confirm } from './confirm';
import { openBucket } from './open-bucket';

afterEach(() => {
  closeApp();
  vi.restoreAllMocks();
});

interface Dragged {
  readonly types: readonly string[];
  readonly files: readonly File[];
}

/** `into`: what the pointer goes on to; nothing where it leaves the window. */
function drag(
  name: string,
  { types, files }: Dragged,
  target: EventTarget = window,
  into: EventTarget | null = null,
): Event {
  const event = new Event(name, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types, files, dropEffect: 'none' }, relatedTarget: into });
  target.dispatchEvent(event);
  return event;
}

function paste(files: readonly File[], target: EventTarget): void {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { files } });
  target.dispatchEvent(event);
}

const PICTURES: Dragged = { types: ['Files'], files: [new File(['x'], 'a.png'), new File(['y'], 'holiday')] };
const TEXT: Dragged = { types: ['text/plain'], files: [] };
const overlay = (): Element | null => document.querySelector('[data-testid="drop-overlay"]');

async function added(sent: readonly Sent[], name: Sent['name']): Promise<unknown> {
  return (await found(() => sent.find((one) => one.name === name))).input;
}

/** A page has no layout here; the grid is told that it has room for tiles. */
async function showTiles(prepare: (app: FakeApp) => void = () => undefined): Promise<readonly Sent[]> {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  return showApp('quiet', prepare);
}

/** Each upload is shown before it starts. */
function showsUploads({ state }: FakeApp): void {
  const { settings } = state.slices;
  state.set('settings', { ...settings, uploads: { ...settings.uploads, preview: 'always' } });
}

describe('a drop on the window', () => {
  it('goes into the folder on show, on every screen', async () => {
    const sent = await showApp('quiet');
    openFolder('press-kit/');
    navigate('usage');
    drag('dragenter', PICTURES);
    expect((await found(overlay)).textContent).toContain('11flow-media / press-kit');
    drag('drop', PICTURES);
    expect(await added(sent, 'transfers.addPaths')).toEqual({
      connectionId: 'c1',
      prefix: 'press-kit/',
      paths: ['/pictures/a.png', '/pictures/holiday'],
      choices: null,
    });
    await found(() => (overlay() === null ? true : null));
  });

  it('tells the bucket that it goes to, though another one is open when all of it has been found', async () => {
    await showApp('quiet', ({ state }) => {
      const { connections } = state.slices;
      const others = connections.profiles.map((one) => ({ ...one, id: 'c2', bucket: 'archive' }));
      state.set('connections', { ...connections, profiles: [...connections.profiles, ...others] });
    });
    answerOtherwise('transfers.addPaths', async (usual) => {
      await openBucket('c2');
      return usual();
    });
    drag('drop', PICTURES);
    await says('on the way to 11flow-media');
  });

  it('waits for the one before it, where that is shown before it is uploaded', async () => {
    const sent = await showApp('quiet', showsUploads);
    const queued = (): readonly unknown[] => sent.filter(({ name }) => name === 'transfers.addPaths');
    const upload = async (count: number): Promise<void> => {
      const one = await found(() =>
        [...document.querySelectorAll('button')].find(
          ({ textContent, disabled }) => !disabled && /^Upload \d+ files?$/.test(textContent ?? ''),
        ),
      );
      one.click();
      await found(() => (queued().length === count ? true : null));
    };
    drag('drop', { types: ['Files'], files: [new File(['x'], 'a.png')] });
    await says('Upload to 11flow-media');
    drag('drop', { types: ['Files'], files: [new File(['y'], 'b.png')] });
    await rendered();
    await upload(1);
    await upload(2);
    expect(queued()).toMatchObject([
      { input: { paths: ['/pictures/a.png'] } },
      { input: { paths: ['/pictures/b.png'] } },
    ]);
  });

  it('is shown before the viewer, which does not hear the Escape that closes it', async () => {
    // happy-dom has no full screen.
    Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
    await showTiles(showsUploads);
    const viewer = (): Element | null => document.querySelector('[data-viewer]');
    const dialog = (): Element | null => document.querySelector('[aria-modal="true"]:not([data-viewer])');
    const levelOf = (one: Element | null): number =>
      Number(one?.closest<HTMLElement>('.mantine-Modal-root')?.style.getPropertyValue('--mb-z-index'));
    const file = await found(() => document.querySelector('[data-index]:not([data-drop-prefix])'));
    file.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await found(viewer);
    drag('drop', PICTURES);
    await found(dialog);
    expect(levelOf(dialog())).toBeGreaterThan(levelOf(viewer()));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await found(() => (dialog() === null ? true : null));
    expect(viewer()).not.toBeNull();
  });

  it('is refused, with a word, when it is no file', async () => {
    const sent = await showApp('quiet');
    drag('dragenter', TEXT);
    await rendered();
    expect(overlay()).toBeNull();
    expect(drag('drop', TEXT).defaultPrevented).toBe(true);
    await says('That is not a file');
    expect(sent.some(({ name }) => name.startsWith('transfers.add'))).toBe(false);
  });

  it('is left to a form that takes a picture to start from', async () => {
    const sent = await showApp('studio');
    navigate('generate');
    const form = await found(() => document.querySelector('form[data-takes-files]'));
    const moon: Dragged = { types: ['Files'], files: [new File(['x'], 'moon.png', { type: 'image/png' })] };
    drag('dragenter', moon, form);
    await says('Drop it to start from it');
    expect(overlay()).toBeNull();
    drag('drop', moon, form);
    await says('moon.png');
    expect(sent.some(({ name }) => name === 'transfers.addPaths')).toBe(false);
  });

  it('ends at the edge of the window, also where what lay under the pointer has gone meanwhile', async () => {
    await showApp('quiet');
    const tile = document.createElement('div');
    document.body.append(tile);
    drag('dragenter', PICTURES, tile);
    await found(overlay);
    tile.remove();
    drag('dragenter', PICTURES, document.body);
    drag('dragleave', PICTURES, tile, document.body);
    drag('dragleave', PICTURES, document.body);
    await found(() => (overlay() === null ? true : null));
  });

  it('goes on from one element to the next', async () => {
    await showApp('quiet');
    drag('dragenter', PICTURES, document.body);
    await found(overlay);
    drag('dragleave', PICTURES, document.body, window);
    await rendered();
    expect(overlay()).not.toBeNull();
    drag('dragleave', PICTURES, document.body);
    await found(() => (overlay() === null ? true : null));
  });

  it('is none when it began in the page itself', async () => {
    const sent = await showApp('quiet');
    window.dispatchEvent(new Event('dragstart'));
    drag('dragenter', PICTURES);
    drag('drop', PICTURES);
    window.dispatchEvent(new Event('dragend'));
    await rendered();
    expect(overlay()).toBeNull();
    expect(sent.some(({ name }) => name === 'transfers.addPaths')).toBe(false);
  });
});

describe('a drag of the page itself', () => {
  /** Begins on the first tile, which scrolls away meanwhile. */
  async function dragTile(): Promise<Element> {
    const tile = await found(() => document.querySelector('[role="grid"] [data-index="0"]'));
    const event = new Event('dragstart', { bubbles: true, cancelable: true });
    const dataTransfer = { types: [], setData: () => undefined, setDragImage: () => undefined };
    tile.dispatchEvent(Object.assign(event, { dataTransfer }));
    expect(event.defaultPrevented).toBe(false);
    tile.remove();
    return tile;
  }

  const folder = (): Promise<Element> => found(() => document.querySelector('[data-drop-prefix="press-kit/"]'));

  it('is over with its end, though the tile that it began on has gone', async () => {
    const sent = await showTiles();
    (await dragTile()).dispatchEvent(new Event('dragend', { bubbles: true }));
    drag('drop', PICTURES, await folder());
    expect(await added(sent, 'transfers.addPaths')).toMatchObject({ prefix: 'press-kit/' });
    expect(sent.some(({ name }) => name === 'library.moveTo')).toBe(false);
  });

  it('is over, without any end, when the pointer moves with no button pressed', async () => {
    const sent = await showTiles();
    await dragTile();
    window.dispatchEvent(new PointerEvent('pointermove', { buttons: 0 }));
    drag('drop', PICTURES, await folder());
    expect(await added(sent, 'transfers.addPaths')).toMatchObject({ prefix: 'press-kit/' });
    expect(sent.some(({ name }) => name === 'library.moveTo')).toBe(false);
  });

  it('moves nothing where files are dropped', async () => {
    const sent = await showTiles();
    await dragTile();
    drag('drop', PICTURES, await folder());
    await rendered();
    expect(sent.some(({ name }) => name === 'library.moveTo')).toBe(false);
  });
});

describe('a paste', () => {
  it('sends a picture that has no path by its bytes', async () => {
    const sent = await showApp('quiet');
    paste([new File([new Uint8Array([1, 2])], 'clipboard.png', { type: 'image/png' })], document.body);
    expect(await added(sent, 'transfers.addPasted')).toEqual({
      connectionId: 'c1',
      prefix: '',
      contentType: 'image/png',
      bytes: new Uint8Array([1, 2]),
    });
  });

  it('waits like all else while a question is open', async () => {
    const sent = await showApp('quiet');
    drop(confirm({ title: 'Delete this file?', text: 'It is gone then.', confirm: 'Delete' }));
    await says('Delete this file?');
    paste([new File(['x'], 'clipboard.png', { type: 'image/png' })], document.body);
    await rendered();
    expect(sent.some(({ name }) => name === 'transfers.addPasted')).toBe(false);
    await press('Cancel');
  });

  it('is left to the field that has the focus', async () => {
    const sent = await showApp('quiet');
    const field = document.createElement('input');
    document.body.append(field);
    paste([new File(['x'], 'clipboard.png', { type: 'image/png' })], field);
    await rendered();
    expect(sent.some(({ name }) => name === 'transfers.addPasted')).toBe(false);
  });
});
