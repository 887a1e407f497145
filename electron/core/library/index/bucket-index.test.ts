import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_SETTINGS, type GenerationFacts } from '../../../../shared/generation';
import { LARGE_BYTES, type LibraryView } from '../../../../shared/library';
import type { Provenance } from '../../../../shared/provenance';
import { NO_FILTERS, type ViewFilters } from '../../../../shared/view-filters';
import { assetIdOf } from '../asset-id';
import { CONNECTION, folder, uploadOf, viewOf } from '../library.test-support';
import { BucketIndex } from './bucket-index';
import { DamagedIndexError, IndexDatabase } from './index-database';
import type { ListedRange } from './library-index';
import type { ListedEntry, RemoteObject } from './indexed-asset';
import { RECENT_MS } from './view-rows';

const NOW = 1_800_000_000_000;
const everything: ListedRange = { prefix: '', after: '', through: null, depth: 'all' };
const all = viewOf({ kind: 'smart', view: 'all' });
const idOf = (key: string) => assetIdOf(CONNECTION, key);
const dragon: GenerationFacts = {
  ...NO_SETTINGS,
  prompt: 'A Dragón over the sea',
  provider: 'sketch',
  model: 'm',
  seed: 1,
  createdAt: NOW,
};

const heron: Provenance = {
  tool: 'a1111',
  prompt: 'A Heron in the reeds',
  negative: 'people',
  seed: '7',
  model: null,
  steps: 20,
  guidance: 7,
  sampler: 'Euler a',
  size: null,
  raw: 'A Heron in the reeds',
};

let dir: string;
let index: BucketIndex;
let now = NOW;

function open(): BucketIndex {
  return new BucketIndex({ dir, connectionId: CONNECTION, firstRevision: 1, now: () => now, changed: () => undefined });
}

function listed(key: string, change: Partial<ListedEntry> = {}): ListedEntry {
  return { key, size: 1, etag: `etag of ${key}`, modified: 1, ...change };
}

function object(key: string, change: Partial<RemoteObject> = {}): RemoteObject {
  const etag = `etag of ${key}`;
  return { key, size: 1, etag, modified: 1, contentType: 'image/png', version: etag, ...change };
}

/** A listing of the whole bucket. */
function enter(...objects: ListedEntry[]): void {
  index.enterPage(everything, objects, index.moment);
}

function names(view: LibraryView): string[] {
  return index
    .rows(view, 0, 1_000_000)
    .rows.map((row) => (row.kind === 'folder' ? `${row.row.name}/${row.row.count}` : row.asset.name));
}

function keys(view: LibraryView): string[] {
  return index.rows(view, 0, 1_000_000).rows.flatMap((row) => (row.kind === 'asset' ? [row.asset.key] : []));
}

function writeFormat(file: string, format: number): void {
  IndexDatabase.remove(file);
  const db = new sqlite.Database(file);
  db.exec(`PRAGMA user_version = ${format}`);
  db.close();
}

