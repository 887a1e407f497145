/**
 * What the thread of md5-thread.ts runs: hashes by number, fed in the order of the messages. As a text, so that it is the same
 * in the app's bundle, in tests and in the bench, and no file of its own has to be found beside them.
 */
export const MD5_PROGRAM = `'use strict';
const { createHash } = require('node:crypto');
const { parentPort } = require('node:worker_threads');
const hashes = new Map();
parentPort.on('message', ({ ticket, id, bytes, ends }) => {
  const hash = hashes.get(id) ?? createHash('md5');
  if (ends) hashes.delete(id);
  else hashes.set(id, hash);
  if (bytes !== null) hash.update(bytes);
  parentPort.postMessage({ ticket, digest: ends ? hash.digest() : null });
});
`;
