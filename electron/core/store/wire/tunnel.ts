import { connect, type Socket } from 'node:net';
import { abortError } from '../abort';

const MAX_ANSWER_BYTES = 16 * 1024;

/** A way through an HTTP proxy (`http://[user:password@]host:port`) by CONNECT. What runs through it is encrypted end to end. */
export function tunnel(proxy: string, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const { hostname, port: proxyPort, username, password } = new URL(proxy);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(proxyPort || 80) });
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const key = username === '' ? '' : `proxy-authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`;
  socket.write(`CONNECT ${place} HTTP/1.1\r\nhost: ${place}\r\n${key}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const onAbort = (): void => fail(abortError(signal));
    const onClose = (): void => fail(refused('closed'));
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData).off('error', fail).off('close', onClose);
    };
    const fail = (error: Error): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onData = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      if (!answer.includes('\r\n\r\n')) {
        if (answer.length > MAX_ANSWER_BYTES) fail(refused('no answer'));
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 'no HTTP';
      if (status !== '200') return fail(refused(status));
      settle();
      socket.pause();
      resolve(socket);
    };
    socket.on('data', onData).on('error', fail).on('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** To the app the proxy is a part of the way, which is closed. */
function refused(what: string): Error {
  return Object.assign(new Error(`The proxy does not let through (${what})`), { code: 'ECONNREFUSED' });
}
