import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../../shared/failure';
import type { Conversion } from '../../../shared/upload-rules';
import { choicesOf } from '../../../shared/upload-preview';
import { DEFAULT_UPLOADS } from '../../../shared/upload-settings';
import type { ConvertJob } from './upload/image-converter';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const TO_WEBP: Conversion = { format: 'webp', quality: 80, maxSide: 2000, otherwise: 'original' };

let world: World;
let jobs: ConvertJob[];

beforeEach(async () => {
  world = await openWorld();
  jobs = [];
  world.convert = async (job) => {
    jobs.push(job);
    return Promise.resolve(Buffer.from('RIFF1234WEBPVP8 smaller'));
  };
  setRule(TO_WEBP);
});

afterEach(async () => {
  await world.close();
});

function setRule(conversion: Conversion): void {
  const match = { kind: 'media', media: 'image' } as const;
  world.uploads = {
    ...DEFAULT_UPLOADS,
    rules: [{ id: 'r', match, cacheControl: null, metadata: {}, conversion, location: null }],
  };
}

function leftOver(): Promise<readonly string[]> {
  return readdir(join(world.dir, 'queue', 'pasted'));
}

describe('a picture that is converted on its way', () => {
  it('goes under its new name and type, the original stays, and nothing is left over', async () => {
    const item = await world.upload('photo.png', 'a large picture indeed');
    expect(item).toMatchObject({ key: 'photo.webp' });
    const done = await world.until(item.id, 'done');
    expect(done).toMatchObject({
      key: 'photo.webp',
      contentType: 'image/webp',
      size: 23,
      conversion: { kind: 'made', fromName: 'photo.png', fromSize: 22 },
    });
    expect(String(await world.object('photo.webp'))).toContain('smaller');
    expect(jobs).toMatchObject([{ contentType: 'image/png', format: 'webp', quality: 80, maxSide: 2000, size: 22 }]);
    await vi.waitFor(async () => expect(await leftOver()).toEqual([]));
  });

  it('is one by its rule alone: no text, no moving picture', async () => {
    for (const name of ['notes.txt', 'moves.gif', 'drawing.svg']) {
      expect((await world.until((await world.upload(name, 'x')).id, 'done')).conversion).toBeUndefined();
    }
    expect(jobs).toEqual([]);
  });

  it('goes as it is, and that is said, where it cannot be converted', async () => {
    world.convert = () => fail('animated-picture');
    const item = await world.upload('photo.png', 'moves');
    const done = await world.until(item.id, 'done');
    expect(done).toMatchObject({ key: 'photo.png', conversion: { kind: 'original', code: 'animated-picture' } });
    expect(String(await world.object('photo.png'))).toBe('moves');
    expect(world.calls).toContain('gone photo.webp');
  });

  it('fails clearly where its rule wants that instead, and goes through once it can', async () => {
    const convert = world.convert;
    setRule({ ...TO_WEBP, otherwise: 'fail' });
    world.convert = () => fail('not-a-picture');
    const item = await world.upload('photo.png', 'broken');
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'not-converted', params: { name: 'photo.png' } } });
    world.convert = convert;
    world.transfers.retry('all');
    await world.until(item.id, 'done');
  });

  it('is converted once, also when the app ends in between; and again when the file has changed', async () => {
    world.proxy.fault = () => ({ kind: 'reset' });
    const item = await world.upload('photo.png', 'a picture');
    await vi.waitFor(() => expect(world.transfers.item(item.id)?.conversion?.kind).toBe('made'));
    await world.restart();
    expect(world.transfers.item(item.id)?.conversion?.kind).toBe('made');
    world.transfers.pause('all');
    await world.file('photo.png', 'another picture');
    world.proxy.fault = () => null;
    world.transfers.resume('all');
    await world.until(item.id, 'done');
    expect(jobs.map((job) => job.size)).toEqual([9, 15]);
  });

  it('is removed with a transfer that is cancelled', async () => {
    world.proxy.fault = () => ({ kind: 'reset' });
    const item = await world.upload('photo.png', 'a picture');
    await vi.waitFor(async () => expect(await leftOver()).toHaveLength(1));
    world.transfers.cancel([item.id]);
    await vi.waitFor(async () => expect(await leftOver()).toEqual([]));
  });

  it('can be named by its content, and sent in parts', async () => {
    world.uploads = { ...world.uploads, template: '{hash}' };
    world.convert = () => Promise.resolve(Buffer.alloc(17 * MIB, 'RIFF1234WEBPVP8 '));
    const item = await world.upload('photo.png', 'a picture');
    const done = await world.until(item.id, 'done');
    expect(done.key).toMatch(/^[0-9a-f]{16}\.webp$/);
    expect(done.size).toBe(17 * MIB);
  });
});

describe('a preview', () => {
  it('tells keys, changes and what stays out, and begins nothing', async () => {
    const paths = [await world.file('box/photo.png', 10), await world.file('box/back\\slash.txt', 5)];
    await world.file('box/.hidden', 1);
    const request = { connectionId: CONNECTION, prefix: 'in', paths: [join(paths[0] ?? '', '..'), '/gone'] };
    const shown = await world.transfers.preview(request);
    expect(shown).toMatchObject({ files: 2, totalBytes: 15, changed: 2, hidden: 1, skippedCount: 1 });
    expect(shown.rows).toEqual([
      {
        from: 'box/back\\slash.txt',
        key: 'in/box/back_slash.txt',
        size: 5,
        changes: ['characters'],
        convertsTo: null,
        losesLocation: false,
      },
      {
        from: 'box/photo.png',
        key: 'in/box/photo.webp',
        size: 10,
        changes: [],
        convertsTo: 'webp',
        losesLocation: false,
      },
    ]);
    const choices = { ...choicesOf(world.uploads), hiddenFiles: true, convert: false, template: '{hash}' };
    const other = await world.transfers.preview({ ...request, choices });
    expect(other).toMatchObject({ files: 3, hidden: 0 });
    expect(other.rows.at(-1)).toMatchObject({ key: 'in/box/••••••••••••••••.png', convertsTo: null });
    expect(world.transfers.rows(0, 1).total).toBe(0);
  });

  it('of a batch is what its upload comes to', async () => {
    const paths = [await world.file('photo.png', 10)];
    const choices = { template: 'x-{n}', lowerCase: false, hiddenFiles: false, convert: false, removeLocation: true };
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths, choices });
    expect(world.transfers.rows(0, 1).rows[0]?.key).toBe('x-1.png');
    expect(jobs).toEqual([]);
  });
});
