import { Agent } from 'node:http';
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { expect } from 'vitest';

/** What only some of the servers under test do. */
export type Ability =
  | 'buckets'
  | 'cors'
  | 'list parts'
  | 'equal parts'
  | 'part number'
  | 'storage class'
  | 'aws-chunked'
  | 'nfc'
  | 'metadata of 8 KiB'
  | 'md5 part etags'
  | 'key length'
  | 'account first'
  | 'dot segments'
  | 'bare key path'
  | 'control characters';

export interface Running {
  readonly endpoint: string;
  /** A second bucket of the same account, and empty at the start as the first. */
  readonly bucket: string;
  readonly otherBucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Whether a connection may be used again after a refusal, which workerd closes without a word. */
  readonly keepAlive: boolean;
  close(): Promise<void>;
}

export interface Target {
  readonly name: string;
  readonly abilities: ReadonlySet<Ability>;
  start(): Promise<Running>;
}

/** As the app makes it: r2-facts §0. */
export function makeClient(running: Omit<Running, 'bucket' | 'otherBucket' | 'close'>): S3Client {
  return new S3Client({
    region: 'auto',
    endpoint: running.endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    maxAttempts: 1,
    requestHandler: { httpAgent: new Agent({ keepAlive: running.keepAlive }) },
    credentials: { accessKeyId: running.accessKeyId, secretAccessKey: running.secretAccessKey },
  });
}

export interface Context {
  readonly client: S3Client;
  readonly running: Running;
  /** A prefix that no other test uses. */
  readonly prefix: string;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string | RegExp;
}

export async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { status: error.$metadata.httpStatusCode ?? 0, code: error.name, message: error.message };
  }
  throw new Error('The server did not refuse.');
}

export async function expectRefusal(promise: Promise<unknown>, expected: Refusal): Promise<void> {
  const { message, ...rest } = expected;
  const actual = await refusal(promise);
  expect({ status: actual.status, code: actual.code }).toEqual(rest);
  if (message !== undefined) expect(actual.message).toMatch(message);
}
