import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readLocal } from './read-asset';

it('says of a file that is too large to start from how large one may be', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-reference-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'a.png');
  await writeFile(file, 'twelve bytes');
  expect(Buffer.from(await readLocal(file, 12)).toString()).toBe('twelve bytes');
  await expect(readLocal(file, 11)).rejects.toMatchObject({
    failure: { code: 'reference-not-a-picture', params: { name: 'a.png' } },
  });
});
