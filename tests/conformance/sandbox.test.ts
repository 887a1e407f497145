import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { describe, expect, test, vi } from 'vitest';
import { sendPlain, statusOf, useSandbox } from './running-sandbox';
import { PROFILES } from '../../electron/core/sandbox/profiles';
import { startSandbox } from '../../electron/core/sandbox/sandbox';

const running = useSandbox();

describe('a web page of another site', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', 'x@localhost'])(
    'that rebinds %j to this machine gets nothing',
    async (host) => {
      await running.put('k');
      for (const base of [running.sandbox.endpoint, running.sandbox.publicBase]) {
        expect((await sendPlain(base, '/k', 'GET', { host })).status).toBe(403);
      }
    },
  );

  test.each(['localhost', '127.0.0.1', '[::1]'])('%s is this machine', async (name) => {
    await running.put('k');
    const host = `${name}:${new URL(running.sandbox.publicBase).port}`;
    expect((await sendPlain(running.sandbox.publicBase, '/k', 'GET', { host })).status).toBe(200);
  });
});

describe('profiles', () => {
  test('object-scoped reaches objects of one bucket and nothing else', async () => {
    await running.client.send(new CreateBucketCommand({ Bucket: 'other' }));
    running.sandbox.setProfile('object-scoped');
    const list = (Bucket: string) => statusOf(running.client.send(new ListObjectsV2Command({ Bucket })));
    expect(await statusOf(running.put('k'))).toBe(200);
    expect(await list(running.sandbox.bucket)).toBe(200);
    expect([await list('other'), await list('no-such-bucket')]).toEqual([403, 403]);
    expect(await statusOf(running.client.send(new ListBucketsCommand({})))).toBe(403);
    expect(await statusOf(running.client.send(new HeadBucketCommand({ Bucket: running.sandbox.bucket })))).toBe(403);
    expect(await statusOf(running.client.send(new CreateBucketCommand({ Bucket: 'third' })))).toBe(403);
  });

  test('read-only reads', async () => {
    await running.put('k');
    running.sandbox.setProfile('read-only');
    expect([await statusOf(running.get('k')), await statusOf(running.put('k'))]).toEqual([200, 403]);
    expect(
      await statusOf(
        running.client.send(new CreateMultipartUploadCommand({ Bucket: running.sandbox.bucket, Key: 'k' })),
      ),
    ).toBe(403);
    expect(await statusOf(running.client.send(new CreateBucketCommand({ Bucket: 'third' })))).toBe(403);
  });

  test('failing fails the same requests each time, and never all', async () => {
    const run = async (): Promise<(number | undefined)[]> => {
      running.sandbox.setProfile('failing');
      const statuses: (number | undefined)[] = [];
      for (let index = 0; index < 40; index++) statuses.push(await statusOf(running.put('k')));
      return statuses;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 429, 500, 503]));
  });

  test('slow gives everything, in its own time', async () => {
    running.sandbox.setProfile({ ...PROFILES.slow, delay: 5, pace: 1024 * 1024 });
    await running.put('k', { Body: 'slowly' });
    expect(await (await running.get('k')).Body?.transformToString()).toBe('slowly');
  });
});

describe('on disk', () => {
  test('contents lie in files with hash names, and none is left of a write that was refused', async () => {
    for (const key of ['../x', 'CON', 'a//b', '猫']) await running.put(key);
    for (const name of await running.files()) expect(name).toMatch(/^[0-9a-f]{64}-[0-9a-f]{16}$/);
    expect(await statusOf(running.put('k', { ContentMD5: Buffer.alloc(16).toString('base64') }))).toBe(400);
    expect(await statusOf(running.put('CON', { IfNoneMatch: '*' }))).toBe(412);
    expect(await running.files()).toHaveLength(4);
  });
});

describe('closing', () => {
  test('ends what is under way, and leaves nothing half-written', async () => {
    running.sandbox.setProfile({ ...PROFILES.full, pace: 100_000 });
    const sending = statusOf(running.put('k', { Body: Buffer.alloc(2_000_000) }));
    await vi.waitFor(async () => expect(await running.files()).toHaveLength(1));
    await running.sandbox.close();
    expect([await sending, await running.files()]).toEqual([undefined, []]);
  });
});

describe('a restart', () => {
  test('keeps keys, ports and objects', async () => {
    await running.put('k');
    const { endpoint, publicBase, accessKeyId, secretAccessKey } = running.sandbox;
    await running.stop();
    await running.start();
    expect(running.sandbox).toMatchObject({ endpoint, publicBase, accessKeyId, secretAccessKey });
    expect(await statusOf(running.get('k'))).toBe(200);
  });

  test('takes other ports where its own are taken', async () => {
    const { endpoint } = running.sandbox;
    await running.stop();
    const other = await mkdtemp(join(tmpdir(), 'flow-other-'));
    const squatter = await startSandbox({ dir: other, port: Number(new URL(endpoint).port) });
    await running.start();
    expect(running.sandbox.endpoint).not.toBe(endpoint);
    await squatter.close();
    await rm(other, { recursive: true });
  });

  test('is refused while another sandbox has the folder', async () => {
    await expect(startSandbox({ dir: running.dir })).rejects.toThrow(/Another sandbox is running on this folder/);
  });
});
