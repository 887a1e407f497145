// node tests/bench/transfers/floor.mjs: what the parts of a large transfer cost by themselves, CPU seconds a GiB, in plain Node and in
// Electron (as Node: no window). Nothing of the app takes part, so that no transfer by these means can cost less than their sum.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { link, lstat, mkdir, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connect, createServer } from 'node:tls';
import { electronPath } from '../../../build/electron-path.mjs';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const ROUNDS = 3;
const [role, folder, port] = process.argv.slice(2);

/** Told to the server by the first byte: that it is to send a GiB, or that one comes. */
const SEND = 's';
const TAKE = 't';

const parts = {
  'TLS, received and thrown away': () => receive(() => undefined),
  'the same, copied into shared chunks of 512 KiB': () => receive(copier()),
  'the same, and written to a file meanwhile': receiveIntoFile,
  'TLS, sent in slices of 256 KiB': send,
  'file, written in pieces of 512 KiB': () =>
    onFile('w', 512 * 1024, (file, piece, at) => file.write(piece, 0, piece.length, at)),
  'file, read in pieces of 16 MiB': () =>
    onFile('r', 16 * MIB, (file, piece, at) => file.read(piece, 0, piece.length, at)),
  'file, read in pieces of 128 KiB': () =>
    onFile('r', MIB / 8, (file, piece, at) => file.read(piece, 0, piece.length, at)),
  'MD5, one chain': md5,
  '2,000 files of 100 KiB (not a GiB): made, written, given their names': smallFiles,
};

if (role === 'server') serve();
else if (role === undefined) await main();
else await measure(parts[role]);

async function main() {
  const place = mkdtempSync(path.join(tmpdir(), 'floor-'));
  const certificate = ['-keyout', path.join(place, 'key'), '-out', path.join(place, 'cert'), '-subj', '/CN=floor'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  spawnSync('openssl', ['req', '-x509', ...curve, ...certificate], { stdio: 'ignore' });
  const server = spawn(process.execPath, [import.meta.filename, 'server', place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [at] = await once(createInterface(server.stdout), 'line');
  const seconds = (program, part) => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const runs = Array.from({ length: ROUNDS }, () => {
      const { stdout } = spawnSync(program, [import.meta.filename, part, place, at], { env, encoding: 'utf8' });
      return Number(stdout.trim());
    });
    return runs.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)].toFixed(2);
  };
  console.log('| CPU seconds a GiB | Node | Electron |\n| --- | --- | --- |');
  for (const part of Object.keys(parts)) {
    console.log(`| ${part} | ${seconds(process.execPath, part)} | ${seconds(electronPath(), part)} |`);
  }
  server.kill();
  rmSync(place, { recursive: true });
}

async function measure(part) {
  const before = process.cpuUsage();
  await part();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1e6);
  process.exit(0);
}

function serve() {
  const read = (name) => readFileSync(path.join(folder, name));
  const piece = Buffer.alloc(MIB, 'flow');
  const server = createServer({ key: read('key'), cert: read('cert') }, (socket) => {
    let taken = 0;
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        if (taken === 0 && String.fromCharCode(bytes[0]) === SEND) pour(socket, piece).catch(() => undefined);
        taken += bytes.length;
        if (taken > GIB) socket.end('done');
      });
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

async function pour(socket, piece) {
  for (let sent = 0; sent < GIB; sent += piece.length) if (!socket.write(piece)) await once(socket, 'drain');
}

function opened(onread) {
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...(onread && { onread }),
  });
  return once(socket, 'secureConnect').then(() => socket);
}

function receive(take) {
  return new Promise((resolve) => {
    let come = 0;
    let socket = null;
    const callback = (count, buffer) => {
      take(buffer.subarray(0, count), socket);
      come += count;
      if (come >= GIB) resolve();
      return true;
    };
    void opened({ buffer: Buffer.allocUnsafeSlow(64 * 1024), callback }).then((one) => {
      socket = one;
      socket.write(SEND);
    });
  });
}

/** Each full chunk goes to `full`, the next one is filled meanwhile. */
function copier(full = () => undefined) {
  const chunks = Array.from({ length: 4 }, () => Buffer.from(new SharedArrayBuffer(512 * 1024)));
  let at = 0;
  return (bytes, socket) => {
    for (let from = 0; from < bytes.length;) {
      const copied = bytes.copy(chunks[0], at, from);
      from += copied;
      at += copied;
      if (at < chunks[0].length) continue;
      full(chunks[0], socket);
      chunks.push(chunks.shift());
      at = 0;
    }
  };
}

async function receiveIntoFile() {
  const file = await open(path.join(folder, 'file'), 'w');
  let writing = Promise.resolve();
  let [place, under] = [0, 0];
  await receive(
    copier((chunk, socket) => {
      const at = place;
      place += chunk.length;
      under += 1;
      if (under > 2) socket.pause();
      writing = writing.then(async () => {
        await file.write(chunk, 0, chunk.length, at);
        under -= 1;
        if (under <= 1) socket.resume();
      });
    }),
  );
  await writing;
  await file.close();
}

async function send() {
  const part = Buffer.alloc(16 * MIB, 'flow');
  const socket = await opened(null);
  socket.setNoDelay(true);
  socket.write(TAKE);
  const end = once(socket, 'data');
  for (let sent = 0; sent < GIB; sent += 256 * 1024) {
    const at = sent % part.length;
    if (!socket.write(part.subarray(at, at + 256 * 1024))) await once(socket, 'drain');
  }
  await end;
}

async function onFile(flag, bytes, work) {
  const file = await open(path.join(folder, 'file'), flag);
  const piece = Buffer.alloc(bytes, 'flow');
  for (let at = 0; at < GIB; at += bytes) await work(file, piece, at);
  await file.close();
}

/** What a small download asks of the file system, sixteen at a time. */
async function smallFiles() {
  const place = path.join(folder, `small-${process.pid}`);
  await mkdir(place);
  const piece = Buffer.alloc(100 * 1024, 'flow');
  let next = 0;
  const worker = async () => {
    while (next < 2000) {
      const name = path.join(place, `${next++}`);
      await lstat(name).catch(() => undefined);
      const file = await open(`${name}.part`, 'wx+');
      await file.write(piece, 0, piece.length, 0);
      await file.stat();
      await file.close();
      await link(`${name}.part`, name);
      await unlink(`${name}.part`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

function md5() {
  const piece = Buffer.alloc(MIB, 'flow');
  const hash = createHash('md5');
  for (let n = 0; n < GIB / MIB; n++) hash.update(piece);
  hash.digest();
}
