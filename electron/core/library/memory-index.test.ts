import { beforeEach, describe, expect, it } from 'vitest';
import { contentTypeOfName } from '../../../shared/media';
import type { GenerationFacts } from '../../../shared/generation';
import type { LibraryView } from '../../../shared/library';
import { assetIdOf } from './asset-id';
import type { RemoteObject } from './library-index';
import { MemoryIndex } from './memory-index';
import { CONNECTION, folder, uploadOf, viewOf } from './library.test-support';
import { RECENT_MS } from './view-filter';

const NOW = 1_800_000_000_000;
const facts = new Map<string, GenerationFacts>();

function makeIndex(): MemoryIndex {
  let revision = 0;
  return new MemoryIndex({
    assetIdOf: (key) => assetIdOf(CONNECTION, key),
    factsOf: (key) => facts.get(key) ?? null,
    now: () => NOW,
    nextRevision: () => (revision += 1),
  });
}

function object(key: string, change: Partial<RemoteObject> = {}): RemoteObject {
  const etag = `etag of ${key}`;
  return { key, size: 1, etag, modified: 1, contentType: contentTypeOfName(key), version: etag, ...change };
}

function names(index: MemoryIndex, view: LibraryView): string[] {
  return index
    .rows(view, 0, 1_000_000)
    .map((row) => (row.kind === 'folder' ? `${row.row.name}/${row.row.count}` : row.asset.name));
}

let index: MemoryIndex;

function enter(...objects: RemoteObject[]): void {
  index.enterPage(objects, index.moment());
}

beforeEach(() => {
  facts.clear();
  index = makeIndex();
  index.beginScan();
});

describe('folders', () => {
  it('shows one level, folders first, with what they hold at any depth', () => {
    enter(
      object('b.png'),
      object('a/1.png'),
      object('a/deep/2.png'),
      object('Z/9.png'),
      object('a10.png'),
      object('a9.png'),
    );
    expect(names(index, folder(''))).toEqual(['a/2', 'Z/1', 'a9.png', 'a10.png', 'b.png']);
    expect(names(index, folder('a/'))).toEqual(['deep/1', '1.png']);
    expect(index.summary(folder('a/'))).toMatchObject({ rowCount: 2, objectCount: 1, totalBytes: 1 });
    expect(names(index, folder('nowhere/'))).toEqual([]);
  });

  it('takes a marker for an empty folder, and forgets the folder with its marker', () => {
    enter(object('empty/', { size: 0 }), object('a/b/', { size: 0 }));
    expect(names(index, folder(''))).toEqual(['a/0', 'empty/0']);
    expect(index.totals().objectCount).toBe(0);
    expect(index.below('a/').markers).toEqual(['a/b/']);
    index.dropKeys(['a/b/']);
    expect(names(index, folder(''))).toEqual(['empty/0']);
  });

  it('hides the probes of the app itself', () => {
    enter(object('.flow-media/check-1'), object('.flow-mediaX'));
    expect(names(index, folder(''))).toEqual(['.flow-mediaX']);
  });
});

