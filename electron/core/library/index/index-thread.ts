import { Worker } from 'node:worker_threads';
import type { FromIndex, IndexLine } from './index-messages';

/** Starts a thread for one index. `script`: the built `index-worker`. */
export function indexThread(script: string): IndexLine {
  const worker = new Worker(script);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (message: FromIndex) => listener(message)),
    onEnd: (listener) => {
      // An error that the thread did not catch ends it; `exit` follows.
      worker.on('error', () => undefined);
      worker.once('exit', listener);
    },
  };
}
