import { chmod, mkdir, readdir, readFile, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NEW_WATCH } from '../../../shared/watch';
import type { PlannedFile, TransferChange } from '../transfers/transfers-api';
import { CONNECTION } from '../transfers/world.test-support';
import { WatchHouse } from './watch.test-support';

let house: WatchHouse;
beforeEach(async () => {
  house = await WatchHouse.open();
});
afterEach(() => house.close());

const isRoot = process.getuid?.() === 0;

describe('a watched folder', () => {
  it('uploads what appears, with its folders, and nothing that lay there before', async () => {
    await house.write('old.png', 'old');
    await house.add({ prefix: 'renders/' });
    await house.write('new.png', 'new');
    await house.write('day 1/deep/film.mp4', 'film');
    await house.write('notes.txt', 'no picture');
    await house.untilKeys('renders/day 1/deep/film.mp4', 'renders/new.png');
    await house.untilAtRest(2);
    expect((await house.world.object('renders/new.png')).toString()).toBe('new');
  });

  it('uploads what lies there where that is wanted, and only the top where that is', async () => {
    await house.write('old.png', 'old');
    await house.write('sub/other.png', 'other');
    await house.add({ subfolders: false, kinds: 'all' }, 'upload');
    await house.untilKeys('old.png');
  });

  it('leaves a Mac’s photo libraries to the program that keeps them, also where what lies there goes up', async () => {
    await house.write('Photos Library.photoslibrary/originals/kept.png', 'kept');
    await house.write('old.png', 'old');
    await house.add({}, 'upload');
    await house.untilKeys('old.png');
    await house.untilAtRest(1);
    expect(house.info.problem).toBeNull();
  });

  it('waits until a file has stopped growing', async () => {
    await house.add({ restSeconds: 60 });
    await house.write('film.mp4', 'begin');
    await vi.waitFor(() => expect(house.info.growing).toBe(1), { timeout: 20_000 });
    for (let n = 0; n < 20; n++) {
      await house.append('film.mp4', '.');
      expect(await house.keys()).toEqual([]);
    }
    await house.append('film.mp4', 'end');
    await house.untilKeys('film.mp4');
    expect((await house.world.object('film.mp4')).toString()).toBe(`begin${'.'.repeat(20)}end`);
    await house.untilAtRest(1);
    expect(house.world.calls.filter((call) => call.startsWith('done'))).toHaveLength(1);
  });

  it('goes on where the clock was ahead and is put right', async () => {
    house.ahead = 6 * 3_600_000;
    await house.add({ restSeconds: 60 });
    await house.write('film.mp4', 'all');
    await vi.waitFor(() => expect(house.info.growing).toBe(1), { timeout: 20_000 });
    house.ahead = 0;
    await house.untilKeys('film.mp4');
  });

  it('leaves an empty file until something is in it', async () => {
    await house.add();
    await house.write('a.png', '');
    await house.lookedAtAll();
    expect(await house.keys()).not.toContain('a.png');
    await house.write('a.png', 'x');
    await vi.waitFor(async () => expect(await house.keys()).toContain('a.png'), { timeout: 20_000 });
  });

  it('goes by the names and rules of uploads, or by a template of its own', async () => {
    house.world.uploads = { ...house.world.uploads, template: '{slug}.{ext}', prefix: 'blog' };
    await house.add();
    await house.write('Été à Paris.png', 'a');
    await house.untilAtRest(1);
    const { id, addedAt: _, paused: __, state: ___, problem, growing, underWay, arrived, ...settings } = house.info;
    expect({ problem, growing, underWay, arrived }).toEqual({ problem: null, growing: 0, underWay: 0, arrived: 1 });
    await house.watch.change(id, { ...settings, template: 'own/{n}.{ext}' });
    await house.write('b.png', 'b');
    await house.write('c.png', 'c');
    await house.untilKeys('blog/ete-a-paris.png', 'own/0002.png', 'own/0003.png');
  });

  it('puts no file over another for a template that gives all the same name, whatever is replaced and tidied', async () => {
    await house.add({ template: '{yyyy}-{mm}', rule: 'replace', after: 'trash' });
    for (const name of ['a', 'b', 'c']) await house.write(`${name}.png`, name);
    await house.untilKeys('a.png', 'b.png', 'c.png');
    await vi.waitFor(() => expect(house.trashed).toHaveLength(3), { timeout: 20_000 });
    for (const name of ['a', 'b', 'c']) expect(String(await house.world.object(`${name}.png`))).toBe(name);
  });

  it('gives each file its own number, also where what it is called is settled when it is converted', async () => {
    const conversion = { format: 'webp', quality: 80, maxSide: null, otherwise: 'fail' } as const;
    const match = { kind: 'media', media: 'image' } as const;
    const rule = { id: 'images', match, cacheControl: null, metadata: {}, conversion, location: null };
    house.world.uploads = { ...house.world.uploads, rules: [rule] };
    house.world.convert = async ({ path }) => readFile(path);
    await house.add({ template: '{n}', rule: 'replace' });
    await house.write('a.png', 'a');
    await house.write('b.png', 'b');
    await house.untilKeys('0001.webp', '0002.webp');
  });

  it('follows no links: neither in circles, nor out of the folder', async () => {
    await house.add({ kinds: 'all' });
    const secret = await house.world.file('secret.txt', 'secret');
    await symlink(house.folder, join(house.folder, 'round'));
    await symlink(secret, join(house.folder, 'link.png'));
    await house.lookedAtAll();
    expect(await house.keys()).toHaveLength(1);
  });

  it('pauses, and takes up what came meanwhile', async () => {
    await house.add();
    const { id } = house.info;
    house.watch.setPaused(id, true);
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.state.kind).toBe('paused'));
    expect(await house.keys()).toEqual([]);
    house.watch.setPaused(id, false);
    await house.untilKeys('a.png');
  });

  it('refuses a folder that is watched already, one around it, one in it, and what the app writes itself', async () => {
    await house.add();
    await mkdir(join(house.folder, 'in'));
    await mkdir(join(house.world.dir, 'own', 'watch'), { recursive: true });
    for (const path of [house.folder, join(house.folder, 'in'), house.world.dir, join(house.world.dir, 'own', 'watch')])
      await expect(house.add({ path })).rejects.toMatchObject({ failure: { code: 'folder-watched' } });
    await expect(house.add({ path: join(house.world.dir, 'nowhere') })).rejects.toMatchObject({
      failure: { code: 'folder-missing' },
    });
  });

  it('refuses them under another name as well: a link to what the app writes would upload that', async () => {
    await house.add();
    const own = join(house.world.dir, 'own', 'generation');
    await mkdir(own, { recursive: true });
    for (const target of [house.folder, own]) {
      const path = join(house.world.dir, 'another-name');
      await symlink(target, path);
      await expect(house.add({ path })).rejects.toMatchObject({ failure: { code: 'folder-watched' } });
      await rm(path);
    }
  });

  it('takes ten thousand files at once, in batches and each once', async () => {
    for (let n = 0; n < 10_000; n += 500)
      await Promise.all(Array.from({ length: 500 }, (_, at) => house.write(`${n + at}.png`, `${n + at}`)));
    const batches: (readonly PlannedFile[])[] = [];
    await house.startOn({
      addPlanned: (files) => Promise.resolve((batches.push(files), [])),
      item: () => null,
      pause: () => undefined,
      cancel: () => undefined,
      subscribe: () => () => undefined,
    });
    await house.add({}, 'upload');
    // The last ones are written down before they are handed over.
    await vi.waitFor(() => expect(batches.flat()).toHaveLength(10_000), { timeout: 160_000, interval: 100 });
    expect(house.info.underWay).toBe(10_000);
    expect(Math.max(...batches.map((files) => files.length))).toBeLessThanOrEqual(500);
    expect(new Set(batches.flat().map(({ localPath }) => localPath)).size).toBe(10_000);
  }, 170_000);

  it('takes up what the last run left in batches, too', async () => {
    const files = 1100;
    await Promise.all(Array.from({ length: files }, (_, n) => house.write(`${n}.png`, `${n}`)));
    let batches: (readonly PlannedFile[])[] = [];
    // Forgets all that it is told.
    const queue = {
      addPlanned: (some: readonly PlannedFile[]) => Promise.resolve((batches.push(some), [])),
      item: () => null,
      pause: () => undefined,
      cancel: () => undefined,
      subscribe: () => () => undefined,
    };
    await house.startOn(queue);
    await house.add({}, 'upload');
    await vi.waitFor(() => expect(batches.flat()).toHaveLength(files), { timeout: 60_000, interval: 50 });
    batches = [];
    await house.startOn(queue);
    await vi.waitFor(() => expect(batches.flat()).toHaveLength(files), { timeout: 60_000, interval: 50 });
    expect(Math.max(...batches.map((some) => some.length))).toBeLessThanOrEqual(500);
  });
});

