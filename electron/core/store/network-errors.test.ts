import { describe, expect, it } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import { failureOfNetwork } from './network-errors';

function coded(code: string): Error {
  return Object.assign(new Error(`it was ${code}`), { code });
}

describe('failureOfNetwork', () => {
  it.each([
    ['ENOTFOUND', 'host-not-found'],
    ['EAI_AGAIN', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['EHOSTUNREACH', 'offline'],
    ['ECONNREFUSED', 'connection-refused'],
    ['ECONNRESET', 'connection-lost'],
    ['EPIPE', 'connection-lost'],
    ['ETIMEDOUT', 'timeout'],
    ['EPROTO', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['HPE_INVALID_CONSTANT', 'not-an-s3-server'],
  ] as const)('%s is %s', (code, expected) => {
    expect(failureOfNetwork(coded(code), 'h')).toMatchObject({ code: expected, params: { host: 'h' } });
  });

  it('looks behind what fetch and the connection race throw', () => {
    const fetched = new TypeError('fetch failed', { cause: coded('ENOTFOUND') });
    expect(failureOfNetwork(fetched, 'h')?.code).toBe('host-not-found');
    const raced = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(failureOfNetwork(raced, 'h')?.code).toBe('connection-refused');
  });

  it('keeps what the way has told in words, and names the proxy instead of the server', () => {
    const told = failure('proxy-login', { name: 'proxy:3128' });
    const wrapped = new Error('The client failed', { cause: new FailureError(told) });
    expect(failureOfNetwork(wrapped, 'h')).toEqual(told);
  });

  it('knows a timeout by its name alone', () => {
    const error = Object.assign(new Error('60000 ms of inactivity'), { name: 'TimeoutError' });
    expect(failureOfNetwork(error, 'h')?.code).toBe('timeout');
  });

  it('leaves all else alone', () => {
    const circle = new Error('a');
    circle.cause = circle;
    for (const error of [new Error('bug'), coded('ENOENT'), 'text', null, circle])
      expect(failureOfNetwork(error, 'h')).toBeNull();
  });
});
