import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../../shared/failure';
import type { Conversion, LocationRemoval } from '../../../shared/upload-rules';
import { choicesOf } from '../../../shared/upload-preview';
import { DEFAULT_UPLOADS } from '../../../shared/upload-settings';
import { picture } from '../../../tests/support/files';
import { LOCATED_JPEG, locatedMovie, measuringTrack, TITLE, TOWN } from '../../../tests/support/located';
import { CONNECTION, openWorld, type World } from './world.test-support';

const TO_WEBP: Conversion = { format: 'webp', quality: 80, maxSide: null, otherwise: 'original' };

let world: World;

beforeEach(async () => {
  world = await openWorld();
  setRule({ otherwise: 'fail' });
});

afterEach(async () => {
  await world.close();
});

function setRule(location: LocationRemoval, conversion: Conversion | null = null): void {
  const match = { kind: 'names', pattern: '*' } as const;
  world.uploads = {
    ...DEFAULT_UPLOADS,
    rules: [{ id: 'r', match, cacheControl: null, metadata: {}, conversion, location }],
  };
}

function leftOver(): Promise<readonly string[]> {
  return readdir(join(world.dir, 'queue', 'pasted'));
}

describe('a photo whose rule takes its location out', () => {
  it('arrives without it and with all the rest; the file here keeps it, and nothing is left over', async () => {
    const item = await world.upload('photo.jpg', LOCATED_JPEG);
    const done = await world.until(item.id, 'done');
    expect(done).toMatchObject({ key: 'photo.jpg', size: LOCATED_JPEG.length, location: { kind: 'removed' } });
    const arrived = await world.object('photo.jpg');
    expect(Buffer.from(arrived).includes(TOWN)).toBe(false);
    expect(Buffer.from(arrived).includes(TITLE)).toBe(true);
    expect((await readFile(item.localPath)).equals(LOCATED_JPEG)).toBe(true);
    await vi.waitFor(async () => expect(await leftOver()).toEqual([]));
  });

  it('goes as it is where it names no place, and that is said; so does what is neither picture nor film', async () => {
    const plain = await world.until((await world.upload('plain.png', picture(1))).id, 'done');
    expect(plain.location).toEqual({ kind: 'nothing' });
    expect((await world.until((await world.upload('notes.txt', 'x')).id, 'done')).location).toBeUndefined();
  });

  it('is looked at again when it has changed, also after the app has ended', async () => {
    world.proxy.fault = () => ({ kind: 'reset' });
    const item = await world.upload('photo.png', picture(1));
    await vi.waitFor(() => expect(world.transfers.item(item.id)?.location?.kind).toBe('nothing'));
    await world.restart();
    expect(world.transfers.item(item.id)?.location?.kind).toBe('nothing');
    world.transfers.pause('all');
    await writeFile(item.localPath, LOCATED_JPEG);
    world.proxy.fault = () => null;
    world.transfers.resume('all');
    expect((await world.until(item.id, 'done')).location).toEqual({ kind: 'removed' });
    expect(Buffer.from(await world.object('photo.png')).includes(TOWN)).toBe(false);
  });

  it('does not go where nobody can vouch for it, unless its rule says so', async () => {
    const film = locatedMovie(measuringTrack('gpmd'));
    for (const [name, bytes] of [
      ['film.mp4', film],
      ['drawing.svg', Buffer.from('<svg/>')],
      ['cut.jpg', LOCATED_JPEG.subarray(0, 200)],
    ] as const) {
      const failed = await world.until((await world.upload(name, bytes)).id, 'failed');
      expect(failed.state).toMatchObject({ failure: { code: 'location-not-removed', params: { name } } });
    }
    setRule({ otherwise: 'original' });
    const sent = await world.until((await world.upload('other.mp4', film)).id, 'done');
    expect(sent.location).toEqual({ kind: 'kept', code: 'location-unclear' });
    expect(Buffer.from(await world.object('other.mp4')).equals(film)).toBe(true);
  });

  it('loses it also in a batch for which nothing is to be converted', async () => {
    setRule({ otherwise: 'fail' }, TO_WEBP);
    const paths = [await world.file('photo.jpg', LOCATED_JPEG)];
    const choices = { ...choicesOf(world.uploads), convert: false };
    const request = { connectionId: CONNECTION, prefix: '', paths, choices };
    expect((await world.transfers.preview(request)).rows).toMatchObject([{ convertsTo: null, losesLocation: true }]);
    await world.transfers.addPaths(request);
    const [item] = world.transfers.rows(0, 1).rows;
    expect((await world.until(item?.id ?? '', 'done')).location).toEqual({ kind: 'removed' });
  });

  it('keeps it in a batch that is to keep it', async () => {
    setRule({ otherwise: 'fail' });
    const paths = [await world.file('photo.jpg', LOCATED_JPEG)];
    const choices = { ...choicesOf(world.uploads), removeLocation: false };
    const request = { connectionId: CONNECTION, prefix: '', paths, choices };
    expect((await world.transfers.preview(request)).rows).toMatchObject([{ losesLocation: false }]);
    await world.transfers.addPaths(request);
    const [item] = world.transfers.rows(0, 1).rows;
    expect((await world.until(item?.id ?? '', 'done')).location).toBeUndefined();
    expect(Buffer.from(await world.object('photo.jpg')).equals(LOCATED_JPEG)).toBe(true);
  });

  it('loses it with a conversion, and also where that was not possible', async () => {
    setRule({ otherwise: 'fail' }, TO_WEBP);
    world.convert = () => Promise.resolve(Buffer.from('RIFF1234WEBPVP8 smaller'));
    const made = await world.until((await world.upload('a.jpg', LOCATED_JPEG)).id, 'done');
    expect(made.conversion?.kind).toBe('made');
    expect(made.location).toBeUndefined();
    world.convert = () => fail('picture-too-large');
    const original = await world.until((await world.upload('b.jpg', LOCATED_JPEG)).id, 'done');
    expect(original).toMatchObject({ conversion: { kind: 'original' }, location: { kind: 'removed' } });
    expect(Buffer.from(await world.object('b.jpg')).includes(TOWN)).toBe(false);
  });
});