describe('nothing goes twice', () => {
  const uploads = (): readonly string[] => house.world.calls.filter((call) => call.startsWith('done'));

  it('after a restart', async () => {
    await house.add();
    await house.write('a.png', 'a');
    await house.untilAtRest(1);
    await house.restart();
    await house.lookedAtAll();
    expect(uploads()).toHaveLength(2);
    expect(house.info.arrived).toBe(2);
  });

  it('under another name, in another subfolder, or in a folder that was moved whole', async () => {
    await house.add();
    await house.write('sub/a.png', 'a');
    await house.write('b.png', 'b');
    await house.untilAtRest(2);
    await rename(join(house.folder, 'b.png'), join(house.folder, 'c.png'));
    await rename(join(house.folder, 'sub'), join(house.folder, 'other'));
    await house.lookedAtAll();
    expect(uploads()).toHaveLength(3);
    const moved = join(house.world.dir, 'elsewhere');
    await rename(house.folder, moved);
    const { id, connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after } = house.info;
    const same = { connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after };
    await house.watch.change(id, { ...same, path: moved });
    await vi.waitFor(() => expect(house.info.state.kind).toBe('watching'));
    await rename(moved, house.folder);
    await house.watch.change(id, { ...same, path: house.folder });
    await house.lookedAtAll();
    expect(uploads()).toHaveLength(4);
  });

  it('when the folder is moved while one of its files is paused: it stays so', async () => {
    await house.add();
    const { transfers } = house.world;
    house.world.proxy.fault = () => ({ kind: 'reset' });
    await house.write('a.png', 'a');
    await house.write('b.png', 'b');
    await vi.waitFor(() => expect(house.info.underWay).toBe(2), { timeout: 20_000 });
    const items = () => transfers.rows(0, 10).rows;
    transfers.pause(items().flatMap(({ id, key }) => (key === 'a.png' ? [id] : [])));
    const moved = join(house.world.dir, 'elsewhere');
    await rename(house.folder, moved);
    const { id, connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after } = house.info;
    const same = { connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after };
    await house.watch.change(id, { ...same, path: moved });
    const here = ['a.png', 'b.png'].map((name) => join(moved, name));
    await vi.waitFor(() => expect(items().map(({ localPath }) => localPath)).toEqual(expect.arrayContaining(here)), {
      timeout: 20_000,
    });
    house.world.proxy.fault = () => null;
    transfers.networkIsBack();
    await house.untilKeys('b.png');
    const paused = items().filter(({ state }) => state.kind === 'paused');
    expect(paused.map(({ localPath }) => localPath)).toEqual([join(moved, 'a.png')]);
    transfers.resume('all');
    await house.untilKeys('a.png', 'b.png');
  });

  it('when the folder is moved while its files are still under way: they go from where they lie now', async () => {
    await house.add();
    house.world.proxy.fault = () => ({ kind: 'reset' });
    await house.write('a.png', 'a');
    await house.write('b.png', 'b');
    await house.write('c.png', 'c');
    await vi.waitFor(() => expect(house.info.underWay).toBe(3), { timeout: 20_000 });
    const moved = join(house.world.dir, 'elsewhere');
    await rename(house.folder, moved);
    await writeFile(join(moved, 'c.png'), 'c, written anew');
    const { id, connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after } = house.info;
    const same = { connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after };
    await house.watch.change(id, { ...same, path: moved });
    const sources = (): readonly string[] => house.world.transfers.rows(0, 10).rows.map(({ localPath }) => localPath);
    const here = ['a.png', 'b.png', 'c.png'].map((name) => join(moved, name));
    await vi.waitFor(() => expect(sources().toSorted()).toEqual(here), { timeout: 20_000 });
    house.world.proxy.fault = () => null;
    house.world.transfers.networkIsBack();
    await house.untilKeys('a.png', 'b.png', 'c.png');
    await house.untilAtRest(3);
    expect((await house.world.object('c.png')).toString()).toBe('c, written anew');
    expect(uploads()).toHaveLength(3);
  });

  it('when only its time has changed, or a file that lay there before got another name', async () => {
    await house.write('old.png', 'old');
    await house.add();
    await house.write('a.png', 'a');
    await house.untilAtRest(1);
    await house.touch('a.png', 1_600_000_000);
    await rename(join(house.folder, 'old.png'), join(house.folder, 'renamed.png'));
    await house.lookedAtAll();
    await vi.waitFor(() => expect(house.info.underWay).toBe(0));
    expect(uploads()).toHaveLength(2);
  });

  it('but a file with other content goes beside it', async () => {
    await house.add();
    await house.write('a.png', 'one');
    await house.untilAtRest(1);
    await house.write('a.png', 'two, longer');
    await house.untilKeys('a-2.png', 'a.png');
    expect((await house.world.object('a.png')).toString()).toBe('one');
  });

  it('or over it, where that is chosen', async () => {
    await house.add({ rule: 'replace' });
    await house.write('a.png', 'one');
    await house.untilAtRest(1);
    await house.write('a.png', 'two, longer');
    await vi.waitFor(async () => expect((await house.world.object('a.png')).toString()).toBe('two, longer'), 20_000);
    expect(await house.keys()).toEqual(['a.png']);
  });

  it('when the app is killed in the middle of an upload', async () => {
    await house.add();
    house.world.proxy.fault = () => ({ kind: 'reset' });
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.underWay).toBe(1), { timeout: 20_000 });
    await house.kill();
    house.world.proxy.fault = () => null;
    house.world.transfers.networkIsBack();
    await house.untilKeys('a.png');
    await house.untilAtRest(1);
    expect(uploads()).toHaveLength(1);
  });

  it('when it is killed between the record and the queue, under names that are never made twice', async () => {
    const real = house.world.transfers;
    await house.add({ template: '{uuid}.{ext}' });
    await house.startOn({
      addPlanned: () => new Promise(() => undefined),
      item: () => null,
      pause: () => undefined,
      cancel: () => undefined,
      subscribe: () => () => undefined,
    });
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.underWay).toBe(1), { timeout: 20_000 });
    await house.killFrozen(real);
    await house.untilAtRest(1);
    expect(await house.keys()).toHaveLength(1);
  });

  it('when it arrives while the app ends, with the transfers after the watched folders', async () => {
    const real = house.world.transfers;
    let tell: (change: TransferChange) => void = () => undefined;
    let isSubscribed = false;
    await house.startOn({
      addPlanned: (files) => real.addPlanned(files),
      item: (id) => real.item(id),
      pause: () => undefined,
      cancel: () => undefined,
      subscribe: (listener) => {
        tell = (change) => isSubscribed && listener(change);
        isSubscribed = true;
        return () => (isSubscribed = false);
      },
    });
    await house.add();
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(uploads()).toHaveLength(1), { timeout: 20_000 });
    const [item] = real.rows(0, 1).rows;
    real.clearFinished();
    await house.watch.stop();
    if (item !== undefined) tell({ kind: 'changed', item });
    await house.watch.close();
    await house.startOn(real);
    await house.untilAtRest(1);
    expect(house.world.calls.filter((call) => call.startsWith('queued'))).toHaveLength(1);
  });

  it.each([
    ['identical-or-both', 'ask', '{uuid}.{ext}'],
    ['skip', 'ask', '{uuid}.{ext}'],
    ['skip', 'ask', '{hash}.{ext}'],
    ['replace', 'ask', '{uuid}.{ext}'],
    ['settings', 'keep-both', '{uuid}.{ext}'],
    ['settings', 'ask', '{uuid}.{ext}'],
  ] as const)('when an arrival was not noted before a kill (%s, %s, %s)', async (rule, inSettings, template) => {
    const real = house.world.transfers;
    house.world.rule = inSettings;
    await house.add({ template, rule, after: 'move' });
    await house.startOn({
      addPlanned: (files) => real.addPlanned(files),
      item: (id) => real.item(id),
      pause: () => undefined,
      cancel: (which) => real.cancel(which),
      subscribe: () => () => undefined,
    });
    await house.write('a.png', 'a');
    await vi.waitFor(async () => expect(await house.keys()).toHaveLength(1), { timeout: 20_000 });
    await vi.waitFor(() => expect(uploads()).toHaveLength(1));
    real.clearFinished();
    await house.startOn(real);
    await house.untilAtRest(1);
    expect(house.world.count('PutObject')).toBe(1);
    expect(await house.keys()).toHaveLength(1);
    await vi.waitFor(async () => expect(await readdir(join(house.folder, 'Uploaded'))).toEqual(['a.png']));
  });
});

