import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compositeEtag, md5FromDigest } from '../md5/md5';
import { PartFile } from './part-file';
import { partAt, planWithPartSize } from '../part-plan';
import { PartsInFile } from './parts-in-file';

const MIB = 1024 * 1024;
/** Eleven parts, the last of them short: two full turns, and an end. */
const content = randomBytes(10.5 * MIB);
const plan = planWithPartSize(content.length, MIB);
let folder = '';
let part: PartFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parts-'));
  part = await PartFile.create(folder, join(folder, 'content'));
});

afterEach(async () => {
  await part.close();
  await rm(folder, { recursive: true });
});

function etag(): string {
  const parts = Array.from({ length: plan.count }, (_, index) => partAt(plan, index + 1));
  const md5 = (bytes: Uint8Array) => md5FromDigest(createHash('md5').update(bytes).digest());
  return compositeEtag(parts.map(({ offset, length }) => md5(content.subarray(offset, offset + length))));
}

async function write(bytes: Uint8Array, proof: PartsInFile): Promise<void> {
  const step = 300_000;
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    await Promise.all([part.append(piece), proof.grow(piece, at)]);
  }
}

describe('the proof of a multipart object by its parts in the file', () => {
  it('holds for the very bytes, written while it looks at them', async () => {
    const proof = new PartsInFile(part, plan, etag());
    await write(content, proof);
    await proof.finish(content.length);
    expect(await proof.verdict()).toBe('proven');
  });

  it('holds for what an earlier try has left', async () => {
    await part.append(content);
    const proof = new PartsInFile(part, plan, etag());
    await proof.finish(content.length);
    expect(await proof.verdict()).toBe('proven');
  });

  it('does not hold for other bytes', async () => {
    const other = Buffer.from(content);
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    const proof = new PartsInFile(part, plan, etag());
    await write(other, proof);
    await proof.finish(other.length);
    expect(await proof.verdict()).toBe('unknown');
  });

  it('refutes a file that has become too short', async () => {
    const proof = new PartsInFile(part, plan, etag());
    await part.append(content);
    await truncate(part.path, 9 * MIB);
    await proof.finish(content.length);
    expect(await proof.verdict()).toBe('refuted');
  });

  it('can be stopped, and then reads no more', async () => {
    await part.append(content);
    const read = vi.spyOn(part, 'md5');
    const proof = new PartsInFile(part, plan, etag());
    proof.reach(content.length);
    await proof.stop();
    const before = read.mock.calls.length;
    expect(before).toBeLessThan(plan.count);
    proof.reach(content.length);
    await proof.finish(content.length);
    expect(read).toHaveBeenCalledTimes(before);
  });
});
