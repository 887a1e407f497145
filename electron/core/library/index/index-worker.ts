import { parentPort } from 'node:worker_threads';
import { drop } from '../../../../shared/drop';
import { collectGarbage } from '../../collect-garbage';
import { serveIndex } from './serve-index';
import type { FromIndex, ToIndex } from './index-messages';

const port = parentPort;
if (port === null) throw new Error('The index runs in a worker thread only.');

serveIndex(
  {
    post: (message: FromIndex) => port.postMessage(message),
    onMessage: (listener) => port.on('message', (message: ToIndex) => listener(message)),
  },
  {
    ended: () => port.close(),
    // Where it cannot be collected it stays: no reason to end.
    rested: () => drop(collectGarbage().catch(() => undefined)),
  },
);
