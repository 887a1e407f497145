import { Agent } from 'node:http';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { errorOf, sendSigned } from './raw-client';
import type { RawReply, RawRequest } from './raw-client';
import type { Ability, Context } from './target';

export function rawCases(context: () => Context, abilities: ReadonlySet<Ability>): void {
  const path = (key = 'raw'): string => {
    const { running, prefix } = context();
    return `/${running.bucket}/${prefix.replace(' ', '%20')}${key}`;
  };
  const signed = (raw: Partial<RawRequest>): Promise<RawReply> =>
    sendSigned(context().running, { path: path(), ...raw });
  const spoiled = (name: string, change: (value: string) => string | undefined): Promise<RawReply> =>
    signed({
      spoil: ({ [name]: value = '', ...headers }) => {
        const changed = change(value);
        return changed === undefined ? headers : { ...headers, [name]: changed };
      },
    });

  describe('signatures', () => {
    test('that are right reach the object', async () => {
      expect(errorOf(await signed({}))).toEqual({
        status: 404,
        code: 'NoSuchKey',
        message: 'The specified key does not exist.',
      });
    });

    test('made with a wrong secret are refused', async () => {
      const reply = await signed({ secretAccessKey: '0'.repeat(64) });
      expect(errorOf(reply)).toEqual({
        status: 403,
        code: 'SignatureDoesNotMatch',
        message:
          'The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.',
      });
      expect(reply.text).not.toContain(context().running.secretAccessKey);
    });

    test('of an unknown key are unauthorized', async () => {
      const expected = { status: 401, code: 'Unauthorized', message: 'Unauthorized' };
      expect(errorOf(await signed({ accessKeyId: 'f'.repeat(32) }))).toEqual(expected);
    });

    test.skipIf(!abilities.has('key length')).each([20, 33, 64])('of a key of %i characters say so', async (length) => {
      expect(errorOf(await signed({ accessKeyId: 'a'.repeat(length) }))).toEqual({
        status: 400,
        code: 'InvalidArgument',
        message: `Credential access key has length ${length}, should be 32`,
      });
    });

    test('from another hour are too skewed', async () => {
      for (const minutes of [-16, 16]) {
        const date = new Date(Date.now() + minutes * 60_000);
        expect(errorOf(await signed({ date }))).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
      }
      expect((await signed({ date: new Date(Date.now() - 14 * 60_000) })).status).toBe(404);
    });

    test.each<[string, string, (value: string) => string | undefined, number, string, string | RegExp]>([
      ['missing', 'authorization', () => undefined, 400, 'InvalidArgument', 'Authorization'],
      ['no SigV4', 'authorization', () => 'Bearer x', 400, 'InvalidRequest', 'Please use AWS4-HMAC-SHA256'],
      ['cut short', 'authorization', (a) => a.replace(/, Signature.*/, ''), 400, 'InvalidRequest', /Please use/],
      ['host not signed', 'authorization', (a) => a.replace('host;', ''), 401, 'Unauthorized', 'Unauthorized'],
      [
        'no payload hash',
        'x-amz-content-sha256',
        () => undefined,
        400,
        'InvalidRequest',
        'Missing x-amz-content-sha256',
      ],
      ['no date', 'x-amz-date', () => undefined, 400, 'InvalidArgument', /date/i],
      ['a bad date', 'x-amz-date', () => 'today', 400, 'InvalidArgument', /^Date .*didn't parse successfully$/],
    ])('with %s are refused', async (_name, header, change, status, code, message) => {
      const refused = errorOf(await spoiled(header, change));
      expect({ status: refused.status, code: refused.code }).toEqual({ status, code });
      expect(refused.message).toMatch(message);
    });

    test('hold for their scope', async () => {
      const scopes = [
        ['/s3/', '/ec2/'],
        ['aws4_request', 'aws5'],
        ['/auto/s3', ''],
        [/\/\d{8}\//, '/20200101/'],
      ] as const;
      for (const [part, other] of scopes) {
        const { status } = await spoiled('authorization', (value) => value.replace(part, other));
        expect([400, 403]).toContain(status);
      }
    });

    test('hold for each header, the query and the path', async () => {
      const mismatch = { status: 403, code: 'SignatureDoesNotMatch' };
      const headers = { 'x-amz-meta-a': '1' };
      const changed = await signed({ headers, spoil: (all) => ({ ...all, 'x-amz-meta-a': '2' }) });
      expect(errorOf(changed)).toMatchObject(mismatch);
      expect(errorOf(await signed({ path: `${path()}?b=2&a=1` }))).toMatchObject(mismatch);
      expect((await signed({ path: `${path()}?a=1&b=2` })).status).toBe(404);
    });

    test.skipIf(!abilities.has('bare key path'))('of a path with a bare ! or + are refused, as R2 does', async () => {
      for (const key of ['wow!', 'a+b']) {
        expect(errorOf(await signed({ path: path(key) }))).toMatchObject({
          status: 403,
          code: 'SignatureDoesNotMatch',
        });
      }
    });

    test.skipIf(!abilities.has('account first'))('count before the bucket does', async () => {
      const reply = await signed({ path: '/no-such-bucket/x', secretAccessKey: '0'.repeat(64) });
      expect(errorOf(reply)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    });
  });

  describe('bodies', () => {
    const put = (raw: Partial<RawRequest>): Promise<RawReply> => signed({ method: 'PUT', ...raw });

    test('must be what was signed', async () => {
      const reply = await put({ body: 'other', payloadHash: 'a'.repeat(64) });
      expect(errorOf(reply)).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
      expect((await signed({})).status).toBe(404);
    });

    test('may be unsigned', async () => {
      expect((await put({ body: 'free', payloadHash: 'UNSIGNED-PAYLOAD' })).status).toBe(200);
      expect((await signed({})).text).toBe('free');
    });

    describe.skipIf(!abilities.has('aws-chunked'))('aws-chunked', () => {
      const chunked = (body: string, length: number, more: Record<string, string> = {}): Promise<RawReply> =>
        put({
          body,
          payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          headers: { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(length), ...more },
        });

      test('are stored without their framing', async () => {
        expect((await chunked('5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n', 11)).status).toBe(200);
        const read = await signed({});
        expect([read.text, read.headers['content-encoding']]).toEqual(['hello world', undefined]);
      });

      test('may have trailers', async () => {
        const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
        const sum = Buffer.from(crc32('hello').toString(16).padStart(8, '0'), 'hex').toString('base64');
        const body = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`;
        expect((await chunked(body, 5, trailer)).status).toBe(200);
        expect((await signed({})).text).toBe('hello');
      });

      test.each([
        ['no size', 'zz\r\nhello\r\n0\r\n\r\n', 'IncompleteBody'],
        ['a size too small', '4\r\nhello\r\n0\r\n\r\n', 'IncompleteBody'],
        ['no end', '5\r\nhello\r\n', 'IncompleteBody'],
        ['a chunk cut short', '5\r\nhel', 'IncompleteBody'],
        ['a false length', '4\r\nhell\r\n0\r\n\r\n', 'IncompleteBody'],
      ])('with %s are refused, and nothing is stored', async (_name, body, code) => {
        expect(errorOf(await chunked(body, 5))).toMatchObject({ status: 400, code });
        expect((await signed({})).status).toBe(404);
      });

      test('that go wrong early are read to their end, so that the connection can go on', async () => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const body = Buffer.concat([Buffer.from('zz'), Buffer.alloc(20_000_000)]);
        const headers = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(body.length) };
        const reply = await put({ body, headers, agent, payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' });
        expect(errorOf(reply)).toMatchObject({ status: 400, code: 'IncompleteBody' });
        expect((await signed({ agent })).status).toBe(404);
        agent.destroy();
      });

      test.each(['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'])(
        '%s is not implemented',
        async (payloadHash) => {
          const reply = await put({ body: 'x', payloadHash });
          expect(errorOf(reply)).toEqual({
            status: 501,
            code: 'NotImplemented',
            message: `${payloadHash} not implemented`,
          });
        },
      );

      test('a body without a length is refused', async () => {
        const reply = await put({
          body: 'x',
          spoil: ({ 'content-length': _length, ...headers }) => ({ ...headers, 'transfer-encoding': 'chunked' }),
        });
        expect(errorOf(reply)).toMatchObject({ status: 411, code: 'MissingContentLength' });
      });
    });
  });

  describe('requests', () => {
    test('for what is no route are refused', async () => {
      const { code } = errorOf(await signed({ method: 'PATCH' }));
      expect(['NotImplemented', 'RouteNotFound']).toContain(code);
    });

    test('with XML that is none are refused', async () => {
      for (const body of ['', '<Delete>', '<Other/>', '<Delete><Object><Key>x</Object></Key></Delete>']) {
        const reply = await signed({ method: 'POST', path: `/${context().running.bucket}?delete=`, body });
        expect(errorOf(reply)).toMatchObject({ status: 400, code: 'MalformedXML' });
      }
    });
  });
}
