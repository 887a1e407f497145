import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { expect, onTestFinished, test } from 'vitest';
import { keyProblem } from '../../../shared/keys';
import { contentTypeOfName } from '../../../shared/media';
import type { ObjectStore } from '../store/object-store';
import { paintPicture } from '../generation/sketch/paint';
import { PAINTED } from './painted';
import { sampleFiles, type SampleFile } from './samples';
import { seedSandbox } from './seed-sandbox';

const CLIP = path.resolve(import.meta.dirname, '../../../build/samples/first-light.mp4');
const never = new AbortController().signal;

/** Enough of a store for seeding: it lists and takes. */
function bucket(objects: Map<string, Uint8Array>): ObjectStore {
  const list = async () => ({
    objects: [...objects.keys()].map((key) => ({ key, size: 1, etag: '', modified: 0 })),
    prefixes: [],
    continuationToken: null,
  });
  const put = async (key: string, body: Uint8Array) => {
    objects.set(key, body);
    return { etag: '' };
  };
  return { bucket: 'sandbox', list, put } as unknown as ObjectStore;
}

/** As the build lays them beside the app. */
async function samplesIn(folder: string): Promise<void> {
  await copyFile(CLIP, path.join(folder, 'first-light.mp4'));
  for (const { key, ...order } of PAINTED) {
    const small = { ...order, size: { width: 32, height: 32 } };
    await writeFile(path.join(folder, path.basename(key)), await paintPicture(small, () => undefined, never));
  }
}

test('the samples are what their names say, each its own file, with prompts where they are generated', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-samples-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await samplesIn(folder);
  expect(await readdir(folder)).toHaveLength(PAINTED.length + 1);
  const samples: SampleFile[] = [];
  for await (const sample of sampleFiles(folder, () => 1)) samples.push(sample);
  expect(samples.length).toBeGreaterThan(10);
  for (const { key, bytes, contentType, facts } of samples) {
    expect(keyProblem(key)).toBeNull();
    expect(contentType).toBe(contentTypeOfName(key));
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(contentType);
    expect(facts !== null).toBe(key.startsWith('generated/'));
  }
});

test('a bucket is seeded when it is empty, and left alone when it is not', async () => {
  async function* two(): AsyncGenerator<SampleFile> {
    for (const key of ['a.png', 'b.png'])
      yield { key, contentType: 'image/png', bytes: new Uint8Array(3), facts: null };
  }
  const objects = new Map<string, Uint8Array>();
  const told: string[] = [];
  const hear = async ({ key }: SampleFile): Promise<void> => void told.push(key);
  expect(await seedSandbox(bucket(objects), two(), hear, never)).toBe(2);
  expect(told).toEqual([...objects.keys()]);
  objects.delete('b.png');
  expect(await seedSandbox(bucket(objects), two(), hear, never)).toBe(0);
  expect([...objects.keys()]).toEqual(['a.png']);
});
