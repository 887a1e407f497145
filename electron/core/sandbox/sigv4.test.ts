import { describe, expect, test } from 'vitest';
import { computeSignature } from './sigv4';

/*
 * The worked examples of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and
 * sigv4-query-string-auth.html, all of which sign with AWS's published example secret at one time.
 */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HOST = 'examplebucket.s3.amazonaws.com';

interface Example {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payloadHash: string;
  readonly signature: string;
}

const amz = { 'x-amz-content-sha256': EMPTY, 'x-amz-date': '20130524T000000Z' };
const EXAMPLES: readonly Example[] = [
  {
    name: 'GET Object',
    method: 'GET',
    path: '/test.txt',
    query: '',
    payloadHash: EMPTY,
    headers: { host: HOST, range: 'bytes=0-9', ...amz },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT Object',
    method: 'PUT',
    path: '/test%24file.text',
    query: '',
    payloadHash: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    headers: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      host: HOST,
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET Bucket Lifecycle',
    method: 'GET',
    path: '/',
    query: 'lifecycle',
    payloadHash: EMPTY,
    headers: { host: HOST, ...amz },
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'List Objects',
    method: 'GET',
    path: '/',
    query: 'max-keys=2&prefix=J',
    payloadHash: EMPTY,
    headers: { host: HOST, ...amz },
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
  {
    name: 'presigned GET Object',
    method: 'GET',
    path: '/test.txt',
    payloadHash: 'UNSIGNED-PAYLOAD',
    query:
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=left-out',
    headers: { host: HOST },
    signature: 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  },
];

const inputOf = ({ method, path, query, headers, payloadHash }: Omit<Example, 'name' | 'signature'>) => ({
  method,
  path,
  query: new URLSearchParams(query),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  signedHeaders: Object.keys(headers),
  payloadHash,
  amzDate: '20130524T000000Z',
  scope: '20130524/us-east-1/s3/aws4_request',
});

describe('Signature Version 4', () => {
  test.each(EXAMPLES)("computes AWS's own example: $name", (example) => {
    expect(computeSignature(inputOf(example), SECRET).signature).toBe(example.signature);
  });

  test('puts path, query and headers into canonical form', () => {
    const input = {
      ...inputOf({
        method: 'GET',
        path: "/b/a%20b/%e7%8c%ab/%2F/!'()*/..//+",
        query: 'b=2&a=%2B&a=+&c',
        headers: {},
        payloadHash: 'x',
      }),
      headers: { host: ['h'], many: [' a   b ,c'] },
      signedHeaders: ['host', 'many'],
    };
    const request = computeSignature(input, SECRET).canonicalRequest;
    expect(request.split('\n')).toEqual([
      'GET',
      '/b/a%20b/%E7%8C%AB/%2F/%21%27%28%29%2A/..//%2B',
      'a=%20&a=%2B&b=2&c=',
      'host:h',
      'many:a b ,c',
      '',
      'host;many',
      'x',
    ]);
  });
});
