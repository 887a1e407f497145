import { describe, expect, it } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import type { MemorySource, RemoteSource } from './asset-source';
import { ThumbnailOrigins, type Wanted } from './thumbnail-origins';
import type { MadeThumbnail } from './made-thumbnail';

const never = new AbortController().signal;
const facts = { size: 9, version: 'e1', contentType: 'image/jpeg' };
const source: RemoteSource = { kind: 'remote', connectionId: 'c', key: 'a.jpg', etag: 'e1', ...facts };
const small: MemorySource = { kind: 'memory', bytes: new Uint8Array(3), ...facts };
const kept: MadeThumbnail = { webp: new Uint8Array(1), facts: null, pages: null };
const wanted: Wanted = { assetId: 'x', source, kind: 'image', page: 1, edge: 480, isSmall: true };

interface World {
  readonly shared?: MadeThumbnail;
  readonly resized?: MemorySource;
  /** Kinds of sources that the decoder cannot read. */
  readonly broken?: readonly string[];
}

async function make(world: World, change: Partial<Wanted> = {}) {
  const decoded: string[] = [];
  const written: MadeThumbnail['facts'][] = [];
  const origins = new ThumbnailOrigins({
    decoder: {
      async thumbnail(job) {
        const { kind } = await job.source();
        decoded.push(kind);
        if (world.broken?.includes(kind) === true) throw new FailureError(failure('not-a-picture'));
        return { webp: new Uint8Array(2), width: 40, height: 30, durationMs: 1, blur: 'aGk=', pages: null };
      },
    },
    shared: {
      read: () => Promise.resolve(world.shared ?? null),
      write: (_source, made) => {
        written.push(made.facts);
        return Promise.resolve();
      },
    },
    resized: {
      wants: (one): one is RemoteSource => one.kind === 'remote',
      of: () => Promise.resolve(world.resized ?? null),
    },
    assetOf: () => Promise.resolve(source),
  });
  const made = await origins.make({ ...wanted, ...change }, never);
  return { made, decoded, written };
}

describe('a thumbnail', () => {
  it('is taken from the bucket where another computer has left it', async () => {
    expect(await make({ shared: kept, resized: small })).toEqual({ made: kept, decoded: [], written: [] });
  });

  it('is made from the small version, of which the original’s size is not known', async () => {
    const { made, decoded, written } = await make({ resized: small });
    expect([made?.facts, decoded, written]).toEqual([null, ['memory'], [null]]);
  });

  it('is made from the original where there is no small version, or none that can be read', async () => {
    const seen = { width: 40, height: 30, durationMs: 1, blur: 'aGk=' };
    expect(await make({})).toMatchObject({ made: { facts: seen }, decoded: ['remote'], written: [seen] });
    expect(await make({ resized: small, broken: ['memory'] })).toMatchObject({
      made: { facts: seen },
      decoded: ['memory', 'remote'],
    });
  });

  it('does not exist of what nothing here reads', async () => {
    expect(await make({}, { kind: null })).toEqual({ made: null, decoded: [], written: [] });
  });

  it('is no page of the viewer: that is made from the original, and stays here', async () => {
    expect(await make({ shared: kept, resized: small }, { isSmall: false })).toMatchObject({
      decoded: ['remote'],
      written: [],
    });
  });

  it('of a sound tells how long it lasts, and no size', async () => {
    const { made } = await make({}, { kind: 'audio' });
    expect(made?.facts).toEqual({ width: null, height: null, durationMs: 1, blur: 'aGk=' });
  });
});
