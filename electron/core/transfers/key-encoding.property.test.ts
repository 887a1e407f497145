import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeKey, keyProblem, normalizeKey } from '../../../shared/keys';
import { openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const HEADERS = { contentType: 'text/plain', cacheControl: null, metadata: {}, contentMd5: '1B2M2Y8AsgTpgAmY7PhCfg==' };
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

/** What trips URLs, signatures, XML and file names, mixed with anything else that a key may hold. */
const odd = fc.constantFrom(
  ...Array.from('+ %?#&=;:@!*()\'"<>[]{}|^`~,$'),
  '%2F',
  '%25',
  '&amp;',
  ']]>',
  'é',
  '猫',
  '🎞️',
  '/',
  '/',
);
const keys = fc
  .array(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 4 })), { minLength: 1, maxLength: 12 })
  .map((parts) => normalizeKey(parts.join('')))
  .filter((key) => keyProblem(key) === null);

describe('a key that the app may make', () => {
  it('is one path in a URL, which gives it back', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const url = new URL(`https://host/bucket/${encodeKey(key)}`);
        expect([url.search, url.hash]).toEqual(['', '']);
        expect(decodeURIComponent(url.pathname)).toBe(`/bucket/${key}`);
      }),
    );
  });

  it('is encoded as the SDK encodes it', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const { pathname } = new URL(await world.store.presignGet(key, 60));
        expect(pathname).toBe(`/${world.store.bucket}/${encodeKey(key)}`);
      }),
    );
  });

  it('is written, found, signed, listed and deleted by that very name', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        await world.store.put(key, new Uint8Array(), { ...HEADERS, condition: 'none' }, NEVER);
        expect((await world.store.head(key, NEVER)).size).toBe(0);
        expect((await fetch(await world.store.presignGet(key, 60))).status).toBe(200);
        const listed = await world.store.list(
          { prefix: key, delimiter: '', continuationToken: null, maxKeys: 1000 },
          NEVER,
        );
        expect(listed.objects.map((object) => object.key)).toEqual([key]);
        const answers = await world.store.deleteMany([key], NEVER);
        expect(answers.every((answer) => answer.deleted)).toBe(true);
        await expect(world.store.head(key, NEVER)).rejects.toThrow('no-such-key');
      }),
      { numRuns: 60 },
    );
  });

  it('names one begun upload, also among those whose keys begin the same', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const { uploadId } = await world.store.createMultipart(key, HEADERS, NEVER);
        const found = await world.store.listMultiparts(key, NEVER);
        expect(found.filter((one) => one.key === key).map((one) => one.uploadId)).toEqual([uploadId]);
        await world.store.abortMultipart(key, uploadId, NEVER);
      }),
      { numRuns: 30 },
    );
  });
});