describe('a folder that cannot be watched', () => {
  it('is waited for when it vanishes, lets go of it, and goes on when it is there again', async () => {
    await house.add();
    await house.write('a.png', 'a');
    await house.untilAtRest(1);
    const away = join(house.world.dir, 'unplugged');
    await rename(house.folder, away);
    await vi.waitFor(
      () => expect(house.info.state).toMatchObject({ kind: 'waiting', failure: { code: 'folder-missing' } }),
      {
        timeout: 20_000,
      },
    );
    await rename(away, house.folder);
    await house.write('b.png', 'b');
    await house.untilKeys('a.png', 'b.png');
    expect(house.info.state.kind).toBe('watching');
  });

  it('that is gone at the start comes back as well, with what was under way', async () => {
    await house.add();
    house.world.proxy.fault = () => ({ kind: 'reset' });
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.underWay).toBe(1), { timeout: 20_000 });
    const away = join(house.world.dir, 'unplugged');
    await rename(house.folder, away);
    await house.restart();
    await vi.waitFor(() => expect(house.info.state.kind).toBe('waiting'), { timeout: 20_000 });
    house.world.proxy.fault = () => null;
    house.world.transfers.networkIsBack();
    await rename(away, house.folder);
    await house.untilKeys('a.png');
    await house.untilAtRest(1);
  });

  it('stops when its bucket is not connected any more, and goes on with another', async () => {
    await house.add();
    house.connected.clear();
    house.watch.connectionsChanged();
    await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.state.kind).toBe('stopped'));
    house.connected.add(CONNECTION);
    house.watch.connectionsChanged();
    await house.untilKeys('a.png');
  });

  it('whose record cannot be read costs no other, stays on the list, and goes on once it can be', async () => {
    await house.add();
    const { id } = house.info;
    const other = join(house.world.dir, 'other');
    await mkdir(other);
    await house.add({ path: other, prefix: 'other/' });
    let record = '';
    await house.restart(async (records) => {
      record = join(records, `${id}.ndjson`);
      await rename(record, `${record}.away`);
      await mkdir(record);
    });
    const states = () => house.watch.slice().folders.map(({ path, state }) => [path, state.kind]);
    expect(states()).toEqual([
      [other, 'watching'],
      [house.folder, 'waiting'],
    ]);
    expect(() => house.watch.setPaused(id, true)).toThrow('file-unreadable');
    await expect(house.add()).rejects.toThrow('folder-watched');
    await house.write('a.png', 'a');
    await writeFile(join(other, 'b.png'), 'b');
    await house.untilKeys('other/b.png');
    house.watch.setPaused(house.info.id, false);
    await house.restart();
    expect(states()).toHaveLength(2);
    expect(house.reported.splice(0)).toHaveLength(2);
    await rmdir(record);
    await rename(`${record}.away`, record);
    await house.untilKeys('a.png', 'other/b.png');
  });

  it('cannot be added to a list that was not read: it would take the place of the others', async () => {
    await house.add();
    const { id } = house.info;
    await house.restart(async () => {
      const early = house.another();
      await expect(
        early.add({ ...NEW_WATCH, path: house.world.dir, connectionId: CONNECTION }, 'leave'),
      ).rejects.toThrow('unexpected');
    });
    expect(house.watch.slice().folders).toMatchObject([{ id }]);
  });

  it.skipIf(isRoot)('says so while a file or the folder is closed to it', async () => {
    await house.add();
    const path = await house.write('a.png', 'a');
    await chmod(path, 0o000);
    await vi.waitFor(() => expect(house.info.problem?.code).toBe('file-unreadable'), { timeout: 20_000 });
    await chmod(path, 0o600);
    await house.untilKeys('a.png');
    await chmod(house.folder, 0o000);
    await vi.waitFor(() => expect(house.info.state.kind).toBe('waiting'), { timeout: 20_000 });
    await chmod(house.folder, 0o700);
    await vi.waitFor(() => expect(house.info.state.kind).toBe('watching'), { timeout: 20_000 });
  });
});

