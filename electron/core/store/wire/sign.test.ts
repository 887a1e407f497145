import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeKey } from '../../../../shared/keys';
import { RequestSigner } from './sign';

/** The hash that the SDK's signer asks for. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' ? secret : secret === undefined ? undefined : bytesOf(secret);
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('Not needed');
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

const SIGNER = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64), region: 'auto' };
const oracle = new SignatureV4({
  credentials: SIGNER,
  region: 'auto',
  service: 's3',
  sha256: Sha256,
  uriEscapePath: false,
  applyChecksum: false,
});

async function expected(
  method: string,
  path: string,
  query: Record<string, string>,
  headers: Record<string, string>,
  at: number,
): Promise<string | undefined> {
  const request = { method, protocol: 'https:', hostname: 'host', path, query, headers };
  const signed = await oracle.sign(
    { ...request, headers: { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    { signingDate: new Date(at) },
  );
  return signed.headers['authorization'];
}

const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const anyValue = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });

describe('signing', () => {
  it('signs as the SDK does, whatever the key, the headers and the moment', async () => {
    const signer = new RequestSigner(SIGNER);
    await fc.assert(
      fc.asyncProperty(
        anyKey,
        anyValue,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 4e12 }),
        async (key, value, part, at) => {
          const path = `/media/${encodeKey(key)}`;
          const headers = { host: 'host', 'content-type': value, 'x-amz-meta-prompt': value, 'cache-control': 'x' };
          const query = `partNumber=${part}&uploadId=${encodeURIComponent('u/+=')}`;
          const mine = signer.sign({ method: 'PUT', path, query, headers }, at);
          const pairs = { partNumber: String(part), uploadId: 'u/+=' };
          expect(mine['authorization']).toBe(await expected('PUT', path, pairs, headers, at));
        },
      ),
    );
  });

  it('makes a new key for a new day', () => {
    const signer = new RequestSigner(SIGNER);
    const request = { method: 'GET', path: '/media/a', query: '', headers: { host: 'host' } };
    const first = signer.sign(request, 0);
    expect(signer.sign(request, 86_400_000)).not.toEqual(first);
    expect(signer.sign(request, 0)).toEqual(first);
  });
});