describe('views', () => {
  beforeEach(() => {
    facts.set('dog.png', { prompt: 'A Dragón over the sea', provider: 'sketch', model: 'm', seed: 1, createdAt: NOW });
    enter(
      object('Été.png', { size: 30, modified: NOW - RECENT_MS }),
      object('dog.png', { size: 20, modified: 5 }),
      object('clip.mp4', { size: 10, modified: 9 }),
      object('in/song.mp3', { size: 40, modified: 7 }),
      object('in/notes.txt', { size: 5, modified: NOW }),
    );
  });

  it.each([
    ['all', ['clip.mp4', 'dog.png', 'Été.png', 'notes.txt', 'song.mp3']],
    ['images', ['dog.png', 'Été.png']],
    ['videos', ['clip.mp4']],
    ['audio', ['song.mp3']],
    ['generated', ['dog.png']],
    ['recent', ['Été.png', 'notes.txt']],
  ] as const)('%s', (view, expected) => {
    expect(names(index, viewOf({ kind: 'smart', view }))).toEqual(expected);
    expect(index.totals().viewCounts[view]).toBe(expected.length);
  });

  it.each([
    ['ete', ['Été.png']],
    ['DOG', ['dog.png']],
    ['sea dragon', ['dog.png']],
    ['song', ['song.mp3']],
    ['  ', ['in/2', 'clip.mp4', 'dog.png', 'Été.png']],
    ['in', ['in/2']],
    ['nothing of it', []],
  ])('finds by "%s"', (search, expected) => {
    expect(names(index, folder('', { search }))).toEqual(expected);
  });

  it('searches below the folder only', () => {
    expect(names(index, folder('in/', { search: 'png' }))).toEqual([]);
    expect(names(index, folder('in/', { search: 'o' }))).toEqual(['notes.txt', 'song.mp3']);
  });

  it.each([
    ['name', 'desc', ['song.mp3', 'notes.txt', 'Été.png', 'dog.png', 'clip.mp4']],
    ['date', 'desc', ['notes.txt', 'Été.png', 'clip.mp4', 'song.mp3', 'dog.png']],
    ['size', 'asc', ['notes.txt', 'clip.mp4', 'dog.png', 'Été.png', 'song.mp3']],
    ['kind', 'asc', ['dog.png', 'Été.png', 'clip.mp4', 'song.mp3', 'notes.txt']],
  ] as const)('sorts by %s, %s', (field, direction, expected) => {
    expect(names(index, viewOf({ kind: 'smart', view: 'all' }, { sort: { field, direction } }))).toEqual(expected);
  });

  it('filters by kind, and leaves folders to walk through', () => {
    expect(names(index, folder('', { kinds: ['video', 'audio'] }))).toEqual(['in/2', 'clip.mp4']);
    expect(names(index, viewOf({ kind: 'smart', view: 'all' }, { kinds: ['video', 'audio'] }))).toEqual([
      'clip.mp4',
      'song.mp3',
    ]);
  });

  it('hears of a prompt that became known later', () => {
    const before = index.revision;
    facts.set('clip.mp4', { prompt: 'waves', provider: 'sketch', model: 'm', seed: 1, createdAt: NOW });
    index.touch(['clip.mp4']);
    expect(index.revision).toBeGreaterThan(before);
    expect(names(index, folder('', { search: 'waves' }))).toEqual(['clip.mp4']);
  });
});

describe('scans', () => {
  it('notices at the end what is gone, and not before', () => {
    enter(object('a'), object('b'));
    index.endScan('complete');
    index.beginScan();
    enter(object('b'));
    expect(names(index, folder(''))).toEqual(['a', 'b']);
    index.endScan('complete');
    expect(names(index, folder(''))).toEqual(['b']);
  });

  it('keeps what it knows when a scan breaks off', () => {
    enter(object('a'), object('b'));
    index.endScan('complete');
    index.beginScan();
    index.endScan('broken-off');
    expect(names(index, folder(''))).toEqual(['a', 'b']);
  });

  it('believes what the app did over a page that was asked for before', () => {
    enter(object('gone'), object('new', { etag: 'old' }));
    index.endScan('complete');
    index.beginScan();
    const askedAt = index.moment();
    index.dropKeys(['gone']);
    index.enterObject(assetIdOf(CONNECTION, 'new'), object('new', { etag: 'newer' }), null);
    index.enterObject(assetIdOf(CONNECTION, 'born'), object('born'), null);
    index.enterPage([object('gone'), object('new', { etag: 'old' })], askedAt);
    index.endScan('complete');
    expect(names(index, folder(''))).toEqual(['born', 'new']);
    expect(index.find(assetIdOf(CONNECTION, 'new'))?.remote?.etag).toBe('newer');
  });

  it('does not change when nothing did', () => {
    enter(object('a'));
    const { revision } = index;
    enter(object('a'));
    expect(index.revision).toBe(revision);
  });
});