describe.skipIf(isRoot)('a subfolder that is closed while what lies there is noted', () => {
  const closed: string[] = [];
  const close = async (name: string): Promise<void> => {
    await house.write(`${name}/old.png`, 'old');
    closed.push(join(house.folder, name));
    await chmod(join(house.folder, name), 0o000);
  };
  const openAll = async (): Promise<void> => {
    for (const path of closed.splice(0)) await chmod(path, 0o700);
  };
  afterEach(openAll);

  it('has the adding fail: what is in it would go up once it is open', async () => {
    await close('sub');
    await expect(house.add()).rejects.toMatchObject({ failure: { code: 'file-unreadable', params: { name: 'sub' } } });
    expect(house.watch.slice().folders).toEqual([]);
    await openAll();
    await house.add();
    await house.write('new.png', 'new');
    await house.untilKeys('new.png');
  });

  it('does not matter where it is not looked into, or all is to go up', async () => {
    await close('lost+found');
    await close('.hidden');
    await close('Photos Library.photoslibrary');
    await house.add();
    await house.write('new.png', 'new');
    await house.untilKeys('new.png');
    expect(house.info.problem).toBeNull();
    await house.watch.remove(house.info.id);
    await close('sub');
    await house.add({}, 'upload');
    await vi.waitFor(() => expect(house.info.problem?.code).toBe('file-unreadable'), { timeout: 20_000 });
  });
});

