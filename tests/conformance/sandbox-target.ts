import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { startSandbox } from '../../electron/core/sandbox/sandbox';
import { makeClient } from './target';
import type { Target } from './target';

export const sandboxTarget: Target = {
  name: 'the sandbox bucket',
  abilities: new Set([
    'buckets',
    'cors',
    'list parts',
    'equal parts',
    'part number',
    'storage class',
    'aws-chunked',
    'nfc',
    'metadata of 8 KiB',
    'md5 part etags',
    'key length',
    'account first',
    'dot segments',
    'bare key path',
    'control characters',
  ]),
  async start() {
    const dir = await mkdtemp(join(tmpdir(), 'flow-conformance-'));
    const sandbox = await startSandbox({ dir, bucket: 'conformance' });
    const client = makeClient({ ...sandbox, keepAlive: true });
    await client.send(new CreateBucketCommand({ Bucket: 'other' }));
    client.destroy();
    return {
      ...sandbox,
      otherBucket: 'other',
      keepAlive: true,
      async close() {
        await sandbox.close();
        await rm(dir, { recursive: true });
      },
    };
  },
};
