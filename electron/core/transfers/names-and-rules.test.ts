import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UploadRule } from '../../../shared/upload-rules';
import { DEFAULT_UPLOADS } from '../../../shared/upload-settings';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const IMAGES: UploadRule = {
  id: 'images',
  match: { kind: 'media', media: 'image' },
  cacheControl: 'public, max-age=31536000, immutable',
  metadata: { author: 'Ünïcode 猫' },
  conversion: null,
  location: null,
};

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function addFolder(name: string): Promise<void> {
  await world.transfers.addPaths({ connectionId: CONNECTION, prefix: 'In/', paths: [join(world.dir, 'files', name)] });
}

function allDone(count: number): Promise<void> {
  return vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(count), 15_000);
}

function keys(): readonly string[] {
  return world.transfers.rows(0, 100).rows.map((item) => item.key);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

describe('names', () => {
  it('follow the template, and folders keep their trees', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, template: '{n}-{slug}.{ext}', prefix: 'Blog', lowerCase: true };
    await world.file('Trip/Day 1/Été.PNG', 10);
    await world.file('Trip/Two.png', 10);
    await addFolder('Trip');
    await allDone(2);
    expect(keys()).toEqual(['In/blog/trip/2-two.png', 'In/blog/trip/day 1/1-ete.png']);
  });

  it('that R2 or browsers would not keep are changed where everybody sees it', async () => {
    const bad = await world.file('back\\slash.png', 10);
    const added = await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [bad] });
    expect(added).toMatchObject({ added: 1, mended: 1, skippedCount: 0 });
    await allDone(1);
    expect(keys()).toEqual(['back_slash.png']);
  });

  it('made of the content are told once it is read, also after a restart', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, template: 'cas/{hash}.{ext}' };
    world.transfers.pause('all');
    await world.upload('a.png', 'the first');
    await world.upload('b.png', 'the second');
    expect(keys()).toEqual(['cas/b.png', 'cas/a.png']);
    await world.restart();
    world.transfers.resume('all');
    await allDone(2);
    expect(keys()).toEqual([`cas/${hashOf('the second')}.png`, `cas/${hashOf('the first')}.png`]);
    expect(world.calls).toContain('gone cas/a.png');
    expect(world.calls).toContain(`queued cas/${hashOf('the first')}.png`);
    expect(String(await world.object(`cas/${hashOf('the first')}.png`))).toBe('the first');
  });

  it('with a number have as many digits as the batch needs, in the preview too, and keep them over a restart', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, template: '{n} {hash}' };
    for (let n = 0; n < 11; n++) await world.file(`set/${String.fromCharCode(97 + n)}.txt`, `text ${n}`);
    const request = { connectionId: CONNECTION, prefix: '', paths: [join(world.dir, 'files', 'set')] };
    const shown = await world.transfers.preview(request);
    expect(shown.rows.map(({ key }) => key.slice(0, 7))).toContain('set/01 ');
    world.transfers.pause('all');
    await world.transfers.addPaths(request);
    await world.restart();
    world.transfers.resume('all');
    await allDone(11);
    const numbers = keys().map((key) => key.slice(4, 7));
    expect(numbers.toSorted()).toEqual(Array.from({ length: 11 }, (_, n) => `${String(n + 1).padStart(2, '0')} `));
    expect(keys()).toContain(`set/01 ${hashOf('text 0')}.txt`);
  });

  it('are given to pasted pictures too', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, template: 'clip-{n}.{ext}' };
    const bytes = Buffer.from('a picture');
    await world.transfers.addBytes({ connectionId: CONNECTION, prefix: '', contentType: 'image/png', bytes });
    await allDone(1);
    expect(keys()).toEqual(['clip-1.png']);
  });
});

describe('rules', () => {
  it('give small and large files their headers, and others none', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, rules: [IMAGES] };
    await world.upload('small.png', 'small');
    await world.upload('large.png', 17 * MIB);
    await world.upload('notes.txt', 'notes');
    await allDone(3);
    const { cacheControl, metadata } = IMAGES;
    expect(await world.store.head('small.png', NEVER)).toMatchObject({ cacheControl, metadata });
    expect(await world.store.head('large.png', NEVER)).toMatchObject({ cacheControl, metadata });
    expect(await world.store.head('notes.txt', NEVER)).toMatchObject({ cacheControl: null, metadata: {} });
  });

  it('count as they were when the file was added', async () => {
    world.uploads = { ...DEFAULT_UPLOADS, rules: [IMAGES] };
    world.transfers.pause('all');
    await world.upload('a.png', 'a');
    world.uploads = DEFAULT_UPLOADS;
    await world.restart();
    world.transfers.resume('all');
    await allDone(1);
    expect((await world.store.head('a.png', NEVER)).cacheControl).toBe(IMAGES.cacheControl);
  });
});
