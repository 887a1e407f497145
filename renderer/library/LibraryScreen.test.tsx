import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Spotlight } from '@mantine/spotlight';
import { act, type ReactNode, useEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge, CommandName, StateEvent } from '../../shared/contract';
import { failure } from '../../shared/failure';
import { NO_GENERATION } from '../../shared/generation-state';
import { EMPTY_LIBRARY, type LibraryRow, type LibraryState, type LibraryView } from '../../shared/library';
import { DEFAULT_SETTINGS } from '../../shared/settings';
import type { AppSnapshot } from '../../shared/state';
import { EMPTY_TRANSFER_SUMMARY, type TransferItem } from '../../shared/transfer';
import { LOCAL_API_OFF } from '../../shared/local-api';
import { UPDATES_OFF } from '../../shared/updates';
import { EMPTY_USAGE } from '../../shared/usage';
import { EMPTY_WATCH } from '../../shared/watch';
import { installBridge } from '../bridge';
import { startI18n } from '../i18n';
import { LinkDialogs } from '../links/LinkDialogs';
import { askReceive, askShare } from '../links/requests';
import { connectMirror } from '../mirror';
import { focusSearch, openFolder, resetNavigation, revealAsset } from '../navigation';
import { ObjectDialogs } from '../objects/ObjectDialogs';
import { askEdit, askTarget } from '../objects/requests';
import { confirm } from '../ui/confirm';
import { ReplaceKeysDialog } from '../ui/ReplaceKeysDialog';
import { showReplaceKeys } from '../ui/replace-keys';
import { palette, paletteStore } from '../ui/palette';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import { PassphraseDialogs } from '../ui/PassphraseDialogs';
import { LibraryScreen } from './LibraryScreen';
import { PageCache } from './page-cache';
import { clearFilters, filterKinds, readChoices, resetPlace, showFlat } from './place';
import { assetRow, folderRow } from './test-rows';

const connection = {
  id: 'c1',
  name: 'pictures',
  address: { kind: 'sandbox' },
  bucket: 'pictures',
  publicBase: null,
  publicDomains: [],
  accessKeyId: '',
  secret: 'stored',
  apiToken: 'none',
  rights: { write: null, delete: null, listBuckets: null },
  createdAt: 0,
  keysSince: 0,
  keysRemindedAt: null,
  keysTerm: null,
  apiTokenTerm: null,
  reachAccepted: false,
} as const;

function snapshot(library: Partial<LibraryState>): AppSnapshot {
  const complete = { kind: 'complete', at: 1, requests: 1 } as const;
  return {
    sequence: 0,
    app: { version: '0', platform: 'linux', electron: '0', systemLocale: 'en' },
    slices: {
      settings: { ...DEFAULT_SETTINGS, inspectorOpen: inspecting, viewerInfoOpen: inspecting },
      connections: { profiles: [connection], activeId: 'c1', storage: { kind: 'session-only' } },
      library: { ...EMPTY_LIBRARY, connectionId: 'c1', revision: 1, scan: complete, ...library },
      transfers: { summary: EMPTY_TRANSFER_SUMMARY, revision: 0, regrouped: 0, changed: [], listings: [] },
      generation: NO_GENERATION,
      check: null,
      usage: EMPTY_USAGE,
      watch: EMPTY_WATCH,
      localApi: LOCAL_API_OFF,
      updates: UPDATES_OFF,
    },
  };
}

interface Asked {
  readonly name: CommandName;
  readonly input: unknown;
}

/** The rows that have come since `install`, before those that it tells of. */
let arrived: readonly LibraryRow[] = [];
let revision = 1;
/** Where a name that is typed begins, and the other files of the name of any. */
let sought: number | null = null;
let namesakes: readonly LibraryRow[] = [];
/** Nobody is told where a file stands before this. */
let placesKnown: Promise<void> = Promise.resolve();
let tell: (event: StateEvent) => void = () => undefined;

/** Rows come before those that are there. */
async function arrive(rows: readonly LibraryRow[]): Promise<void> {
  arrived = rows;
  revision += 1;
  const { library } = snapshot({ revision }).slices;
  await act(async () => tell({ sequence: revision, kind: 'slice', slice: 'library', value: library }));
}

