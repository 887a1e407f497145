import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { FromIndex, IndexLine } from './index-messages';

/**
 * After how much work V8 compiles a function of SQLite anew with its slow compiler: ten times its own budget. By that, the two largest
 * take 270 ms of two other threads while the app starts and has read a few rows; a bucket that is read reaches this, too, in no time.
 */
const WASM_TIERING_BUDGET = 130_000_000;

/** Starts a thread for one index. `script`: the built `index-worker`. */
export function indexThread(script: string): IndexLine {
  setFlagsFromString(`--wasm-tiering-budget=${WASM_TIERING_BUDGET}`);
  const worker = new Worker(script);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (message: FromIndex) => listener(message)),
    onEnd: (listener) => {
      // An error that the thread did not catch ends it; `exit` follows.
      let ended: unknown = null;
      worker.on('error', (error) => (ended = error));
      worker.once('exit', () => listener(ended));
    },
  };
}
