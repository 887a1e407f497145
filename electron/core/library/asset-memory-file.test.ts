import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssetMemoryFile } from './asset-memory-file';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flow-memory-'));
  file = path.join(dir, 'cache', 'assets.ndjson');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const seen = { kind: 'seen', width: 3, height: 2, durationMs: 1500 } as const;

async function reopened(): Promise<AssetMemoryFile> {
  const memory = new AssetMemoryFile(file);
  await memory.ready();
  return memory;
}

describe('what is remembered of assets', () => {
  it('is there after a restart, the last word of each', async () => {
    const memory = await reopened();
    memory.rememberProbe('a', 'v1', { ...seen, width: 99 });
    memory.rememberProbe('a', 'v2', seen);
    memory.rememberProbe('b', 'v1', { kind: 'failed', code: 'not-a-picture' });
    memory.rememberUploaded('a', 'etag', { version: 'v2', contentType: 'image/png' });
    await memory.close();
    const again = await reopened();
    expect(again.probe('a', 'v2')).toMatchObject(seen);
    expect(again.probe('a', 'v1')).toBeNull();
    expect(again.probe('b', 'v1')).toMatchObject({ kind: 'failed', code: 'not-a-picture' });
    expect(again.uploaded('a', 'etag')).toMatchObject({ version: 'v2', contentType: 'image/png' });
    expect(again.uploaded('a', 'other')).toBeNull();
    await again.close();
  });

  it('survives a torn last line and strange ones', async () => {
    const memory = await reopened();
    memory.rememberProbe('a', 'v', seen);
    await memory.close();
    await appendFile(
      file,
      '\n\n42\n["p",1]\n["x","b","v","no-such-code"]\n["p","c","v","wide",1,null]\n["p","d","v",1',
    );
    const torn = await reopened();
    torn.rememberProbe('e', 'v', seen);
    await torn.close();
    const again = await reopened();
    expect(again.probe('a', 'v')).toMatchObject(seen);
    expect(again.probe('e', 'v')).toMatchObject(seen);
    for (const assetId of ['b', 'c', 'd']) expect(again.probe(assetId, 'v')).toBeNull();
    await again.close();
  });

  it('begins anew on a file of another format', async () => {
    await (await reopened()).close();
    await writeFile(file, '{"format":"flow-media-assets","version":99}\n["p","a","v",1,1,null]\n');
    const memory = await reopened();
    expect(memory.probe('a', 'v')).toBeNull();
    await memory.close();
    expect(await readFile(file, 'utf8')).not.toContain('99');
  });

  it('writes the file anew when most of it is superseded', async () => {
    const memory = await reopened();
    for (let i = 0; i < 3000; i += 1) memory.rememberProbe('a', `v${i}`, seen);
    await memory.close();
    await (await reopened()).close();
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
  });

  it('does without a folder it cannot write to', async () => {
    await writeFile(path.join(dir, 'cache'), 'a file in the way');
    const memory = await reopened();
    memory.rememberProbe('a', 'v', seen);
    expect(memory.probe('a', 'v')).toMatchObject(seen);
    await memory.close();
  });
});
