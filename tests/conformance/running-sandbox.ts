import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { startSandbox } from '../../electron/core/sandbox/sandbox';
import type { Sandbox, SandboxOptions } from '../../electron/core/sandbox/types';
import { makeClient } from './target';

/** A sandbox in an empty folder, and a client of it, for each test. */
export class RunningSandbox {
  dir = '';
  #parts: { readonly sandbox: Sandbox; readonly client: S3Client } | undefined;

  get sandbox(): Sandbox {
    if (this.#parts === undefined) throw new Error('The sandbox is not running.');
    return this.#parts.sandbox;
  }

  get client(): S3Client {
    if (this.#parts === undefined) throw new Error('The sandbox is not running.');
    return this.#parts.client;
  }

  async start(options: Partial<SandboxOptions> = {}): Promise<void> {
    const sandbox = await startSandbox({ dir: this.dir, ...options });
    this.#parts = { sandbox, client: makeClient({ ...sandbox, keepAlive: true }) };
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.sandbox.close();
  }

  put(Key: string, more: object = {}) {
    return this.client.send(new PutObjectCommand({ Bucket: this.sandbox.bucket, Key, Body: 'body', ...more }));
  }

  get(Key: string) {
    return this.client.send(new GetObjectCommand({ Bucket: this.sandbox.bucket, Key }));
  }

  /** The files that hold contents. */
  async files(): Promise<string[]> {
    const entries = await readdir(join(this.dir, 'objects'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
}

export function useSandbox(): RunningSandbox {
  const running = new RunningSandbox();
  beforeEach(async () => {
    running.dir = await mkdtemp(join(tmpdir(), 'flow-sandbox-'));
    await running.start();
  });
  afterEach(async () => {
    await running.stop();
    await rm(running.dir, { recursive: true });
  });
  return running;
}

type Answered = { readonly $metadata: { readonly httpStatusCode?: number } };

/** The status of the answer, whether the SDK throws it or not; undefined where there was none. */
export async function statusOf(sent: Promise<Answered>): Promise<number | undefined> {
  try {
    return (await sent).$metadata.httpStatusCode;
  } catch (error) {
    return (error as Partial<Answered>).$metadata?.httpStatusCode;
  }
}

export interface PlainReply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** An unsigned request that says what it likes, path and Host included. */
export function sendPlain(base: string, path: string, method = 'GET', headers: Record<string, string> = {}) {
  const { hostname, port, host } = new URL(base);
  return new Promise<PlainReply>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { host, ...headers } }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
    });
    sent.on('error', reject).end();
  });
}
