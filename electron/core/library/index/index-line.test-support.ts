import { MessageChannel } from 'node:worker_threads';
import type { FromIndex, IndexLine, ToIndex } from './index-messages';
import { serveIndex } from './serve-index';

/** For tests: the index behind a real message channel, in the same thread. */
export function indexHere(): IndexLine {
  const { port1, port2 } = new MessageChannel();
  let ended = false;
  const listeners: (() => void)[] = [];
  serveIndex(
    {
      post: (message: FromIndex) => port2.postMessage(message),
      onMessage: (listener) => port2.on('message', (message: ToIndex) => listener(message)),
    },
    () => {
      // After what was posted before.
      setImmediate(() => {
        ended = true;
        port1.close();
        port2.close();
        for (const listener of listeners) listener();
      });
    },
  );
  return {
    post: (message) => port1.postMessage(message),
    onMessage: (listener) => port1.on('message', (message: FromIndex) => listener(message)),
    onEnd: (listener) => (ended ? listener() : listeners.push(listener)),
  };
}