const newcomers = (count: number): LibraryRow[] => Array.from({ length: count }, (_, i) => assetRow(`new-${i}`));

/** A bucket of `count` rows, of which `rowAt` tells each; searches are never answered. */
function install(count: number, rowAt: (index: number) => LibraryRow, library: Partial<LibraryState> = {}): Asked[] {
  const asked: Asked[] = [];
  arrived = [];
  revision = 1;
  const answer = (name: CommandName, input: unknown): unknown => {
    const total = count + arrived.length;
    if (name === 'app.snapshot') return snapshot({ objectCount: total, ...library });
    if (name === 'library.summary') return { revision, rowCount: total, objectCount: total, totalBytes: 5_000 };
    if (name === 'library.measure') return { count: measured, totalBytes: measured * 1_000 };
    if (name === 'library.delete') return { deleted: measured, failed: [], failedCount: 0, stopped: false };
    if (name === 'library.gone' || name === 'library.folders') return [];
    if (name === 'library.moveTo' || name === 'library.copyTo' || name === 'library.editHeaders') return SENT;
    if (name === 'library.headers') return SEEN;
    if (name === 'library.position') return positionOf(input as { view: LibraryView; assetId: string });
    if (name === 'library.seek') return sought;
    if (name === 'library.namesakes') return { count: namesakes.length, rows: namesakes };
    if (name === 'links.copy') return COPIED;
    if (name === 'links.of') return COPIED.first;
    if (name !== 'library.rows') return null;
    const { start, count: wanted } = input as { start: number; count: number };
    const length = Math.max(0, Math.min(wanted, total - start));
    const rows = Array.from({ length }, (_, i) => arrived[start + i] ?? rowAt(start + i - arrived.length));
    return { revision, rows };
  };
  const bridge: Bridge = {
    invoke: async (name, input) => {
      asked.push({ name, input });
      if (isSearch(input)) return new Promise(() => undefined);
      if (name === 'library.position') await placesKnown;
      return { ok: true, value: answer(name, input) };
    },
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
    pathOfFile: () => '',
  };
  installBridge(bridge);
  return asked;
}

function positionOf({ view, assetId }: { view: LibraryView; assetId: string }): number | null {
  const isShown = view.kinds.length === 0 || view.kinds.includes('image');
  const number = /\d+/.exec(assetId);
  return isShown && number !== null ? Number(number[0]) + arrived.length : null;
}

function isSearch(input: unknown): boolean {
  const view = (input as { view?: LibraryView } | null)?.view;
  return view !== undefined && view.search !== '';
}

const SENT = { added: 1, skipped: [], skippedCount: 0, undoId: null };
const SEEN = { read: 1, more: true, contentType: ['image/png'], cacheControl: [''], metadata: [] };
const COPIED = { copied: 1, signed: 0, unreachable: 0, until: null, first: { kind: 'public', url: 'https://a.b/c' } };
const FOLDER = { kind: 'folders', connectionId: 'c1', prefixes: ['in/'] } as const;
const SUBJECT = { connectionId: 'c1', parts: [FOLDER], only: null, prefix: '' };

/** Another file of the same name, in the inspector. */
const OTHERS = 'section[aria-label="Other files of this name"] button';

let root: Root;
/** Objects in whatever is measured. */
let measured = 1;
/** The inspector, and the information in the viewer, are open. */
let inspecting = false;

/** `before`: what is drawn before the library, and so hears keys before it. */
async function show(before?: ReactNode): Promise<void> {
  await connectMirror();
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  await act(async () => {
    root.render(
      <MantineProvider env="test">
        <ModalsProvider>
          {before}
          <LibraryScreen />
          <ObjectDialogs />
        </ModalsProvider>
      </MantineProvider>,
    );
  });
}

/** In a window React draws between two listeners to one key. */
function DrawsBetween() {
  useEffect(() => {
    const draw = (): void => flushSync(() => undefined);
    window.addEventListener('keydown', draw, { capture: true });
    return () => window.removeEventListener('keydown', draw, { capture: true });
  }, []);
  return null;
}

