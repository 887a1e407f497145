import { MessageChannel } from 'node:worker_threads';
import type { FromIndex, IndexLine, ToIndex } from './index-messages';
import { serveIndex } from './serve-index';

/** For tests: the index behind a real message channel, in the same thread. */
export function indexHere(): IndexLine {
  const { port1, port2 } = new MessageChannel();
  serveIndex(
    {
      post: (message: FromIndex) => port2.postMessage(message),
      onMessage: (listener) => port2.on('message', (message: ToIndex) => listener(message)),
    },
    // What was posted before still arrives; then the other side hears of the end.
    { ended: () => port2.close(), rested: () => undefined },
  );
  return {
    post: (message) => port1.postMessage(message),
    onMessage: (listener) => port1.on('message', (message: FromIndex) => listener(message)),
    onEnd: (listener) => port1.once('close', () => listener(null)),
  };
}
