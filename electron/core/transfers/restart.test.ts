import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** Uploads until two of three parts are there, and holds the third. */
async function untilTwoParts(): Promise<string> {
  world.proxy.fault = ({ partNumber }) =>
    partNumber === 3 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
  const item = await world.upload('a.mp4', 40 * MIB);
  await world.untilParts(2);
  return item.id;
}

describe('a restart', () => {
  it('goes on where an upload was, and sends no part again that had arrived', async () => {
    const id = await untilTwoParts();
    world.proxy.fault = () => null;
    await world.restart();
    const done = await world.until(id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect(world.count('CreateMultipartUpload')).toBe(1);
    const parts = world.proxy.seen.filter((seen) => seen.operation === 'UploadPart').map((seen) => seen.partNumber);
    expect(new Set(parts.filter((number) => number !== 3))).toEqual(new Set([1, 2]));
    expect(parts.filter((number) => number !== 3)).toHaveLength(2);
    expect((await world.object('a.mp4')).equals(await readFile(done.localPath))).toBe(true);
  });

  it('sends a part again that is not what the file says', async () => {
    const id = await untilTwoParts();
    world.proxy.fault = ({ operation }) =>
      operation === 'ListParts'
        ? { kind: 'rewrite', change: (xml) => xml.replace(/[0-9a-f]{32}/, 'd41d8cd98f00b204e9800998ecf8427e') }
        : null;
    await world.restart();
    const done = await world.until(id, 'done');
    expect(world.count('UploadPart')).toBe(5);
    expect((await world.object('a.mp4')).equals(await readFile(done.localPath))).toBe(true);
  });

  it('begins anew when the file has changed meanwhile, and removes the old parts', async () => {
    const id = await untilTwoParts();
    const { localPath } = world.transfers.item(id)!;
    await world.transfers.stop();
    await appendFile(localPath, 'more');
    world.proxy.fault = () => null;
    await world.restart();
    await world.until(id, 'done');
    expect((await world.store.head('a.mp4', NEVER)).size).toBe(40 * MIB + 4);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('knows its own object again when it died between the last part and the note of it', async () => {
    let held = false;
    world.proxy.fault = ({ operation }) => {
      if (operation === 'CompleteMultipartUpload') held = true;
      return held && operation !== 'CompleteMultipartUpload'
        ? { kind: 'hold', until: new Promise<void>(() => undefined) }
        : null;
    };
    const item = await world.upload('a.mp4', 20 * MIB);
    await vi.waitFor(() => expect(world.count('HeadObject')).toBe(2), 10_000);
    world.proxy.fault = () => null;
    await world.restart();
    await world.until(item.id, 'done');
    expect(world.count('UploadPart')).toBe(2);
  });

  it('goes on with what waited in line, and keeps what failed and what was held', async () => {
    world.proxy.fault = ({ key }) => {
      if (key === 'failed.png') return { kind: 'answer', status: 403, code: 'AccessDenied' };
      return key === '' ? null : { kind: 'hold', until: new Promise<void>(() => undefined) };
    };
    const failed = await world.upload('failed.png', 10);
    await world.until(failed.id, 'failed');
    const held = await world.upload('held.png', 10);
    world.transfers.pause([held.id]);
    const items = [];
    for (let n = 0; n < 6; n++) items.push(await world.upload(`${n}.png`, 10));
    world.proxy.fault = () => null;
    await world.restart();
    for (const item of items) await world.until(item.id, 'done');
    expect(world.transfers.item(failed.id)?.state).toMatchObject({
      kind: 'failed',
      failure: { code: 'access-denied' },
    });
    expect(world.transfers.item(held.id)?.state.kind).toBe('paused');
    await world.restart();
    expect(world.transfers.rows(0, 10).rows.map((row) => row.key)).toEqual(['held.png', 'failed.png']);
  });

  it('stays paused when all was paused', async () => {
    world.transfers.pause('all');
    const item = await world.upload('a.png', 10);
    await world.restart();
    expect(world.transfers.slice().summary.paused).toBe(true);
    expect(world.transfers.item(item.id)?.state.kind).toBe('paused');
    world.transfers.resume('all');
    await world.until(item.id, 'done');
  });

  it('puts a damaged journal aside and goes on with what can be read', async () => {
    world.transfers.pause('all');
    await world.upload('a.png', 10);
    await world.upload('b.png', 10);
    await world.transfers.stop();
    const path = join(world.dir, 'queue', 'transfers.journal');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"a.png"', '"x.png"'));
    await world.restart();
    expect(world.transfers.rows(0, 10).rows.map((row) => row.key)).toEqual(['b.png']);
    expect((await readdir(join(world.dir, 'queue'))).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  it('keeps the pasted pictures of a damaged journal with it: they are nowhere else', async () => {
    world.transfers.pause('all');
    const picture = randomBytes(100);
    await world.transfers.addBytes({ connectionId: CONNECTION, prefix: '', contentType: 'image/png', bytes: picture });
    await world.upload('b.png', 10);
    await world.transfers.stop();
    const queue = join(world.dir, 'queue');
    const path = join(queue, 'transfers.journal');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"pasted"', '"posted"'));
    await world.restart();
    await world.restart();
    const [aside = ''] = (await readdir(queue)).filter((name) => name.endsWith('-pasted'));
    const [name = ''] = await readdir(join(queue, aside));
    expect((await readFile(join(queue, aside, name))).equals(picture)).toBe(true);
  });
});

describe('a kill', () => {
  it('at any moment loses nothing, asks nothing, and leaves nothing behind', async () => {
    const contents = new Map<string, Buffer>();
    for (let n = 0; n < 12; n++) contents.set(`set/${n}.bin`, randomBytes(1000 + n));
    contents.set('set/large.bin', randomBytes(40 * MIB));
    for (const [name, content] of contents) await world.file(name, content);
    const paths = [join(world.dir, 'files', 'set')];
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths });
    for (let kill = 1; kill <= 8; kill++) {
      const until = world.proxy.seen.length + kill;
      await vi.waitFor(() => expect(isOver() || world.proxy.seen.length >= until).toBe(true), 10_000);
      await world.kill();
    }
    await vi.waitFor(() => expect(isOver()).toBe(true), 20_000);
    expect(world.transfers.rows(0, 20).rows.filter((row) => row.state.kind !== 'done')).toEqual([]);
    for (const [key, content] of contents) expect((await world.object(key)).equals(content)).toBe(true);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]), 10_000);
  });

  function isOver(): boolean {
    const { queued, moving, verifying, waiting } = world.transfers.slice().summary.counts;
    return queued + moving + verifying + waiting === 0;
  }
});

describe('pasted and generated files', () => {
  it('a pasted picture is named by the moment, arrives, and leaves nothing here', async () => {
    const bytes = Buffer.from('a picture');
    const request = { connectionId: CONNECTION, prefix: 'pasted', contentType: 'image/png', bytes };
    await world.transfers.addBytes(request);
    await world.transfers.addBytes(request);
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(2));
    const [, item] = world.transfers.rows(0, 2).rows;
    expect(item!.key).toMatch(/^pasted\/pasted-\d{4}-\d\d-\d\d-\d{6}\.png$/);
    expect(await world.object(item!.key)).toEqual(bytes);
    await vi.waitFor(async () => expect(await readdir(join(world.dir, 'queue', 'pasted'))).toEqual([]));
  });

  it('a pasted picture outlives a restart', async () => {
    world.transfers.pause('all');
    await world.transfers.addBytes({
      connectionId: CONNECTION,
      prefix: '',
      contentType: 'image/png',
      bytes: Buffer.from('a picture'),
    });
    await world.restart();
    world.transfers.resume('all');
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(1));
  });

  it('a pasted picture outlives that its folder is reached by another path', async () => {
    world.transfers.pause('all');
    const bytes = Buffer.from('a picture');
    await world.transfers.addBytes({ connectionId: CONNECTION, prefix: '', contentType: 'image/png', bytes });
    await world.restartElsewhere();
    world.transfers.resume('all');
    const [item] = world.transfers.rows(0, 1).rows;
    await world.until(item!.id, 'done');
    expect(await world.object(item!.key)).toEqual(bytes);
    await vi.waitFor(() => expect(existsSync(world.transfers.item(item!.id)!.localPath)).toBe(false));
  });

  it('a generated picture outlives it too', async () => {
    world.transfers.pause('all');
    const { generated } = world.handedOver;
    await mkdir(generated);
    await writeFile(join(generated, '1.png'), 'generated');
    const item = await world.transfers.addFile({
      connectionId: CONNECTION,
      key: 'g.png',
      localPath: join(generated, '1.png'),
      origin: 'generated',
      contentType: 'image/png',
      deleteWhenDone: true,
    });
    world.handedOver = { ...world.handedOver, generated: join(world.dir, 'moved') };
    await rename(generated, world.handedOver.generated);
    await world.restart();
    world.transfers.resume('all');
    await world.until(item.id, 'done');
    expect((await world.object('g.png')).toString()).toBe('generated');
    await vi.waitFor(async () => expect(await readdir(world.handedOver.generated)).toEqual([]));
  });

  it('a generated file that lies there already is not sent beside itself, and is of no more use', async () => {
    const generated = async () => {
      const localPath = await world.file('outbox/1.png', 'generated');
      const whole = {
        connectionId: CONNECTION,
        key: 'g.png',
        localPath,
        contentType: 'image/png',
        deleteWhenDone: true,
      };
      return world.transfers.addFile({ ...whole, origin: 'generated' });
    };
    await world.until((await generated()).id, 'done');
    // As after a kill between the word that it has arrived and the end of its file.
    const again = await generated();
    expect((await world.until(again.id, 'skipped')).state).toEqual({ kind: 'skipped', identical: true });
    await vi.waitFor(() => expect(existsSync(again.localPath)).toBe(false));
    const everything = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 10 } as const;
    expect((await world.store.list(everything, NEVER)).objects.map(({ key }) => key)).toEqual(['g.png']);
  });

  it('a generated file goes beside what has its key, and tells who listens', async () => {
    const first = await world.upload('g.png', 'theirs');
    await world.until(first.id, 'done');
    const localPath = await world.file('outbox/1.png', 'generated');
    const heard: string[] = [];
    const stop = world.transfers.subscribe(({ item }) => heard.push(`${item.key} ${item.state.kind}`));
    const item = await world.transfers.addFile({
      connectionId: CONNECTION,
      key: 'g.png',
      localPath,
      origin: 'generated',
      contentType: 'image/png',
      deleteWhenDone: false,
    });
    const done = await world.until(item.id, 'done');
    stop();
    expect(done.key).toBe('g-2.png');
    expect(world.transfers.itemOfAsset(done.assetId)?.id).toBe(item.id);
    expect(heard.at(-1)).toBe('g-2.png done');
    expect(await readFile(localPath, 'utf8')).toBe('generated');
  });
});
