/**
 * What the thread of md5-thread.ts runs. As a text, so that it is the same in the app's bundle, in tests and in the bench, and no
 * file of its own has to be found beside them. Two kinds of questions: hashes by number, fed in the order of the messages; and
 * spans of files, read here and hashed side by side by the module of md5-lanes.ts, at each moment as many as there are lanes.
 */
export const MD5_PROGRAM = `'use strict';
const { createHash } = require('node:crypto');
const { readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');

const hashes = new Map();
function feed({ ticket, id, bytes, ends }) {
  const hash = hashes.get(id) ?? createHash('md5');
  if (ends) hashes.delete(id);
  else hashes.set(id, hash);
  if (bytes !== null) hash.update(bytes);
  parentPort.postMessage({ ticket, digest: ends ? hash.digest() : null });
}

const { code, pages, constants, layout } = workerData;
const lanes = Array(workerData.lanes).fill(null);
const waiting = [];
const memory = new WebAssembly.Memory({ initial: pages });
const { hash } = new WebAssembly.Instance(new WebAssembly.Module(code), { m: { memory } }).exports;
const state = new Uint32Array(memory.buffer, layout.state, 4 * lanes.length);
new Uint32Array(memory.buffer, layout.constants).set(constants.flatMap((one) => lanes.map(() => one)));

function begin(lane, { ticket, fd, offset, length }) {
  // With what MD5 puts behind: a byte, zeros, and the length in bits, in whole blocks.
  const total = (Math.floor((length + 8) / 64) + 1) * 64;
  [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476].forEach((word, part) => (state[part * lanes.length + lane] = word));
  lanes[lane] = { ticket, fd, offset, length, total, at: 0 };
}

function digestOf(lane) {
  return Uint8Array.from([0, 1, 2, 3].flatMap((part) => {
    const word = state[part * lanes.length + lane];
    return [word, word >>> 8, word >>> 16, word >>> 24];
  }));
}

/** False when the file ends before the span does. */
function fill(lane, span, count) {
  const area = new Uint8Array(memory.buffer, layout.data + lane * layout.stride, count);
  const left = Math.max(0, Math.min(count, span.length - span.at));
  for (let filled = 0; filled < left; ) {
    const read = readSync(span.fd, area, filled, left - filled, span.offset + span.at + filled);
    if (read === 0) return false;
    filled += read;
  }
  area.fill(0, left);
  if (span.at + left === span.length && left < count) area[left] = 0x80;
  if (span.at + count === span.total) {
    const end = new DataView(area.buffer, area.byteOffset + count - 8, 8);
    end.setUint32(0, span.length * 8, true);
    end.setUint32(4, Math.floor(span.length / 2 ** 29), true);
  }
  return true;
}

function answer(lane, told) {
  parentPort.postMessage({ ticket: lanes[lane].ticket, digest: null, ...told });
  lanes[lane] = null;
}

function fillOrAnswer(lane, span, count) {
  try {
    if (!fill(lane, span, count)) answer(lane, {});
  } catch ({ message, code }) {
    answer(lane, { error: { message, code } });
  }
}

function work() {
  lanes.forEach((span, lane) => {
    if (span === null && waiting.length > 0) begin(lane, waiting.shift());
  });
  const count = Math.min(layout.stride, ...lanes.map((span) => (span === null ? Infinity : span.total - span.at)));
  lanes.forEach((span, lane) => span !== null && fillOrAnswer(lane, span, count));
  hash(count / 64);
  lanes.forEach((span, lane) => {
    if (span !== null && (span.at += count) === span.total) answer(lane, { digest: digestOf(lane) });
  });
  // In turns with the messages, so that a span which comes now joins the others.
  if (waiting.length > 0 || lanes.some((span) => span !== null)) setImmediate(work);
}

parentPort.on('message', (question) => {
  if (question.fd === undefined) return feed(question);
  if (waiting.push(question) === 1 && lanes.every((span) => span === null)) setImmediate(work);
});
`;
