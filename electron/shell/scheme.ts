import { Readable } from 'node:stream';
import type { Protocol, ProtocolRequest } from 'electron';
import { drop } from '../../shared/drop';
import type { Asked, Reply } from '../core/reply';

/** Chromium's `net::ERR_FAILED`. */
const FAILED = -2;

/**
 * Answers what pages ask of a scheme.
 *
 * Not by `protocol.handle`: that makes a `Request` and a `Response` of each, for which the first one loads all of Node's fetch while
 * the window waits, and sends a body through three kinds of streams (https://github.com/electron/electron/issues/42612). What came
 * before it is deprecated since Electron 25, and does neither; docs/decisions/0019-start.md.
 */
export function handleScheme(target: Protocol, scheme: string, answer: (asked: Asked) => Promise<Reply>): void {
  target.registerStreamProtocol(scheme, (request, reply) => {
    // Within the promise: what is thrown at once (an address that is none) is an answer, too, and not a page that waits for ever.
    const answered = Promise.resolve(askedBy(request))
      .then(answer)
      .then(
        ({ status, headers, body }) => reply({ statusCode: status, headers: { ...headers }, data: streamOf(body) }),
        (error: unknown) => {
          reply({ error: FAILED });
          throw error;
        },
      );
    drop(answered);
  });
}

function askedBy({ url, method, headers }: ProtocolRequest): Asked {
  const range = Object.entries(headers).find(([name]) => name.toLowerCase() === 'range');
  return { url, method, range: range?.[1] ?? null };
}

function streamOf(body: Reply['body']): Readable {
  if (body instanceof Readable) return body;
  return new Readable({
    read() {
      if (body !== null) this.push(body);
      this.push(null);
    },
  });
}
