import { connect, type Socket } from 'node:net';
import { failure, FailureError } from '../../../../shared/failure';
import { abortError } from '../abort';
import { failureOfNetwork } from '../network-errors';
import { noteReach } from './proxies-passed-by';

const MAX_ANSWER_BYTES = 16 * 1024;
/** Less than a connection may take as a whole, so that it is the proxy which is told of. */
const PATIENCE_MS = 8_000;

/**
 * A way through an HTTP proxy (`http://[user:password@]host:port`) by CONNECT. What runs through it is encrypted end to end. Fails
 * with `proxy-login` or `proxy-unreachable` where it is the proxy that is in the way, also when it is silent for `patience` ms.
 */
export async function tunnel(
  proxy: string,
  host: string,
  port: number,
  signal: AbortSignal,
  patience = PATIENCE_MS,
): Promise<Socket> {
  const { hostname, port: proxyPort, username, password, host: name } = new URL(proxy);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(proxyPort || 80) });
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const key = username === '' ? '' : `proxy-authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`;
  socket.write(`CONNECT ${place} HTTP/1.1\r\nhost: ${place}\r\n${key}\r\n`);
  const late = setTimeout(() => socket.destroy(refused(name, 'It does not answer')), patience);
  const onAbort = (): void => void socket.destroy(abortError(signal));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    await letThrough(socket, name);
    noteReach(proxy, true);
    return socket;
  } catch (error) {
    // One that says no is to be obeyed: there may be a reason why nobody is to go round it.
    if (socket.bytesRead === 0 && isUnreachable(error)) noteReach(proxy, false);
    socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Resolves once the proxy `name` has said yes; nothing of the server's has been read then. */
function letThrough(socket: Socket, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const onError = (error: Error): void => settle(unreached(error, name));
    const onClose = (): void => settle(refused(name, 'It closed the connection'));
    const settle = (error: Error | null): void => {
      socket.off('data', onData).off('error', onError).off('close', onClose).pause();
      if (error === null) resolve();
      else reject(error);
    };
    const onData = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      if (answer.includes('\r\n\r\n')) settle(refusalIn(answer, name));
      else if (answer.length > MAX_ANSWER_BYTES) settle(refused(name, 'Its answer has no end'));
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
}

/** Any 2xx lets through (RFC 9110, 9.3.6). */
function refusalIn(answer: string, name: string): Error | null {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
  if (status === undefined) return refused(name, 'Its answer is no HTTP');
  if (status === '407') return new FailureError(failure('proxy-login', { name }, 'HTTP 407'));
  return status.startsWith('2') ? null : refused(name, `HTTP ${status}`);
}

function isUnreachable(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'proxy-unreachable';
}

function refused(name: string, detail: string): Error {
  return new FailureError(failure('proxy-unreachable', { name }, detail));
}

/** Without any network it is not the proxy that is missing. */
function unreached(error: Error, name: string): Error {
  if (error instanceof FailureError) return error;
  const cause = failureOfNetwork(error, name);
  return cause === null || cause.code === 'offline' ? error : refused(name, cause.detail ?? error.message);
}