describe('after a verified upload', () => {
  it('files are moved into a subfolder, over nothing, and stay known', async () => {
    await house.write('Uploaded/a.png', 'of before');
    await house.add({ after: 'move' });
    await house.write('a.png', 'a');
    await house.write('sub/b.png', 'b');
    const moved = join(house.folder, 'Uploaded');
    await vi.waitFor(async () => expect((await readdir(moved)).toSorted()).toEqual(['a (2).png', 'a.png', 'sub']), {
      timeout: 20_000,
    });
    await vi.waitFor(async () => expect(await readdir(join(moved, 'sub'))).toEqual(['b.png']));
    expect(await readFile(join(moved, 'a.png'), 'utf8')).toBe('of before');
    await house.untilKeys('a.png', 'sub/b.png');
    await rename(join(moved, 'a (2).png'), join(house.folder, 'back.png'));
    await house.lookedAtAll();
    expect(house.world.calls.filter((call) => call.startsWith('done'))).toHaveLength(3);
  });

  it('go to the trash, and not before; what the trash refuses stays, is told of and tried again', async () => {
    const { trash } = house;
    house.trash = () => Promise.reject(new Error('no trash here'));
    await house.add({ after: 'trash' });
    const path = await house.write('a.png', 'a');
    await vi.waitFor(() => expect(house.info.problem?.code).toBe('trash-refused'), { timeout: 20_000 });
    expect(await readFile(path, 'utf8')).toBe('a');
    house.trash = trash;
    house.watch.lookNow(house.info.id);
    await vi.waitFor(() => expect(house.trashed).toEqual([path]));
    await house.untilKeys('a.png');
  });

  it('stays where it is when it could not be uploaded, or a person took it off the list', async () => {
    house.world.proxy.fault = () => ({ kind: 'reset' });
    await house.add({ after: 'trash' });
    const path = await house.write('a.png', 'a');
    // It counts as under way a little before it stands in the queue.
    await vi.waitFor(() => expect(house.world.transfers.rows(0, 1).total).toBe(1), { timeout: 20_000 });
    house.world.transfers.cancel('all');
    await vi.waitFor(() => expect(house.info.underWay).toBe(0));
    house.world.proxy.fault = () => null;
    await house.lookedAtAll();
    expect(await readFile(path, 'utf8')).toBe('a');
    await vi.waitFor(() => expect(house.trashed).toHaveLength(1));
  });

  it('a new file under the name of one that was moved away is another one, with a key of its own', async () => {
    await house.add({ template: '{uuid}.{ext}', rule: 'replace', after: 'move' });
    const moved = join(house.folder, 'Uploaded');
    await house.write('a.png', 'one');
    await vi.waitFor(async () => expect(await readdir(moved)).toEqual(['a.png']), { timeout: 20_000 });
    await house.write('a.png', 'two, longer');
    await vi.waitFor(async () => expect(await readdir(moved)).toHaveLength(2), { timeout: 20_000 });
    expect(await house.keys()).toHaveLength(2);
  });

  it('a file that was moved away stays counted when another comes under its name: no number is given twice', async () => {
    await house.add({ template: '{n}.{ext}', rule: 'replace', after: 'move' });
    const moved = join(house.folder, 'Uploaded');
    for (const [at, content] of ['one', 'two, longer', 'three, longer still'].entries()) {
      await house.write('a.png', content);
      await vi.waitFor(async () => expect(await readdir(moved)).toHaveLength(at + 1), { timeout: 20_000 });
    }
    await house.restart();
    await house.write('b.png', 'four');
    await house.untilAtRest(4);
    expect(await house.keys()).toEqual(['0001.png', '0002.png', '0003.png', '0004.png']);
    expect((await house.world.object('0002.png')).toString()).toBe('two, longer');
    await rename(join(moved, 'a.png'), join(house.folder, 'back.png'));
    await house.write('c.png', 'five');
    await house.untilAtRest(5);
    expect(await house.keys()).toHaveLength(5);
  });

  it('gives no number twice, also where a file has one that lay there before', async () => {
    await house.write('old.png', 'old');
    await house.add({ template: '{n}.{ext}', rule: 'replace' });
    await house.write('old.png', 'old, and changed');
    await house.untilAtRest(1);
    await house.restart();
    await house.write('b.png', 'b');
    await house.untilAtRest(2);
    const keys = await house.keys();
    expect(keys).toHaveLength(2);
    expect((await house.world.object(keys[0] ?? '')).toString()).toBe('old, and changed');
  });

  it('leaves a file that has changed since', async () => {
    house.trash = async (path) => {
      throw new Error(`must not be asked for ${path}`);
    };
    await house.add();
    await house.write('a.png', 'one');
    await house.untilAtRest(1);
    const { id, connectionId, prefix, template, subfolders, kinds, hiddenFiles, rule, path } = house.info;
    house.watch.setPaused(id, true);
    await house.write('a.png', 'two, longer');
    const same = { connectionId, prefix, template, subfolders, kinds, hiddenFiles, rule, path };
    await house.watch.change(id, { ...same, restSeconds: 600, after: 'trash' });
    house.watch.setPaused(id, false);
    await vi.waitFor(() => expect(house.info.growing).toBe(1), { timeout: 20_000 });
    expect(house.info.problem).toBeNull();
    await rm(path, { recursive: true });
  });
});
