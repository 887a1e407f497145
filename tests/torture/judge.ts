import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Bucket } from '../support/bucket';
import type { Material } from './material';

/** What is wrong with a bucket that should hold these files below a prefix, and nothing else. */
export async function judgeBucket(bucket: Bucket, expected: readonly Material[], prefix: string): Promise<string[]> {
  const broken: string[] = [];
  const wanted = new Map(expected.map((file) => [(prefix + file.relative).normalize('NFC'), file]));
  const keys = await bucket.keys();
  broken.push(...keys.filter((key) => !wanted.has(key)).map((key) => `in the bucket, and nobody asked for it: ${key}`));
  const found = new Set(keys);
  for (const [key, file] of wanted) {
    if (!found.has(key)) broken.push(`not in the bucket: ${key}`);
    else if ((await bucket.sha256(key)) !== file.sha256) broken.push(`another content in the bucket: ${key}`);
  }
  const open = await bucket.halfWritten();
  broken.push(...open.map((key) => `a multipart upload is left over: ${key}`));
  return broken;
}

/** What is wrong with a folder that should hold these files, and nothing else (no `.part`). */
export async function judgeFolder(folder: string, expected: readonly Material[]): Promise<string[]> {
  const broken: string[] = [];
  const found = new Set((await filesBelow(folder)).map((file) => file.normalize('NFC')));
  for (const file of expected) {
    const relative = file.relative.normalize('NFC');
    if (!found.delete(relative)) broken.push(`not on disk: ${relative}`);
    else if ((await sha256Of(path.join(folder, relative))) !== file.sha256) {
      broken.push(`another content on disk: ${relative}`);
    }
  }
  broken.push(...[...found].map((file) => `left over on disk: ${file}`));
  return broken;
}

/** What the transfers keep on disk when nothing is to do: their journal, and nothing else. */
export async function judgeLeftOvers(userDataDir: string): Promise<string[]> {
  const kept = await filesBelow(path.join(userDataDir, 'transfers'));
  return kept.filter((file) => file !== 'transfers.journal').map((file) => `left over in the app's folder: ${file}`);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