describe('uploads', () => {
  const item = uploadOf({ key: 'new.png', localPath: '/tmp/new.png', size: 7 });
  const pending = { item, version: 'local' };

  it('are tiles until they are objects, with one identity', () => {
    index.enterUploads([pending]);
    expect(index.find(item.assetId)).toMatchObject({ size: 7, version: 'local', remote: null });
    index.endScan('complete');
    expect(names(index, folder(''))).toEqual(['new.png']);
    index.enterObject(item.assetId, object('new.png', { size: 7, version: 'local' }), item.id);
    expect(index.find(item.assetId)).toMatchObject({ pending: null, version: 'local', size: 7 });
    expect(index.totals().objectCount).toBe(1);
  });

  it('go without a trace when given up, but not what they would have replaced', () => {
    enter(object('new.png', { version: 'there' }));
    index.enterUploads([pending]);
    expect(index.find(item.assetId)).toMatchObject({ version: 'there', pending });
    index.dropUpload(item.assetId, 'another transfer');
    expect(index.find(item.assetId)?.pending).toBe(pending);
    index.dropUpload(item.assetId, item.id);
    expect(index.find(item.assetId)).toMatchObject({ pending: null, version: 'there' });
    index.dropKeys(['new.png']);
    index.enterUploads([pending]);
    index.dropUpload(item.assetId, item.id);
    expect(names(index, folder(''))).toEqual([]);
  });
});

describe('hostile keys', () => {
  const keys = [
    '../../etc/passwd',
    '//',
    '/',
    'a//b.png',
    './x',
    '   ',
    '<img src=x onerror=1>.png',
    'right\u202Egnp.left',
    'line\nbreak\u0007',
    '\u{1F600}.png',
    'é'.repeat(512),
    '__proto__/constructor',
    'Case.png',
    'case.png',
  ];

  it('are all listed, found and dropped', () => {
    enter(...keys.map((key) => object(key)));
    const all = viewOf({ kind: 'smart', view: 'all' });
    expect(index.summary(all).rowCount).toBe(keys.length);
    expect(new Set(index.assetsOf(all).map(({ key }) => key))).toEqual(new Set(keys));
    expect(index.assetsOf(all).every(({ name }) => name !== '')).toBe(true);
    expect(names(index, folder('__proto__/'))).toEqual(['constructor']);
    index.dropKeys(keys);
    expect(index.totals()).toMatchObject({ objectCount: 0, topFolders: [] });
  });

  it('that differ in normalisation alone are one object, under its last spelling, as for R2', () => {
    const [composed, decomposed] = ['caf\u00e9/\u00e9.png', 'cafe\u0301/e\u0301.png'];
    enter(object(composed));
    enter(object(decomposed));
    expect(index.assetsOf(viewOf({ kind: 'smart', view: 'all' })).map(({ key }) => key)).toEqual([decomposed]);
    expect(index.totals().topFolders).toMatchObject([{ prefix: 'cafe\u0301/', count: 1 }]);
  });
});

describe('a hundred thousand objects', () => {
  const MANY = 100_000;

  it('come in any order and go out sorted, page by page', () => {
    const shuffled = Array.from({ length: MANY }, (_, i) => (i * 7919) % MANY);
    for (let from = 0; from < MANY; from += 1000)
      enter(
        ...shuffled
          .slice(from, from + 1000)
          .map((n) => object(`dir ${n % 10}/shot ${n}.png`, { size: n, modified: n })),
      );
    index.endScan('complete');
    const all = viewOf({ kind: 'smart', view: 'all' });
    const at = (view: LibraryView, start: number) =>
      index.rows(view, start, 2).map((row) => row.kind === 'asset' && row.asset.name);
    expect(at(all, 12_345)).toEqual(['shot 12345.png', 'shot 12346.png']);
    expect(at({ ...all, sort: { field: 'date', direction: 'desc' } }, 0)).toEqual(['shot 99999.png', 'shot 99998.png']);
    expect(index.position(all, assetIdOf(CONNECTION, 'dir 7/shot 99997.png'))).toBe(99_997);
    expect(index.summary(folder('')).rowCount).toBe(10);
    expect(index.summary(folder('dir 3/')).objectCount).toBe(MANY / 10);
    expect(names(index, folder('dir 3/', { search: 'shot 9999' }))).toEqual(['shot 99993.png']);
  }, 60_000);
});
