import { request as askPlainly, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { Readable } from 'node:stream';
import type { ProxyFor } from './store-config';
import { ProxiedAgent } from './wire/proxied-agent';

export interface WebQuestion {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As it came over the line, in Buffers; read it to its end or destroy it. Throws when it breaks off. */
  readonly body: Readable;
}

/**
 * Asks another server than the bucket's: no cookies, no credentials but those in the headers, nothing kept, and no redirect
 * followed (docs/decisions/0014-proxies.md).
 */
export type WebFetch = (url: URL, question: WebQuestion) => Promise<WebAnswer>;

/** https goes through the proxy that `proxyFor` names; http is for this machine alone, and goes straight. */
export function createWebFetch(proxyFor: ProxyFor): WebFetch {
  const agent = new ProxiedAgent({ keepAlive: false }, proxyFor);
  return (url, { method, headers = {}, body, signal }) => {
    const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
    const usual = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'flow-media' };
    const options: RequestOptions = { method, headers: { ...usual, ...headers, ...length }, signal };
    const asked =
      url.protocol === 'https:'
        ? askSecurely(url, { ...options, agent })
        : askPlainly(url, { ...options, agent: false });
    return answerTo(asked, body);
  };
}

function answerTo(asked: ClientRequest, body: string | Uint8Array | undefined): Promise<WebAnswer> {
  return new Promise((resolve, reject) => {
    // Stays for what goes wrong after the head: the body tells that by itself.
    asked.on('error', reject);
    asked.on('response', (message) =>
      resolve({ status: message.statusCode ?? 0, headers: headersOf(message), body: message }),
    );
    asked.end(body);
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}
