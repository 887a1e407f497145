import { PassThrough, type Readable } from 'node:stream';

/**
 * A body whose breaks are told in the app's words: `translate` turns what the socket says into a FailureError or an AbortError.
 * Destroying the outer stream frees the socket.
 */
export function translatedBody(body: Readable, translate: (error: unknown) => unknown): Readable {
  const outer = new PassThrough();
  body.once('error', (error) => {
    const told = translate(error);
    outer.destroy(told instanceof Error ? told : new Error(String(told)));
  });
  body.once('close', () => {
    // Without its end: the other side left in the middle.
    if (!body.readableEnded && !outer.destroyed) outer.destroy(asError(translate(prematureClose())));
  });
  outer.once('close', () => body.destroy());
  return body.pipe(outer);
}

function prematureClose(): Error {
  return Object.assign(new Error('The answer ended early'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
