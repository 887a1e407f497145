import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateMultipartUploadCommand, ListPartsCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleCli, runCli, startProcess } from './sandbox-process';
import { makeClient } from './target';

let root: string;
let cli: string;
let dir: string;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'flow-process-'));
  cli = await bundleCli(join(root, 'bundle'));
}, 60_000);
beforeEach(() => {
  dir = join(root, `data ${++count}`);
});
afterAll(() => rm(root, { recursive: true }));

const md5 = (data: Buffer | Uint8Array): string => createHash('md5').update(data).digest('hex');

describe('the sandbox command', () => {
  test('prints what a client needs, keeps it over a restart, and ends cleanly', async () => {
    const first = await startProcess(cli, ['--dir', dir, '--port', '0', '--bucket', 'mine']);
    expect(first.info).toEqual({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      publicBase: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      accessKeyId: expect.stringMatching(/^[0-9a-f]{32}$/),
      secretAccessKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      bucket: 'mine',
    });
    const client = makeClient({ ...first.info, keepAlive: true });
    await client.send(new PutObjectCommand({ Bucket: 'mine', Key: 'kept', Body: 'kept' }));
    expect(await first.kill('SIGTERM')).toBe(0);
    expect((await stat(join(dir, 'sandbox.json'))).mode & 0o777).toBe(0o600);

    const second = await startProcess(cli, ['--dir', dir, '--bucket', 'mine']);
    expect(second.info).toEqual(first.info);
    const read = await fetch(`${second.info.publicBase}/kept`);
    expect(await read.text()).toBe('kept');
    expect(await second.kill('SIGINT')).toBe(0);
    client.destroy();
  });

  test.each([
    [[], /^--dir is missing/],
    [['--dir', 'x', '--port', 'http'], /^--port must be a number from 0 to 65535, not "http"\./],
    [['--dir', 'x', '--profile', 'odd'], /^There is no profile "odd", but full\|/],
    [['--dir', 'x', '--bucket', 'No'], /^"No" is no bucket name/],
    [['--folder', 'x'], /--folder/],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, error } = await runCli(cli, args);
    expect([code, error]).toEqual([1, expect.stringMatching(message)]);
    expect(error).not.toContain('    at ');
  });

  test('says that a port is taken, and a folder', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const refused = await runCli(cli, ['--dir', dir, '--port', String(port)]);
    expect(refused).toEqual({ code: 1, error: expect.stringContaining(`Port ${port} is in use`) });
    other.close();
    const running = await startProcess(cli, ['--dir', dir]);
    const second = await runCli(cli, ['--dir', dir]);
    expect(second).toEqual({ code: 1, error: expect.stringContaining('Another sandbox is running on this folder') });
    await running.kill('SIGTERM');
  });
});

/** Writes until the server dies; returns the MD5 of each object whose write was answered. */
async function writeUntilDeath(client: ReturnType<typeof makeClient>, round: number, onAnswer: () => void) {
  const answered = new Map<string, string>();
  const writer = async (lane: number): Promise<void> => {
    for (let index = 0; ; index++) {
      // Every lane goes over one key again and again, and over new ones.
      const key = index % 2 === 0 ? `lane ${lane}` : `round ${round}/${lane}/${index}`;
      const body = Buffer.alloc(1 + ((index * 7919 + lane) % 300_000), `${round}.${lane}.${index} `);
      answered.delete(key);
      await client.send(new PutObjectCommand({ Bucket: 'sandbox', Key: key, Body: body }));
      answered.set(key, md5(body));
      onAnswer();
    }
  };
  await Promise.allSettled(Array.from({ length: 6 }, (_, lane) => writer(lane)));
  return answered;
}

describe('a kill at any moment', () => {
  test('loses no answered write, keeps no half one, and leaves no orphan', async () => {
    const expected = new Map<string, string>();
    for (const [round, answersBeforeKill] of [3, 40, 90].entries()) {
      const running = await startProcess(cli, ['--dir', dir]);
      const client = makeClient({ ...running.info, keepAlive: true });
      let answers = 0;
      let killed: Promise<number | string> | undefined;
      const answered = await writeUntilDeath(client, round, () => {
        if (++answers === answersBeforeKill) killed = running.kill('SIGKILL');
      });
      expect(await killed).toBe('SIGKILL');
      client.destroy();
      // A key whose last write was not answered may hold either.
      for (const key of expected.keys()) if (key.startsWith('lane') && !answered.has(key)) expected.delete(key);
      for (const [key, sum] of answered) expected.set(key, sum);
    }
    await appendFile(join(dir, 'state.jsonl'), '\n[["objects","sandbox/torn",{"segm');

    const running = await startProcess(cli, ['--dir', dir]);
    const client = makeClient({ ...running.info, keepAlive: true });
    const listed = (await client.send(new ListObjectsV2Command({ Bucket: 'sandbox' }))).Contents ?? [];
    const found = new Map<string, string>();
    for (const { Key = '', ETag } of listed) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'sandbox', Key }));
      const sum = md5((await Body?.transformToByteArray()) ?? new Uint8Array());
      expect(`"${sum}"`).toBe(ETag);
      found.set(Key, sum);
    }
    expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(expected));
    const files = await readdir(join(dir, 'objects'), { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile())).toHaveLength(found.size);
    client.destroy();
    await running.kill('SIGTERM');
  }, 60_000);

  test('leaves a multipart upload where it was', async () => {
    const first = await startProcess(cli, ['--dir', dir]);
    const client = makeClient({ ...first.info, keepAlive: false });
    const address = { Bucket: 'sandbox', Key: 'big' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(address));
    const part = { ...address, UploadId, PartNumber: 1, Body: Buffer.alloc(100_000, 'p') };
    const { ETag } = await client.send(new UploadPartCommand(part));
    await first.kill('SIGKILL');
    const second = await startProcess(cli, ['--dir', dir]);
    const parts = await client.send(new ListPartsCommand({ ...address, UploadId }));
    expect(parts.Parts).toMatchObject([{ PartNumber: 1, ETag, Size: 100_000 }]);
    await second.kill('SIGTERM');
    client.destroy();
  });
});