beforeEach(() => {
  now = NOW;
  dir = mkdtempSync(path.join(tmpdir(), 'flow-index-'));
  index = open();
});
afterEach(() => {
  index.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('filters', () => {
  const filtered = (filters: Partial<ViewFilters>) => names({ ...all, filters: { ...NO_FILTERS, ...filters } });

  it('keeps what was changed in a span of days, sizes with both ends, and what has a prompt or none', () => {
    const midnight = new Date(NOW).setHours(0, 0, 0, 0);
    enter(
      listed('a.png', { modified: midnight - 1, size: 99, facts: dragon }),
      listed('b.png', { modified: midnight, size: 100 }),
      listed('c.png', { modified: NOW, size: 200 }),
      listed('d.png', { modified: 5, size: 201 }),
    );
    expect(filtered({ modified: { kind: 'today' } })).toEqual(['b.png', 'c.png']);
    expect(filtered({ modified: { kind: 'days', days: 2 } })).toEqual(['a.png', 'b.png', 'c.png']);
    expect(filtered({ modified: { kind: 'year' } })).toEqual(['a.png', 'b.png', 'c.png']);
    expect(filtered({ modified: { kind: 'between', from: 5, until: midnight } })).toEqual(['a.png', 'd.png']);
    expect(filtered({ modified: { kind: 'between', from: null, until: midnight - 1 } })).toEqual(['d.png']);
    expect(filtered({ size: { least: 100, most: 200 } })).toEqual(['b.png', 'c.png']);
    expect(filtered({ size: { least: null, most: 99 } })).toEqual(['a.png']);
    expect(filtered({ prompt: 'with' })).toEqual(['a.png']);
    expect(filtered({ prompt: 'without', size: { least: 200, most: null } })).toEqual(['c.png', 'd.png']);
  });

  it('answers by the day and the hour that it is now, though nothing in the bucket changes', () => {
    enter(listed('old.png', { modified: NOW - RECENT_MS }), listed('new.png', { modified: NOW }));
    const modified = { kind: 'today' } as const;
    const today = { ...all, filters: { ...NO_FILTERS, modified } };
    const recent = viewOf({ kind: 'smart', view: 'recent' });
    expect([names(today), names(recent), index.totals().viewCounts.recent]).toEqual([
      ['new.png'],
      ['new.png', 'old.png'],
      2,
    ]);
    const { revision } = index;
    now += 3_600_000;
    // Sieved out of a wider answer, that has to be of this hour as well.
    expect(names({ ...recent, search: 'png' })).toEqual(['new.png']);
    expect([names(recent), index.totals().viewCounts.recent, index.revision]).toEqual([['new.png'], 1, revision + 1]);
    now += 24 * 3_600_000;
    expect(index.summary(today).objectCount).toBe(0);
  });

  it('shows a folder flat: all that is below it, and no folders', () => {
    enter(listed('in/1.png'), listed('in/deep/2.png'), listed('out.png'));
    expect(names(folder('in/', { flat: true }))).toEqual(['1.png', '2.png']);
    expect(names(folder('', { flat: true, sort: { field: 'name', direction: 'desc' } }))).toEqual([
      'out.png',
      '2.png',
      '1.png',
    ]);
  });

  it('finds the next name that begins with what is typed, folders too, round the end', () => {
    enter(listed('beach/1.png'), listed('Bär.png'), listed('apple.png'), listed('bark.png'));
    expect(names(folder(''))).toEqual(['beach/1', 'apple.png', 'Bär.png', 'bark.png']);
    expect(index.seek(folder(''), 'B', 1)).toBe(2);
    expect(index.seek(folder(''), 'BAR', 3)).toBe(3);
    expect(index.seek(folder(''), 'be', 1)).toBe(0);
    expect(index.seek(folder(''), 'png', 0)).toBeNull();
    expect(index.seek(folder('nowhere/'), 'a', 0)).toBeNull();
  });

  it('counts and shows large objects from 100 MB on', () => {
    enter(listed('just.mp4', { size: LARGE_BYTES }), listed('under.mp4', { size: LARGE_BYTES - 1 }));
    expect(names(viewOf({ kind: 'smart', view: 'large' }))).toEqual(['just.mp4']);
    expect(index.totals().viewCounts.large).toBe(1);
  });
});

describe('what a file says of how it was made', () => {
  const withPrompt = () => keys({ ...all, filters: { ...NO_FILTERS, prompt: 'with' } });
  const searched = (search: string) => keys({ ...all, search });

  it('is found by the search and by the filter, until the content is another', () => {
    enter(listed('a.png'), listed('b.png'));
    index.enterFound(idOf('a.png'), { version: 'etag of a.png', provenance: heron });
    index.enterFound(idOf('b.png'), { version: 'etag of b.png', provenance: null });
    expect(index.find(idOf('b.png'))?.found).toEqual({ version: 'etag of b.png', provenance: null });
    expect(keys({ ...all, search: 'HERON reeds' })).toEqual(['a.png']);
    expect(withPrompt()).toEqual(['a.png']);
    enter(listed('a.png'), listed('b.png'));
    expect(withPrompt()).toEqual(['a.png']);
    enter(listed('a.png', { etag: 'another' }), listed('b.png'));
    expect(withPrompt()).toEqual([]);
    expect(keys({ ...all, search: 'heron' })).toEqual([]);
    expect(index.find(idOf('a.png'))?.found).toBeNull();
  });

  it('is no news of another version, and what the app itself knows comes first', () => {
    enter(listed('a.png', { facts: dragon }), listed('b.png'));
    index.enterFound(idOf('a.png'), { version: 'etag of a.png', provenance: heron });
    index.enterFound(idOf('b.png'), { version: 'old', provenance: heron });
    index.enterFound(idOf('gone.png'), { version: 'old', provenance: heron });
    expect(keys({ ...all, search: 'heron' })).toEqual([]);
    expect(keys({ ...all, search: 'dragon' })).toEqual(['a.png']);
    index.enterFacts('a.png', null);
    expect(keys({ ...all, search: 'heron' })).toEqual(['a.png']);
  });

  it('is found by model, seed and what was not wanted too, whoever says so, and after the next start', () => {
    const flux = { ...dragon, model: '@cf/black-forest-labs/flux-1-schnell', negativePrompt: 'Fög', seed: 90210 };
    enter(listed('a.png', { facts: flux }), listed('b.png'));
    const provenance = { ...heron, model: 'sdxl.safetensors', seed: '18446744073709551615' };
    index.enterFound(idOf('b.png'), { version: 'etag of b.png', provenance });
    const found = () => ['flux', 'fog dragon', '90210', 'SDXL', 'people', '18446744073709551615'].map(searched);
    const expected = [['a.png'], ['a.png'], ['a.png'], ['b.png'], ['b.png'], ['b.png']];
    expect(found()).toEqual(expected);
    index.close();
    rmSync(path.join(dir, 'columns.bin'));
    index = open();
    expect(found()).toEqual(expected);
  });

  it('is found by them too where an earlier version kept its columns without', () => {
    enter(listed('a.png', { facts: { ...dragon, model: 'flux-dev' } }));
    index.close();
    const file = path.join(dir, 'columns.bin');
    const columns = readFileSync(file);
    columns.write('"format":3', columns.indexOf('"format":'));
    columns.write('        ', columns.indexOf('flux-dev'));
    writeFileSync(file, columns);
    index = open();
    expect(searched('flux dragon')).toEqual(['a.png']);
  });

  it('is not found by what comes late in a long list of what was not wanted, which memory has no room for', () => {
    const negativePrompt = `blurry, ${'bad hands, '.repeat(500)} watermark`;
    enter(listed('a.png', { facts: { ...dragon, negativePrompt, model: `flux${'x'.repeat(5000)}` } }));
    expect([searched('blurry flux'), searched('watermark'), searched('dragon')]).toEqual([['a.png'], [], ['a.png']]);
    expect(searched('x'.repeat(101))).toEqual([]);
  });

  it('is known of a file on its way, and stays when it has arrived, also over another object', () => {
    enter(listed('old.png'));
    for (const key of ['new.png', 'old.png']) {
      const item = uploadOf({ key, localPath: `/tmp/${key}` });
      index.enterUploads([{ item, version: 'local', facts: null }]);
      index.enterFound(idOf(key), { version: 'local', provenance: heron });
    }
    expect(keys({ ...all, search: 'heron' })).toEqual(['new.png']);
    for (const key of ['new.png', 'old.png']) {
      const { id } = uploadOf({ key, localPath: `/tmp/${key}` });
      index.enterObject(object(key, { version: 'local', etag: 'arrived' }), null, id);
    }
    expect(keys({ ...all, search: 'heron' })).toEqual(['new.png', 'old.png']);
  });
});

describe('folders', () => {
  it('shows one level, folders first, with what they hold at any depth', () => {
    enter(
      listed('b.png'),
      listed('a/1.png'),
      listed('a/deep/2.png'),
      listed('Z/9.png'),
      listed('a10.png'),
      listed('a9.png'),
    );
    expect(names(folder(''))).toEqual(['a/2', 'Z/1', 'a9.png', 'a10.png', 'b.png']);
    expect(names(folder('a/'))).toEqual(['deep/1', '1.png']);
    expect(index.summary(folder('a/'))).toMatchObject({ rowCount: 2, objectCount: 1, totalBytes: 1 });
    expect(names(folder('nowhere/'))).toEqual([]);
  });

  it('takes a marker for an empty folder, and forgets the folder with its marker', () => {
    enter(listed('empty/', { size: 0 }), listed('a/b/', { size: 0 }));
    expect(names(folder(''))).toEqual(['a/0', 'empty/0']);
    expect(index.totals().objectCount).toBe(0);
    expect(index.openSelection({ kind: 'folders', connectionId: CONNECTION, prefixes: ['a/'] }).markers).toEqual([
      'a/b/',
    ]);
    index.dropKeys(['a/b/']);
    expect(names(folder(''))).toEqual(['empty/0']);
  });

  it('hides the probes of the app itself', () => {
    enter(listed('.flow-media/check-1'), listed('.flow-mediaX'));
    expect(names(folder(''))).toEqual(['.flow-mediaX']);
  });
});

describe('views', () => {
  beforeEach(() => {
    enter(
      listed('Été.png', { size: 30, modified: NOW - RECENT_MS }),
      listed('dog.png', { size: 20, modified: 5, facts: dragon }),
      listed('clip.mp4', { size: 10, modified: 9 }),
      listed('in/song.mp3', { size: 40, modified: 7 }),
      listed('in/notes.txt', { size: 5, modified: NOW }),
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
    expect(names(viewOf({ kind: 'smart', view }))).toEqual(expected);
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
    expect(names(folder('', { search }))).toEqual(expected);
  });

  it.each([
    viewOf({ kind: 'smart', view: 'all' }, { sort: { field: 'date', direction: 'desc' } }),
    viewOf({ kind: 'smart', view: 'all' }, { sort: { field: 'name', direction: 'desc' }, kinds: ['image', 'other'] }),
    folder('', { sort: { field: 'size', direction: 'asc' } }),
    folder('in/', { flat: true }),
  ])('finds the same letter by letter as at once: %j', (view) => {
    for (const text of ['dog', 'o e', 'song mp', 'png']) {
      const searches = Array.from({ length: text.length + 1 }, (_, length) => text.slice(0, length));
      const typed = [...searches, ...searches.toReversed()].map((search) => names({ ...view, search }));
      const atOnce = [...searches, ...searches.toReversed()].map((search) => {
        // What is changed makes the index begin anew with its answers.
        index.enterFacts('clip.mp4', null);
        return names({ ...view, search });
      });
      expect(typed).toEqual(atOnce);
    }
  });

  it('searches below the folder only', () => {
    expect(names(folder('in/', { search: 'png' }))).toEqual([]);
    expect(names(folder('in/', { search: 'o' }))).toEqual(['notes.txt', 'song.mp3']);
  });

  it.each([
    ['name', 'desc', ['song.mp3', 'notes.txt', 'Été.png', 'dog.png', 'clip.mp4']],
    ['date', 'desc', ['notes.txt', 'Été.png', 'clip.mp4', 'song.mp3', 'dog.png']],
    ['size', 'asc', ['notes.txt', 'clip.mp4', 'dog.png', 'Été.png', 'song.mp3']],
    ['kind', 'asc', ['dog.png', 'Été.png', 'clip.mp4', 'song.mp3', 'notes.txt']],
  ] as const)('sorts by %s, %s', (field, direction, expected) => {
    expect(names(viewOf({ kind: 'smart', view: 'all' }, { sort: { field, direction } }))).toEqual(expected);
  });

  it('filters by kind, and leaves folders to walk through', () => {
    expect(names(folder('', { kinds: ['video', 'audio'] }))).toEqual(['in/2', 'clip.mp4']);
    expect(names(viewOf({ kind: 'smart', view: 'all' }, { kinds: ['video', 'audio'] }))).toEqual([
      'clip.mp4',
      'song.mp3',
    ]);
  });

  it('hears of a prompt that became known later', () => {
    const before = index.revision;
    index.enterFacts('clip.mp4', { ...dragon, prompt: 'waves' });
    expect(index.revision).toBeGreaterThan(before);
    expect(names(folder('', { search: 'waves' }))).toEqual(['clip.mp4']);
    index.enterFacts('clip.mp4', null);
    expect(names(folder('', { search: 'waves' }))).toEqual([]);
  });
});

describe('pages of a listing', () => {
  it('take away what they do not name in their range, and nothing beside it', () => {
    enter(listed('a'), listed('b'), listed('c'), listed('d'));
    index.enterPage({ ...everything, after: 'a', through: 'c' }, [listed('c')], index.moment);
    expect(names(folder(''))).toEqual(['a', 'c', 'd']);
    enter();
    expect(names(folder(''))).toEqual([]);
  });

  it('of one folder speak of it alone', () => {
    enter(listed('in/a'), listed('in/deep/b'), listed('in/z'), listed('out'));
    index.enterPage(
      { ...everything, prefix: 'in/', depth: 'direct' },
      [listed('in/a'), listed('in/new')],
      index.moment,
    );
    expect(keys(all)).toEqual(['in/a', 'in/deep/b', 'in/new', 'out']);
    index.dropFolder('in/deep/', index.moment);
    expect(names(folder('in/'))).toEqual(['a', 'new']);
  });

  it('lose to what the app did after they were asked for', () => {
    enter(listed('gone'), listed('new', { etag: 'old' }));
    const askedAt = index.moment;
    index.moment += 1;
    index.dropKeys(['gone']);
    index.enterObject(object('new', { etag: 'newer' }), null, null);
    index.enterObject(object('born'), null, null);
    index.enterPage(everything, [listed('gone'), listed('new', { etag: 'old' })], askedAt);
    expect(names(folder(''))).toEqual(['born', 'new']);
    expect(index.find(idOf('new'))?.remote?.etag).toBe('newer');
    index.enterPage(everything, [listed('new', { etag: 'newest' })], index.moment);
    expect(names(folder(''))).toEqual(['new']);
    expect(index.find(idOf('new'))?.remote?.etag).toBe('newest');
  });

  it('that name what is in a folder keep it, though it was missed before they were asked for', () => {
    enter(listed('in/deep/a'), listed('in/deep/b'), listed('in/deep/c'));
    const missedAt = index.moment;
    index.moment += 1;
    index.enterPage({ ...everything, through: 'in/deep/b' }, [listed('in/deep/a'), listed('in/deep/b')], index.moment);
    index.dropFolder('in/deep/', missedAt);
    expect(keys(all)).toEqual(['in/deep/a', 'in/deep/b']);
    index.pagesDone();
    index.dropFolder('in/deep/', index.moment);
    expect(keys(all)).toEqual([]);
  });

  it('change nothing when nothing did', () => {
    enter(listed('a'));
    const { revision } = index;
    enter(listed('a'));
    expect(index.revision).toBe(revision);
  });

  it('leave alone what they cannot tell: the content type of an upload, what its picture was made from', () => {
    index.enterObject(object('a', { contentType: 'video/mp4', version: 'local' }), dragon, null);
    enter(listed('a'));
    expect(index.find(idOf('a'))).toMatchObject({ media: 'video', version: 'local', facts: dragon });
  });
});

describe('uploads', () => {
  const item = uploadOf({ key: 'new.png', localPath: '/tmp/new.png', size: 7 });
  const pending = { item, version: 'local', facts: null };

  it('are tiles until they are objects, with one identity', () => {
    index.enterUploads([pending]);
    index.enterProbe(item.assetId, 'local', { kind: 'seen', width: 4, height: 3, durationMs: null });
    expect(index.find(item.assetId)).toMatchObject({ size: 7, version: 'local', remote: null, probe: { width: 4 } });
    enter();
    expect(names(folder(''))).toEqual(['new.png']);
    index.enterObject(object('new.png', { size: 7, version: 'local' }), null, item.id);
    expect(index.find(item.assetId)).toMatchObject({ pending: null, version: 'local', size: 7, probe: { width: 4 } });
    expect(index.totals().objectCount).toBe(1);
    enter(listed('new.png', { size: 7, etag: 'another' }));
    expect(index.find(item.assetId)).toMatchObject({ version: 'another', probe: null });
  });

  it('are not told of what was seen in a version that is gone by now', () => {
    index.enterObject(object('new.png', { version: 'newer' }), null, null);
    index.enterProbe(item.assetId, 'newer', { kind: 'seen', width: 4, height: 3, durationMs: null });
    index.enterProbe(item.assetId, 'older', { kind: 'seen', width: 90, height: 60, durationMs: null });
    expect(index.find(item.assetId)).toMatchObject({ version: 'newer', probe: { width: 4 } });
  });

  it('go without a trace when given up, but not what they would have replaced', () => {
    enter(listed('new.png'));
    index.enterUploads([pending]);
    expect(index.find(item.assetId)).toMatchObject({ version: 'etag of new.png', pending });
    index.dropUpload(item.assetId, 'another transfer');
    expect(index.find(item.assetId)?.pending).toEqual(pending);
    index.dropUpload(item.assetId, item.id);
    expect(index.find(item.assetId)).toMatchObject({ pending: null, version: 'etag of new.png' });
    index.enterUploads([pending]);
    index.dropKeys(['new.png']);
    expect(index.find(item.assetId)).toMatchObject({ remote: null, version: 'local' });
    index.dropUpload(item.assetId, item.id);
    expect(names(folder(''))).toEqual([]);
    expect(index.find(item.assetId)).toBeNull();
  });
});

describe('other files of a name', () => {
  const others = (key: string) => index.namesakes(idOf(key)).assets.map(({ key: other }) => other);

  it('are those of other extensions and numbered ones, in the same folder, newest first', () => {
    const keys = ['a/Shot.png', 'a/shot.webp', 'a/shot-2.png', 'a/shot (1).png', 'a/shot_3', 'a/shot-2.txt'];
    enter(...keys.map((key, modified) => listed(key, { modified })));
    index.enterPage({ prefix: 'b/', after: '', through: null, depth: 'all' }, [listed('b/shot.png')], index.moment);
    expect(others('a/Shot.png')).toEqual(keys.slice(1).reverse());
    expect(others('a/shot-2.png')).toEqual(keys.filter((key) => key !== 'a/shot-2.png').reverse());
    expect(others('b/shot.png')).toEqual([]);
  });

  it('are not what only begins alike, nor a series that has no first', () => {
    enter(...['shot.png', 'shot-blue.png', 'shots.png', 'shot-2026.png', 'shot.final.png'].map((key) => listed(key)));
    expect(others('shot.png')).toEqual([]);
    enter(...['day-1.png', 'day-2.png', 'day-2.jpg', '-2.png', '.env', '.env-2'].map((key) => listed(key)));
    expect(others('day-1.png')).toEqual([]);
    expect(others('day-2.png')).toEqual(['day-2.jpg']);
    expect(others('-2.png')).toEqual([]);
    expect(others('.env-2')).toEqual(['.env']);
    expect(others('gone.png')).toEqual([]);
  });

  it('are told in a bounded number, and counted', () => {
    enter(listed('a.png'), ...Array.from({ length: 60 }, (_, n) => listed(`a-${n + 2}.png`)));
    expect(index.namesakes(idOf('a.png'))).toMatchObject({ count: 60, assets: { length: 50 } });
  });
});

describe('links', () => {
  const unlinked = viewOf({ kind: 'smart', view: 'unlinked' });

  it('that were seen to open are known for as long as the object is the same, after a kill too', () => {
    enter(listed('a.png'), listed('b.png'), listed('c.png'));
    expect(index.totals().viewCounts.unlinked).toBe(3);
    const { revision } = index;
    index.enterLinks([
      { key: 'a.png', opens: true },
      { key: 'b.png', opens: true },
      { key: 'gone.png', opens: true },
    ]);
    expect(keys(unlinked)).toEqual(['c.png']);
    expect(index.totals().viewCounts.unlinked).toBe(1);
    expect(index.revision).toBe(revision + 1);
    index.enterLinks([{ key: 'a.png', opens: true }]);
    expect(index.revision).toBe(revision + 1);
    index.enterObject(object('a.png', { contentType: 'image/webp', modified: 9000 }), null, null);
    enter(listed('a.png', { modified: 9000 }), listed('b.png', { etag: 'another' }), listed('c.png'));
    expect(keys(unlinked)).toEqual(['b.png', 'c.png']);
    index.abandon();
    index = open();
    expect(keys(unlinked)).toEqual(['b.png', 'c.png']);
    index.enterLinks([{ key: 'a.png', opens: false }]);
    expect(keys(unlinked)).toEqual(['a.png', 'b.png', 'c.png']);
  });

  it('are forgotten with the object, and all at once', () => {
    enter(listed('a.png'), listed('b.png'));
    index.enterLinks([{ key: 'b.png', opens: true }]);
    index.forgetLinks();
    expect(keys(unlinked)).toEqual(['a.png', 'b.png']);
    index.enterLinks([{ key: 'a.png', opens: true }]);
    index.dropKeys(['a.png']);
    index.enterObject(object('a.png'), null, null);
    expect(keys(unlinked)).toEqual(['a.png', 'b.png']);
  });
});

describe('storage classes', () => {
  const infrequentBytes = () => index.totals().infrequentBytes;

  it('are counted as the listing tells them, also when a rule of the bucket moves an object, and after a restart', () => {
    enter(listed('a', { size: 5, storageClass: 'infrequent' }), listed('b', { size: 7 }));
    expect(index.totals()).toMatchObject({ totalBytes: 12, infrequentBytes: 5 });
    // Nothing but its class is another one.
    enter(listed('a', { size: 5, storageClass: 'infrequent' }), listed('b', { size: 7, storageClass: 'infrequent' }));
    expect(infrequentBytes()).toBe(12);
    index.close();
    index = open();
    expect(infrequentBytes()).toBe(12);
    index.abandon();
    rmSync(path.join(dir, 'columns.bin'), { force: true });
    index = open();
    expect(infrequentBytes()).toBe(12);
  });

  it('change without what is known of the content: its type, what its picture showed, what its file says', () => {
    index.enterObject(object('a.bin', { version: 'local', contentType: 'image/png', modified: 5000 }), null, null);
    index.enterProbe(idOf('a.bin'), 'local', { kind: 'seen', width: 4, height: 3, durationMs: null });
    index.enterFound(idOf('a.bin'), { version: 'local', provenance: heron });
    enter(listed('a.bin', { modified: 5123, storageClass: 'infrequent' }));
    expect(index.totals().infrequentBytes).toBe(1);
    expect(index.find(idOf('a.bin'))).toMatchObject({
      version: 'local',
      contentType: 'image/png',
      probe: { width: 4 },
    });
    expect(keys({ ...all, search: 'heron' })).toEqual(['a.bin']);
    // Written anew with the same bytes: its type may be another.
    enter(listed('a.bin', { modified: 9000, storageClass: 'infrequent' }));
    expect(index.find(idOf('a.bin'))).toMatchObject({ version: 'local', contentType: 'application/octet-stream' });
    enter(listed('a.bin', { modified: 9000, storageClass: 'infrequent', etag: 'newer' }));
    expect(index.find(idOf('a.bin'))).toMatchObject({ version: 'newer', probe: null, found: null });
  });

  it('stay with the content where nobody tells, are the usual ones of what replaces it, go by a head that does, and go with the object', () => {
    enter(listed('a', { size: 5, storageClass: 'infrequent' }));
    // Served with other headers now.
    index.enterObject(object('a', { size: 5, contentType: 'image/webp' }), null, null);
    expect(infrequentBytes()).toBe(5);
    index.enterObject(object('a', { size: 6, etag: 'new' }), null, null);
    expect(infrequentBytes()).toBe(0);
    index.enterObject(object('a', { size: 6, etag: 'new', isInfrequent: true }), null, null);
    expect(infrequentBytes()).toBe(6);
    index.enterObject(object('a', { size: 6, etag: 'new', isInfrequent: false }), null, null);
    expect(infrequentBytes()).toBe(0);
    index.enterObject(object('a', { size: 6, etag: 'new', isInfrequent: true }), null, null);
    index.dropKeys(['a']);
    expect(index.totals()).toMatchObject({ totalBytes: 0, infrequentBytes: 0 });
  });
});

describe('selections', () => {
  const read = (id: number) => index.readSelection(id, 0, 1000).map(({ key }) => key);

  beforeEach(() =>
    enter(listed('a/', { size: 0 }), listed('a/1.png'), listed('a/b/2.png'), listed('ab.png', { size: 9 })),
  );

  it('of assets, of folders with their markers, and of a view but a few', () => {
    const assets = index.openSelection({
      kind: 'assets',
      connectionId: CONNECTION,
      assetIds: [idOf('ab.png'), 'unknown'],
    });
    expect(assets).toMatchObject({ count: 1, totalBytes: 9, markers: [] });
    expect(read(assets.id)).toEqual(['ab.png']);
    const below = index.openSelection({ kind: 'folders', connectionId: CONNECTION, prefixes: ['a/'] });
    expect(below).toMatchObject({ count: 2, totalBytes: 2, markers: ['a/'] });
    expect(read(below.id)).toEqual(['a/1.png', 'a/b/2.png']);
    const most = index.openSelection({ kind: 'view', view: all, except: [idOf('a/1.png')] });
    expect(read(most.id)).toEqual(['a/b/2.png', 'ab.png']);
    expect(() => index.openSelection({ kind: 'folders', connectionId: CONNECTION, prefixes: ['a'] })).toThrow();
  });

  it('stay what they were while others come and their own go', () => {
    const { id } = index.openSelection({ kind: 'view', view: all, except: [] });
    index.dropKeys(['a/1.png']);
    index.enterObject(object('a/1.png'), null, null);
    index.enterObject(object('zz.png'), null, null);
    expect(read(id)).toEqual(['a/b/2.png', 'ab.png']);
    index.closeSelection(id);
    expect(read(id)).toEqual([]);
  });

  it('are told what they name that is gone', () => {
    index.dropKeys(['a/1.png']);
    const assetIds = [idOf('a/1.png'), idOf('ab.png'), 'unknown'];
    expect(index.gone({ kind: 'assets', connectionId: CONNECTION, assetIds })).toEqual([idOf('a/1.png'), 'unknown']);
    index.dropKeys(['a/b/2.png']);
    const folders = { kind: 'folders', connectionId: CONNECTION, prefixes: ['a/', 'a/b/', 'c/'] } as const;
    expect(index.gone(folders)).toEqual(['a/b/', 'c/']);
    expect(index.gone({ kind: 'view', view: all, except: ['unknown'] })).toEqual([]);
  });

  it('name the uploads in them', () => {
    const item = uploadOf({ key: 'a/up.png', localPath: '/tmp/up.png' });
    index.enterUploads([{ item, version: 'local', facts: null }]);
    const below = index.openSelection({ kind: 'folders', connectionId: CONNECTION, prefixes: ['a/'] });
    expect(below).toMatchObject({ count: 3, uploads: [item.id] });
    expect(read(below.id)).toEqual(['a/1.png', 'a/b/2.png']);
  });
});

describe('hostile keys', () => {
  const hostile = [
    '../../etc/passwd',
    '//',
    '/',
    'a//b.png',
    './x',
    '   ',
    '<img src=x onerror=1>.png',
    'right\u202Egnp.left',
    'line\nbreak\u0007',
    'zero\u0000byte',
    '\u{1F600}.png',
    'é'.repeat(512),
    '__proto__/constructor',
    'Case.png',
    'case.png',
  ];

  it('are all listed, found and dropped', () => {
    enter(...hostile.map((key) => listed(key)));
    expect(index.summary(all).rowCount).toBe(hostile.length);
    expect(new Set(keys(all))).toEqual(new Set(hostile));
    expect(names(all).every((name) => name !== '')).toBe(true);
    expect(names(folder('__proto__/'))).toEqual(['constructor']);
    for (const key of hostile) expect(index.find(idOf(key))?.key).toBe(key);
    index.close();
    index = open();
    expect(new Set(keys(all))).toEqual(new Set(hostile));
    index.dropKeys(hostile);
    expect(index.totals()).toMatchObject({ objectCount: 0, topFolders: [] });
  });

  it('that differ in normalisation alone are one object, under its last spelling, as for R2', () => {
    const [composed, decomposed] = ['caf\u00e9/\u00e9.png', 'cafe\u0301/e\u0301.png'];
    enter(listed(composed));
    enter(listed(decomposed));
    expect(keys(all)).toEqual([decomposed]);
    expect(index.totals().topFolders).toMatchObject([{ prefix: 'cafe\u0301/', count: 1 }]);
  });
});

describe('the next start', () => {
  const fill = () => {
    enter(
      listed('a/', { size: 0 }),
      listed('a/2.png', { facts: dragon }),
      listed('a/10.png'),
      listed('b.mp4', { size: 8 }),
    );
    index.enterObject(object('c.bin', { contentType: 'audio/mpeg', version: 'v', modified: NOW }), null, null);
    index.enterProbe(idOf('a/2.png'), 'etag of a/2.png', { kind: 'seen', width: 4, height: 3, durationMs: null });
    index.enterUploads([
      { item: uploadOf({ key: 'up.png', localPath: '/tmp/up.png' }), version: 'local', facts: null },
    ]);
    index.dropKeys(['b.mp4']);
    index.setNote('scan', 'as far as c');
  };
  const known = () => {
    expect(keys(all)).toEqual(['a/2.png', 'a/10.png', 'c.bin']);
    expect(names(folder(''))).toEqual(['a/2', 'c.bin']);
    expect(keys(viewOf({ kind: 'smart', view: 'audio' }))).toEqual(['c.bin']);
    expect(keys(folder('', { search: 'dragon' }))).toEqual(['a/2.png']);
    expect(index.find(idOf('a/2.png'))).toMatchObject({ facts: dragon, probe: { width: 4 } });
    expect(index.find(idOf('c.bin'))).toMatchObject({ version: 'v', modified: NOW });
    expect(index.totals()).toMatchObject({ objectCount: 3, totalBytes: 3, viewCounts: { generated: 1, recent: 1 } });
    expect(index.note('scan')).toBe('as far as c');
  };

  it('knows everything but the uploads, which the queue brings back', () => {
    fill();
    index.close();
    expect(readdirSync(dir)).toContain('columns.bin');
    index = open();
    known();
  });

  it('does so too after a kill, when nothing was put in order', () => {
    fill();
    const copy = mkdtempSync(path.join(tmpdir(), 'flow-index-'));
    for (const file of ['index.db', 'index.db-wal']) copyFileSync(path.join(dir, file), path.join(copy, file));
    index.close();
    rmSync(dir, { recursive: true });
    dir = copy;
    index = open();
    known();
  });

  it('does not believe columns of an older state, or half of them', () => {
    fill();
    index.close();
    const columns = readFileSync(path.join(dir, 'columns.bin'));
    index = open();
    index.dropKeys(['a/2.png']);
    index.close();
    writeFileSync(path.join(dir, 'columns.bin'), columns);
    index = open();
    expect(keys(all)).toEqual(['a/10.png', 'c.bin']);
    index.close();
    truncateSync(path.join(dir, 'columns.bin'), statSync(path.join(dir, 'columns.bin')).size - 1);
    index = open();
    expect(keys(all)).toEqual(['a/10.png', 'c.bin']);
  });

  it('answers what was asked last as before, without the uploads that were in it', () => {
    fill();
    const byDate = viewOf({ kind: 'smart', view: 'all' }, { sort: { field: 'date', direction: 'desc' } });
    expect(keys(byDate)).toContain('up.png');
    index.close();
    index = open();
    expect(keys(byDate)).toEqual(['c.bin', 'a/2.png', 'a/10.png']);
    index.close();
    index = open();
    expect(keys(byDate)).toEqual(['c.bin', 'a/2.png', 'a/10.png']);
    enter(
      listed('a/10.png', { modified: NOW + 1, etag: 'newer' }),
      listed('a/2.png'),
      listed('c.bin', { modified: NOW }),
    );
    expect(keys(byDate)).toEqual(['a/10.png', 'c.bin', 'a/2.png']);
    expect(names(folder(''))).toEqual(['a/2', 'c.bin']);
  });

  it('brings an index of format 3 up to date: all is Standard until the next listing tells otherwise', () => {
    fill();
    index.close();
    const before = new sqlite.Database(BucketIndex.file(dir));
    before.exec('PRAGMA locking_mode = EXCLUSIVE; ALTER TABLE objects DROP COLUMN infrequent; PRAGMA user_version = 3');
    before.close();
    rmSync(path.join(dir, 'columns.bin'));
    index = open();
    expect(index.totals()).toMatchObject({ objectCount: 3, totalBytes: 3, infrequentBytes: 0 });
    enter(listed('a/2.png', { storageClass: 'infrequent' }), listed('a/10.png'));
    expect(index.totals().infrequentBytes).toBe(1);
  });

  it('brings an index of format 1 up to date, with all that was in it', () => {
    fill();
    index.close();
    const before = new sqlite.Database(BucketIndex.file(dir));
    before.exec(
      'PRAGMA locking_mode = EXCLUSIVE; ALTER TABLE objects DROP COLUMN found; ALTER TABLE objects DROP COLUMN linked; ALTER TABLE objects DROP COLUMN infrequent; PRAGMA user_version = 1',
    );
    before.close();
    index = open();
    known();
    index.enterLinks([{ key: 'c.bin', opens: true }]);
    index.close();
    index = open();
    known();
    expect(keys(viewOf({ kind: 'smart', view: 'unlinked' }))).toEqual(['a/2.png', 'a/10.png']);
  });

  it('brings an index of format 2 up to date, and keeps what files are found to say', () => {
    fill();
    index.close();
    const before = new sqlite.Database(BucketIndex.file(dir));
    before.exec(
      'PRAGMA locking_mode = EXCLUSIVE; ALTER TABLE objects DROP COLUMN found; ALTER TABLE objects DROP COLUMN infrequent; PRAGMA user_version = 2',
    );
    before.close();
    index = open();
    known();
    index.enterFound(idOf('a/10.png'), { version: 'etag of a/10.png', provenance: heron });
    index.close();
    index = open();
    expect(keys(viewOf({ kind: 'smart', view: 'all' }, { search: 'heron' }))).toEqual(['a/10.png']);
    index.close();
    rmSync(path.join(dir, 'columns.bin'));
    index = open();
    expect(keys(viewOf({ kind: 'smart', view: 'all' }, { search: 'heron' }))).toEqual(['a/10.png']);
  });

  it.each([
    ['cut in half', (file: string) => truncateSync(file, statSync(file).size / 2)],
    ['something else', (file: string) => writeFileSync(file, 'no database at all, whatever it is called'.repeat(50))],
    ['of another format', (file: string) => writeFormat(file, 99)],
  ])('says that a file %s is no index', (_, damage) => {
    enter(...Array.from({ length: 500 }, (_, i) => listed(`${i}.png`)));
    index.close();
    rmSync(path.join(dir, 'columns.bin'));
    damage(BucketIndex.file(dir));
    expect(open).toThrow(DamagedIndexError);
    IndexDatabase.remove(BucketIndex.file(dir));
    index = open();
    expect(keys(all)).toEqual([]);
  });
});

describe('a hundred thousand objects', () => {
  const MANY = 100_000;
  const many = (change: (n: number) => Partial<ListedEntry> = () => ({})) =>
    Array.from({ length: MANY / 2 }, (_, n) => listed(`dir ${n % 10}/shot ${n}.png`, change(n)));
  /** As a kill leaves it. */
  const killed = (): void => {
    const copy = mkdtempSync(path.join(tmpdir(), 'flow-index-'));
    for (const file of readdirSync(dir))
      if (!file.endsWith('.lock')) copyFileSync(path.join(dir, file), path.join(copy, file));
    index.abandon();
    rmSync(dir, { recursive: true });
    dir = copy;
  };

  it('are kept for the next start while they rest, and after a kill that start need not read them one by one', () => {
    enter(...many());
    index.keep();
    killed();
    // Nothing but the columns could tell the sizes now.
    const database = new sqlite.Database(BucketIndex.file(dir));
    database.exec('PRAGMA locking_mode = EXCLUSIVE; UPDATE objects SET size = 7');
    database.close();
    for (const again of [killed, () => index.abandon()]) {
      index = open();
      expect(index.totals()).toMatchObject({ objectCount: MANY / 2, totalBytes: MANY / 2 });
      expect(index.summary(folder('dir 3/')).objectCount).toBe(MANY / 20);
      expect(index.find(idOf('dir 7/shot 7.png'))?.key).toBe('dir 7/shot 7.png');
      again();
    }
    index = open();
  }, 60_000);

  it('have the first answer of the next start kept with them, also where nothing else is new', () => {
    const byDate = { ...all, sort: { field: 'date', direction: 'desc' } } as const;
    enter(...many((n) => ({ modified: n })));
    index.close();
    index = open();
    expect(keys(byDate)[0]).toBe('dir 9/shot 49999.png');
    index.close();
    // Nothing but the answer could tell the order now.
    const file = path.join(dir, 'columns.bin');
    const columns = readFileSync(file);
    const newest = Buffer.alloc(4);
    newest.writeUInt32LE(49_999);
    const answer = columns.lastIndexOf(newest, columns.indexOf('shot 0.png'));
    columns.writeUInt32LE(3, answer);
    writeFileSync(file, columns);
    index = open();
    expect(keys(byDate)[0]).toBe('dir 3/shot 3.png');
  }, 60_000);

  it('are not kept where a change has come since, and are right all the same', () => {
    enter(...many());
    index.keep();
    index.dropKeys(['dir 7/shot 7.png']);
    killed();
    index = open();
    expect(index.totals().objectCount).toBe(MANY / 2 - 1);
    expect(index.find(idOf('dir 7/shot 7.png'))).toBeNull();
  }, 60_000);

  const found = (search: string) => names(viewOf({ kind: 'smart', view: 'all' }, { search }));

  it('rest without what nobody asks then, and answer as before when they are asked', () => {
    const questions: readonly (() => unknown)[] = [
      () => index.find(idOf('dir 7/shot 7.png'))?.key,
      () => names(folder('dir 7/')).slice(0, 3),
      () => keys({ ...all, sort: { field: 'size', direction: 'desc' } }).slice(0, 3),
      () => index.seek(folder('dir 7/'), 'shot 27', 0),
      () => index.existing(['dir 7/shot 7.png', 'dir 7/shot 8.png']),
      () => index.namesakes(idOf('dir 7/shot 7.png')).count,
      () => found('shot 777.'),
    ];
    enter(...many((n) => ({ size: n })));
    index.keep();
    const before = questions.map((ask) => ask());
    for (const [at, ask] of questions.entries()) {
      index.rest();
      expect(ask()).toEqual(before[at]);
    }
    index.abandon();
    for (const [at, ask] of questions.entries()) {
      index = open();
      expect(ask()).toEqual(before[at]);
      index.abandon();
    }
    index = open();
  }, 60_000);

  it('rest without what only searches need, which is read again for the next one', () => {
    enter(...many());
    index.keep();
    index.rest();
    const columns = readFileSync(path.join(dir, 'columns.bin'));
    columns.write('shot 111.png', columns.indexOf('shot 777.png'));
    writeFileSync(path.join(dir, 'columns.bin'), columns);
    expect(found('shot 777.')).not.toContain('shot 777.png');
    expect(found('shot 4999')).toEqual(expect.arrayContaining(['shot 4999.png', 'shot 49990.png']));
  }, 60_000);

  it('are found, added to and put in order after a rest as before it', () => {
    enter(...many((n) => (n === 77 ? { facts: dragon } : {})));
    index.keep();
    const before = index.summary(folder('dir 7/', { search: 'shot 76' })).objectCount;
    index.rest();
    enter(...many((n) => (n === 77 ? { facts: dragon } : {})), listed('dir 7/shot 76b.png'));
    expect(index.summary(folder('dir 7/', { search: 'shot 76' })).objectCount).toBe(before + 1);
    expect(names(folder('dir 7/', { search: 'shot 76b' }))).toEqual(['shot 76b.png']);
    expect(names(folder('', { search: 'dragon' }))).toEqual(['shot 77.png']);
    index.keep();
    index.rest();
    index.enterUploads([{ item: uploadOf({ key: 'dir 7/shot 76c.png', localPath: '/c' }), version: '1', facts: null }]);
    expect(names(folder('dir 7/', { search: 'shot 76c' }))).toEqual(['shot 76c.png']);
    index.dropUpload(idOf('dir 7/shot 76c.png'), uploadOf({ key: 'dir 7/shot 76c.png', localPath: '/c' }).id);
    index.rest();
    expect(names(folder('dir 7/', { search: 'shot 76c' }))).toEqual([]);
    expect(index.position(folder('dir 7/'), idOf('dir 7/shot 76b.png'))).toBe(7);
  }, 60_000);

  it('are found after a rest in which the file of the columns has gone', () => {
    enter(...many((n) => (n === 77 ? { facts: dragon } : {})));
    index.keep();
    index.rest();
    rmSync(path.join(dir, 'columns.bin'));
    expect(index.find(idOf('dir 7/shot 7.png'))?.key).toBe('dir 7/shot 7.png');
    expect(names(folder('', { search: 'dragon' }))).toEqual(['shot 77.png']);
    expect(found('shot 12345')).toEqual(['shot 12345.png']);
    index.wake();
    expect(found('shot 23456')).toEqual(['shot 23456.png']);
    expect(names(folder('dir 7/')).slice(0, 3)).toEqual(['shot 7.png', 'shot 17.png', 'shot 27.png']);
  }, 60_000);

  it('are kept later where they could not be at first, or what was kept has gone', () => {
    const kept = path.join(dir, 'columns.bin');
    enter(...many());
    // Something that cannot be written over.
    mkdirSync(`${kept}.new`);
    expect(() => index.keep()).toThrow();
    rmSync(`${kept}.new`, { recursive: true });
    index.keep();
    expect(readdirSync(dir)).toContain('columns.bin');
    index.rest();
    rmSync(kept);
    expect(found('shot 12345')).toEqual(['shot 12345.png']);
    index.keep();
    expect(readdirSync(dir)).toContain('columns.bin');
  }, 60_000);

  it('come in any order and go out sorted, page by page', () => {
    const shuffled = Array.from({ length: MANY }, (_, i) => (i * 7919) % MANY);
    for (let from = 0; from < MANY; from += 1000) {
      const page = shuffled
        .slice(from, from + 1000)
        .map((n) => listed(`dir ${n % 10}/shot ${n}.png`, { size: n, modified: n }));
      index.enterPage({ ...everything, after: '\u{10FFFF}' }, page, index.moment);
    }
    const at = (view: LibraryView, start: number) =>
      index.rows(view, start, 2).rows.map((row) => row.kind === 'asset' && row.asset.name);
    expect(at(all, 12_345)).toEqual(['shot 12345.png', 'shot 12346.png']);
    expect(at({ ...all, sort: { field: 'date', direction: 'desc' } }, 0)).toEqual(['shot 99999.png', 'shot 99998.png']);
    expect(index.position(all, idOf('dir 7/shot 99997.png'))).toBe(99_997);
    expect(index.summary(folder('')).rowCount).toBe(10);
    expect(index.summary(folder('dir 3/')).objectCount).toBe(MANY / 10);
    expect(names(folder('dir 3/', { search: 'shot 9999' }))).toEqual(['shot 99993.png']);
  }, 60_000);
});