async function settled(check: () => void): Promise<void> {
  await vi.waitFor(async () => {
    await act(async () => undefined);
    check();
  });
}

function grid(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[role="grid"]');
  if (found === null) throw new Error('There is no grid.');
  return found;
}

function keyDown(key: string, more: KeyboardEventInit = {}): void {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(async () => keyDown(key, more));
}

function searchField(): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (found === null) throw new Error('There is no search field.');
  return found;
}

async function type(field: HTMLInputElement | null, text: string): Promise<void> {
  await act(async () => {
    // React hears only of values that were not set through its own property.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const search = (text: string): Promise<void> => type(searchField(), text);

const labels = (): string[] =>
  [...document.querySelectorAll('[role="gridcell"]')].map((cell) => cell.getAttribute('aria-label') ?? '');

async function agree(): Promise<void> {
  await act(async () =>
    document
      .querySelector('[role="dialog"] form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
  );
}

beforeEach(async () => {
  measured = 1;
  inspecting = false;
  sought = null;
  namesakes = [];
  placesKnown = Promise.resolve();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // The page has no layout here; the grid is told that it is 1,000 by 800.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  await startI18n('en');
});

afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  resetNavigation();
  resetPlace();
});

describe('the library', () => {
  it('tells the truth about a million rows and draws only a few of them', async () => {
    install(1_000_000, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels()[0]).toMatch(/^picture-0\.png, Image, 1 kB/));
    const columns = Number(grid().getAttribute('aria-colcount'));
    expect(grid().getAttribute('aria-rowcount')).toBe(String(Math.ceil(1_000_000 / columns)));
    expect(labels().length).toBeLessThan(100);
    expect(document.querySelector('[role="status"]')?.textContent).toBe('1,000,000 objects · 5 kB');
  });

  it('goes to the last of a million by one key, with the focus following', async () => {
    install(1_000_000, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBeGreaterThan(0));
    await press('End');
    await settled(() => {
      const active = document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');
      expect(active?.getAttribute('aria-label')).toMatch(/^picture-999999\.png/);
      expect(active?.getAttribute('aria-selected')).toBe('true');
    });
  });

  it('opens a folder by Enter and goes up again by Backspace', async () => {
    install(1, () => folderRow('press-kit/'));
    await show();
    await settled(() => expect(labels()[0]).toBe('press-kit, Folder, 3 objects'));
    await press('ArrowDown');
    await press('Enter');
    const here = (): string | null | undefined => document.querySelector('[aria-current="page"]')?.textContent;
    await settled(() => expect(here()).toBe('press-kit'));
    await press('Backspace');
    await settled(() => expect(here()).toBe('pictures'));
  });

  describe('the viewer, when something stands before it', () => {
    afterEach(() => {
      showReplaceKeys(null);
      showPassphraseDialog('closed');
    });

    // happy-dom has no full screen.
    beforeEach(() => void Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true }));

    const viewer = (): Element | null => document.querySelector('[data-viewer]');
    const asked = (): Element | null => document.querySelector('[aria-modal="true"]:not([data-viewer])');
    const levelOf = (dialog: Element | null): number =>
      Number(dialog?.closest<HTMLElement>('.mantine-Modal-root')?.style.getPropertyValue('--mb-z-index'));
    const escape = (): Promise<void> =>
      act(async () => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      });

    const dialogs: readonly (readonly [name: string, open: () => void, drawnBy: ReactNode])[] = [
      ['a question for new keys', () => showReplaceKeys('c1'), <ReplaceKeysDialog key="keys" />],
      ['a question for the passphrase', () => showPassphraseDialog('unlock'), <PassphraseDialogs key="passphrase" />],
    ];
    const questions: readonly (readonly [name: string, open: () => void, drawnBy: ReactNode])[] = [
      [
        'the palette',
        () => palette.open(),
        <Spotlight key="palette" store={paletteStore} actions={[]} shortcut={null} />,
      ],
      ['a question about links', () => askReceive('c1', ''), <LinkDialogs key="links" />],
      ...dialogs,
      ['a plain question', () => void confirm({ title: 'Open?', text: 'All of them.', confirm: 'Open' }), null],
    ];

    it.each(questions)(
      'leaves Escape to %s, also when that is closed before the viewer hears of it',
      async (_, open, one) => {
        install(3, (i) => assetRow(`picture-${i}.png`));
        await show(
          <>
            {one}
            <DrawsBetween />
          </>,
        );
        await settled(() => expect(labels().length).toBe(3));
        await press('ArrowDown');
        await press('Enter');
        await settled(() => expect(viewer()).not.toBeNull());
        await act(async () => open());
        expect(asked()).not.toBeNull();
        await escape();
        expect(viewer()).not.toBeNull();
        expect(asked()).toBeNull();
        await escape();
        expect(viewer()).toBeNull();
      },
    );

    it.each(dialogs)('lies behind %s', async (_, open, one) => {
      install(3, (i) => assetRow(`picture-${i}.png`));
      await show(one);
      await settled(() => expect(labels().length).toBe(3));
      await press('ArrowDown');
      await press('Enter');
      await settled(() => expect(viewer()).not.toBeNull());
      await act(async () => open());
      expect(levelOf(asked())).toBeGreaterThan(levelOf(viewer()));
    });
  });

  it('opens the file under the cursor by Enter, though that is out of sight and no longer known', async () => {
    Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
    const asked = install(1_000_000, (i) => assetRow(`picture-${i}.png`));
    const touched = vi.spyOn(PageCache.prototype, 'touch').mock;
    await show();
    await settled(() => expect(labels()[0]).toMatch(/^picture-0\.png/));
    await press('ArrowDown');
    const pages = asked.filter(({ name }) => name === 'library.rows').length;
    await act(async () => {
      grid().scrollTop = 100_000;
      grid().dispatchEvent(new Event('scroll'));
    });
    await settled(() => expect(asked.filter(({ name }) => name === 'library.rows').length).toBeGreaterThan(pages));
    // So many others have been looked at meanwhile that it is kept no longer.
    const cache = touched.contexts.at(-1) as PageCache;
    for (let page = 10_000; cache.rowAt(0) !== null; page += 1) cache.put(page, [], 1);
    await press('Enter');
    await settled(() => expect(document.querySelector('[data-viewer] h2')?.textContent).toBe('picture-0.png'));
  });

  describe('the file under the cursor, where its page is an old one', () => {
    let asked: Asked[] = [];

    const scroll = (to: number): Promise<void> =>
      act(async () => {
        grid().scrollTop = to;
        grid().dispatchEvent(new Event('scroll'));
      });
    const firstsRead = (): readonly number[] =>
      asked.filter(({ name }) => name === 'library.rows').map(({ input }) => (input as { start: number }).start);
    /** What is selected, as the question before a deletion has it. */
    async function selectedIds(): Promise<unknown> {
      await press('Delete');
      await settled(() => expect(document.querySelector('[role="dialog"] form')).not.toBeNull());
      return asked.findLast(({ name }) => name === 'library.measure')?.input;
    }

    beforeEach(async () => {
      Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
      inspecting = true;
      namesakes = [assetRow('picture-2.png')];
      asked = install(600, (i) => assetRow(`picture-${i}.png`));
      openFolder('');
      await show();
      await settled(() => expect(labels()[0]).toMatch(/^picture-0\.png/));
      for (let top = 0; !firstsRead().includes(180); top += 500) await scroll(top);
      await scroll(0);
      await press('Home');
      await press('ArrowRight');
      await arrive(newcomers(150));
      await settled(() => expect(grid().getAttribute('aria-activedescendant')).toBe('library-row-151'));
    });

    it('is the one that Enter opens', async () => {
      await press('Enter');
      await settled(() => expect(document.querySelector('[data-viewer] h2')?.textContent).toBe('picture-1.png'));
      expect(await selectedIds()).toMatchObject({ selection: { assetIds: ['id-picture-1.png'] } });
    });

    it.each([
      ['Ctrl+Space', ' ', { ctrlKey: true }],
      ['the key for the menu', 'F10', { shiftKey: true }],
    ])('is the one that %s selects', async (_, key, more) => {
      await press('Escape');
      await press(key, more);
      expect(await selectedIds()).toMatchObject({ selection: { assetIds: ['id-picture-1.png'] } });
    });

    const ways: readonly (readonly [name: string, go: () => void])[] = [
      ['whose name is typed', () => keyDown('p')],
      ['of the same name that is clicked', () => document.querySelector<HTMLElement>(OTHERS)?.click()],
      ['that another screen has shown', () => revealAsset({ assetId: 'id-picture-2.png', key: 'picture-2.png' })],
      ['after it, by an arrow', () => keyDown('ArrowRight')],
    ];

    it.each(ways)('gives way to the one %s', async (_, go) => {
      sought = 152;
      await settled(() => expect(document.querySelector(OTHERS)).not.toBeNull());
      await act(async () => go());
      await settled(() => expect(grid().getAttribute('aria-activedescendant')).toBe('library-row-152'));
      expect(await selectedIds()).toMatchObject({ selection: { assetIds: ['id-picture-2.png'] } });
    });
  });

  it.each([
    ['files', newcomers(150)],
    ['folders', Array.from({ length: 150 }, (_, i) => folderRow(`new-${i}/`))],
  ])('keeps a film in the viewer as it plays while many %s come before it', async (_, rows) => {
    Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
    install(600, (i) => assetRow(`film-${i}.mp4`, { media: 'video' }));
    await show();
    await settled(() => expect(labels()[0]).toMatch(/^film-0\.mp4/));
    await press('Home');
    await press('Enter');
    const film = (): Element | null => document.querySelector('[data-viewer] video');
    await settled(() => expect(film()).not.toBeNull());
    const before = film();
    const seen = new Set<Element | null>();
    const watch = new MutationObserver(() => seen.add(film()));
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    let makeKnown = (): void => undefined;
    placesKnown = new Promise((resolve) => (makeKnown = resolve));
    await arrive(rows);
    await settled(() => expect(labels()[0]).toMatch(/^new-0/));
    expect(document.querySelector('[data-viewer] h2')?.textContent).toBe('film-0.mp4');
    expect(film()).toBe(before);
    await act(async () => makeKnown());
    await settled(() => expect(document.querySelector('[data-viewer] header p')?.textContent).toMatch(/^151 of 750/));
    expect(document.querySelector('[data-viewer] h2')?.textContent).toBe('film-0.mp4');
    expect(film()).toBe(before);
    watch.disconnect();
    expect([...seen]).toEqual([before]);
  });

  const itemOfMenu = (name: string): Element | undefined =>
    [...document.querySelectorAll('[role="menuitem"]')].find(({ textContent }) => textContent === name);

  it('opens the menu about the row under the cursor where nothing is selected any more', async () => {
    install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await press('Home');
    await press('Escape');
    await press('F10', { shiftKey: true });
    await settled(() => expect(itemOfMenu('Open')).toBeDefined());
    expect(document.querySelector('[aria-selected="true"]')?.getAttribute('aria-label')).toMatch(/^picture-0\.png/);
  });

  it.each([
    ['deep/picture.png', true],
    ['picture.png', false],
  ])('with all that is below a folder on show, offers the way into the folder of %s: %s', async (key, offered) => {
    install(1, () => assetRow('picture.png', { key }));
    openFolder('');
    showFlat(true);
    await show();
    await settled(() => expect(labels().length).toBe(1));
    await press('Home');
    await press('F10', { shiftKey: true });
    await settled(() => expect(itemOfMenu('Open')).toBeDefined());
    expect(itemOfMenu('Show in its bucket folder') !== undefined).toBe(offered);
  });

  it('clears the filters that hide a file which is to be shown', async () => {
    install(3, (i) => assetRow(`picture-${i}.png`));
    filterKinds(['video']);
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await act(async () => revealAsset({ assetId: 'id-picture-2.png', key: 'picture-2.png' }));
    await settled(() =>
      expect(document.querySelector('[aria-selected="true"]')?.getAttribute('aria-label')).toMatch(/^picture-2\.png/),
    );
    expect(readChoices().kinds).toEqual([]);
  });

  it('keeps the filters where a file that is to be shown is not there at all', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    filterKinds(['video']);
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await act(async () => revealAsset({ assetId: 'id-gone.png', key: 'gone.png' }));
    await settled(() => expect(asked.filter(({ name }) => name === 'library.position').length).toBe(2));
    expect(readChoices().kinds).toEqual(['video']);
  });

  it('shows no name as one that it is not, to the eye or to the ear', async () => {
    Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
    const row = assetRow('holiday\u202egnp.exe');
    install(1, () => row);
    await show(<LinkDialogs />);
    await settled(() => expect(labels().length).toBe(1));
    await press('Home');
    await press('Enter');
    const said = (): string => document.querySelector('[data-viewer]')?.getAttribute('aria-label') ?? '';
    await settled(() => expect(said()).toContain('holiday\uFFFDgnp.exe'));
    await act(async () => askShare({ connectionId: 'c1', parts: [], only: row, prefix: '' }));
    const question = document.querySelector('[aria-modal="true"]:not([data-viewer]) h2');
    expect(question?.textContent).toContain('holiday\uFFFDgnp.exe');
    await act(async () => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
  });

  describe('the keys of the viewer', () => {
    beforeEach(() => void Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true }));

    /** Opens the first of the rows in the viewer, and answers what is asked from then on. */
    async function look(row: LibraryRow): Promise<() => readonly CommandName[]> {
      const asked = install(3, (i) => (i === 0 ? row : assetRow(`other-${i}.png`)));
      await show();
      await settled(() => expect(labels().length).toBe(3));
      await press('ArrowDown');
      await press('Enter');
      await settled(() => expect(document.querySelector('[data-viewer] h2')?.textContent).not.toBe(''));
      const before = asked.length;
      return () => asked.slice(before).map(({ name }) => name);
    }

    const inViewer = (key: string, more: KeyboardEventInit = {}): Promise<void> =>
      act(
        async () =>
          void document
            .querySelector('[data-viewer] [data-autofocus]')
            ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })),
      );

    it.each(['Delete', 'Backspace'])('%s asks, and deletes then', async (key) => {
      const asked = await look(assetRow('a.png'));
      await inViewer(key, key === 'Backspace' ? { ctrlKey: true } : {});
      await settled(() => expect(document.querySelector('[role="dialog"] form')?.textContent).toContain('1 object'));
      expect(asked()).not.toContain('library.delete');
      await agree();
      await settled(() => expect(asked()).toContain('library.delete'));
    });

    it('Ctrl+Shift+C copies the link of a picture, Ctrl+C the picture', async () => {
      const asked = await look(assetRow('a.png'));
      await inViewer('c', { ctrlKey: true });
      expect(asked()).not.toContain('links.copy');
      await inViewer('C', { ctrlKey: true, shiftKey: true });
      await settled(() => expect(asked()).toContain('links.copy'));
    });

    it('Ctrl+C copies the link of what is no picture, unless some of its text is selected', async () => {
      const asked = await look(assetRow('a.mp3', { media: 'audio' }));
      const selected = vi.spyOn(globalThis, 'getSelection');
      selected.mockReturnValue({ toString: () => 'some words' } as Selection);
      await inViewer('c', { ctrlKey: true });
      expect(asked()).not.toContain('links.copy');
      selected.mockReturnValue(null);
      await inViewer('c', { ctrlKey: true });
      await settled(() => expect(asked()).toContain('links.copy'));
    });

    it('I shows the information beside the file, or hides it, and that is kept', async () => {
      const asked = await look(assetRow('a.png'));
      await inViewer('i');
      await settled(() => expect(asked()).toContain('settings.update'));
    });

    it('stay with the viewer where a button of the information had the focus', async () => {
      inspecting = true;
      await look(assetRow('a.png'));
      const button = document.querySelector<HTMLElement>('[data-info] button');
      button?.focus();
      expect(document.activeElement).toBe(button);
      await act(
        async () =>
          void button?.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }),
          ),
      );
      await settled(() => expect(document.querySelector('[data-viewer] h2')?.textContent).toContain('other-1'));
      expect(document.activeElement?.closest('[data-viewer]')).not.toBeNull();
    });

    it('asks of a file once, whoever tells of it', async () => {
      inspecting = true;
      const asked = await look(assetRow('a.png'));
      const told = (): Promise<void> =>
        settled(() => expect(document.querySelector('[data-info]')?.textContent).toContain('Public and reachable'));
      await told();
      const before = asked().length;
      await inViewer('ArrowRight');
      await told();
      const names = asked().slice(before);
      expect(names.filter((name) => name === 'links.of')).toHaveLength(1);
      expect(names.filter((name) => name === 'library.details')).toHaveLength(1);
    });

    it('a wish to search closes it and has the search field focused, also once the focus would have gone back', async () => {
      await look(assetRow('a.png'));
      grid().focus();
      await act(async () => focusSearch());
      expect(document.querySelector('[data-viewer]')).toBeNull();
      expect(searchField().closest('[inert]')).toBeNull();
      await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
      expect(document.activeElement).toBe(searchField());
      await press('Enter');
      await settled(() => expect(document.querySelector('[data-viewer]')).not.toBeNull());
    });

    it('copies no link of what is not there yet', async () => {
      const transfer: Partial<TransferItem> = { id: 't1', name: 'a.png', size: 1, state: { kind: 'queued' } };
      const asked = await look(assetRow('a.png', { transfer: transfer as TransferItem }));
      await inViewer('C', { ctrlKey: true, shiftKey: true });
      expect(asked()).not.toContain('links.copy');
    });
  });

  it('deletes nothing before it has asked', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    await show();

    await settled(() => expect(labels().length).toBe(3));
    await press('ArrowDown');
    await press('Delete');
    await settled(() => expect(document.querySelector('[role="dialog"]')?.textContent).toContain('1 object, 1 kB'));
    expect(asked.map(({ name }) => name)).not.toContain('library.delete');
  });

  it('takes a key that follows at once to mean what the key before has selected', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await press('ArrowDown');
    await act(async () => {
      keyDown('a', { ctrlKey: true });
      keyDown('Delete');
    });
    await settled(() => expect(document.querySelector('[role="dialog"]')?.textContent).toContain('will be deleted'));
    const measures = asked.filter(({ name }) => name === 'library.measure').map(({ input }) => input);
    expect(measures.at(-1)).toMatchObject({ selection: { kind: 'view', except: [] } });
  });

  it('asks again where more has come while it was asked', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    const dialog = (): string => document.querySelector('[role="dialog"]')?.textContent ?? '';
    const deletions = (): number => asked.filter(({ name }) => name === 'library.delete').length;
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await press('a', { ctrlKey: true });
    await press('Delete');
    await settled(() => expect(dialog()).toContain('1 object, 1 kB'));
    measured = 3;
    await agree();
    await settled(() => expect(dialog()).toContain('3 objects, 3 kB'));
    expect(dialog()).toContain('More has come since');
    expect(deletions()).toBe(0);
    await agree();
    await settled(() => expect(deletions()).toBe(1));
  });

  it.each([
    [true, 'library.moveTo', 1],
    [false, 'library.copyTo', 0],
  ] as const)(
    'asks again before it moves more than was told of, which a copy may (move %s)',
    async (move, name, agreed) => {
      const asked = install(3, (i) => assetRow(`picture-${i}.png`));
      const dialog = (): string => document.querySelector('[role="dialog"]')?.textContent ?? '';
      const sent = (): number => asked.filter((one) => one.name === name).length;
      await show();
      await act(async () => askTarget(SUBJECT, move));
      await settled(() => expect(dialog()).toContain('1 object, 1 kB'));
      measured = 3;
      await agree();
      if (agreed > 0) {
        await settled(() => expect(dialog()).toContain('3 objects, 3 kB'));
        expect(dialog()).toContain('nothing was moved yet');
        expect(sent()).toBe(0);
        await agree();
      }
      await settled(() => expect(sent()).toBe(1));
    },
  );

  it('asks again before it changes what more is served with than was told of', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    const dialog = (): string => document.querySelector('[role="dialog"]')?.textContent ?? '';
    const edits = (): number => asked.filter(({ name }) => name === 'library.editHeaders').length;
    await show();
    await act(async () => askEdit(SUBJECT));
    await settled(() => expect(dialog()).toContain('1 file'));
    await type(document.querySelector<HTMLInputElement>('[role="dialog"] form input'), 'image/webp');
    measured = 3;
    await agree();
    await settled(() => expect(dialog()).toContain('3 files'));
    expect(dialog()).toContain('nothing was changed yet');
    expect(edits()).toBe(0);
    await agree();
    await settled(() => expect(edits()).toBe(1));
  });

  it('acts on all that is on show, not on what a search that is not answered yet would show', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await press('a', { ctrlKey: true });
    await settled(() => expect(document.body.textContent).toContain('3 selected'));
    await search('dragon');
    await press('Delete');
    await settled(() => expect(document.querySelector('[role="dialog"]')?.textContent).toContain('1 object, 1 kB'));
    const measures = asked.filter(({ name }) => name === 'library.measure').map(({ input }) => input);
    expect(measures.at(-1)).toMatchObject({ selection: { kind: 'view', view: { search: '' }, except: [] } });
  });

  it('takes a size with a decimal, sign by sign, and forgets it with the other filters', async () => {
    install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await act(async () => document.querySelector<HTMLElement>('[aria-label^="Filter"]')?.click());
    const least = (): HTMLInputElement | null => document.querySelector('input[inputmode="decimal"]');
    for (const text of ['1 MB', '1. MB', '1.0 MB', '1.05 MB']) {
      await type(least(), text);
      expect(least()?.value).toBe(text);
    }
    expect(readChoices().filters.size).toEqual({ least: 1_050_000, most: null });
    await act(async () => clearFilters());
    expect(least()?.value).toBe('');
  });

  it('has the index take up what searches go through as soon as the search field has the focus', async () => {
    const asked = install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    const woken = (): number => asked.filter(({ name }) => name === 'app.wake').length;
    const before = woken();
    await act(async () => searchField().focus());
    expect(woken()).toBe(before + 1);
  });

  it('leaves an input method its keys while it writes into the search field', async () => {
    install(3, (i) => assetRow(`picture-${i}.png`));
    await show();
    await settled(() => expect(labels().length).toBe(3));
    await act(async () => searchField().focus());
    await search('山 shui');
    for (const key of ['ArrowDown', 'Enter', 'Escape']) {
      const event = new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true });
      await act(async () => searchField().dispatchEvent(event));
      expect(document.activeElement).toBe(searchField());
      expect(searchField().value).toBe('山 shui');
    }
  });

  it.each([
    [{ kind: 'scanning', found: 3, requests: 1, left: null, knownAt: null }, 'off', 'Reading the bucket'],
    [{ kind: 'complete', at: 1, requests: 1 }, 'polite', ''],
  ] as const)('reads its count out unless it is being read, and that this has begun (%o)', async (scan, live, said) => {
    install(3, (i) => assetRow(`picture-${i}.png`), { scan });
    await show();
    await settled(() => expect(labels().length).toBe(3));
    const status = document.querySelector('[role="status"][aria-label="In this view"]');
    expect(status?.textContent).toContain('3 objects');
    expect(status?.getAttribute('aria-live')).toBe(live);
    const others = [...document.querySelectorAll('[role="status"]:not([aria-label])')];
    expect(others.map((one) => one.textContent).join('')).toBe(said);
  });

  it('never shows a bucket that could not be read as empty', async () => {
    install(0, () => assetRow('none'), { scan: { kind: 'failed', failure: failure('offline'), knownAt: null } });
    await show();
    await settled(() => expect(document.body.textContent).toContain('pictures could not be read'));
    expect(document.body.textContent).toContain('You are offline');
    expect(document.querySelector('[role="status"]')?.textContent).toBe('');
  });

  it('invites to an empty bucket', async () => {
    install(0, () => assetRow('none'));
    await show();
    await settled(() => expect(document.body.textContent).toContain('ready for its first picture'));
    expect(grid().getAttribute('aria-rowcount')).toBe('0');
  });
});
