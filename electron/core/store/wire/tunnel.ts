import { connect, type Socket } from 'node:net';
import { failure, FailureError } from '../../../../shared/failure';
import { abortError } from '../abort';
import { failureOfNetwork } from '../network-errors';

const MAX_ANSWER_BYTES = 16 * 1024;

/**
 * A way through an HTTP proxy (`http://[user:password@]host:port`) by CONNECT. What runs through it is encrypted end to end. Fails
 * with `proxy-login` or `proxy-unreachable` where it is the proxy that is in the way.
 */
export function tunnel(proxy: string, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const { hostname, port: proxyPort, username, password, host: name } = new URL(proxy);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(proxyPort || 80) });
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const key = username === '' ? '' : `proxy-authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`;
  socket.write(`CONNECT ${place} HTTP/1.1\r\nhost: ${place}\r\n${key}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const onAbort = (): void => fail(abortError(signal));
    const onError = (error: Error): void => fail(unreached(error, name));
    const onClose = (): void => fail(refused(name, 'It closed the connection'));
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData).off('error', onError).off('close', onClose);
    };
    const fail = (error: Error): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onData = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      if (!answer.includes('\r\n\r\n')) {
        if (answer.length > MAX_ANSWER_BYTES) fail(refused(name, 'Its answer has no end'));
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? null;
      if (status === null || !status.startsWith('2')) return fail(refusedBy(name, status));
      settle();
      socket.pause();
      resolve(socket);
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function refusedBy(name: string, status: string | null): Error {
  if (status === '407') return new FailureError(failure('proxy-login', { name }, 'HTTP 407'));
  return refused(name, status === null ? 'Its answer is no HTTP' : `HTTP ${status}`);
}

function refused(name: string, detail: string): Error {
  return new FailureError(failure('proxy-unreachable', { name }, detail));
}

/** Without any network it is not the proxy that is missing. */
function unreached(error: Error, name: string): Error {
  const cause = failureOfNetwork(error, name);
  return cause === null || cause.code === 'offline' ? error : refused(name, cause.detail ?? error.message);
}
