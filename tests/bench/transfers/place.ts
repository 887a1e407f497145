import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startSandbox, type RunningSandbox } from '../../support/sandbox';
import type { Tool } from './tools';

/** One way, ms: a request and its answer take twice as long. */
export const ONE_WAY_MS = 15;

/** The bucket as it is reached in the bench: over TLS, with and without latency. */
export interface Place {
  readonly sandbox: RunningSandbox;
  /** Of the authority that the two certificates come from. */
  readonly caFile: string;
  readonly near: string;
  /** The same behind the delaying proxy. */
  readonly far: string;
  close(): Promise<void>;
}

/** Objects in memory where the system has a place for that: the server's disk is not what is measured. */
function serverFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
}

export async function openPlace(proxy: Tool): Promise<Place> {
  const folder = await mkdtemp(path.join(serverFolder(), 'bench-transfers-'));
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  const caFile = await makeCertificates(folder);
  const tlsPort = await freePort();
  const tls = await startTls(proxy, folder, tlsPort, Number(new URL(sandbox.endpoint).port));
  const delay = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'delay-line.mjs'), `${tlsPort}`, `${ONE_WAY_MS}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const farPort = await firstLine(delay);
  return {
    sandbox,
    caFile,
    near: `https://127.0.0.1:${tlsPort}`,
    far: `https://127.0.0.1:${farPort}`,
    async close() {
      for (const child of [delay, tls]) await ended(child);
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An authority of this run's own, and a certificate of it for this machine; answers the authority's file. */
async function makeCertificates(folder: string): Promise<string> {
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr}`);
  };
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Bench', '-days', '2'];
  openssl('req', '-x509', ...ec, ...authority);
  openssl('req', ...ec, '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=127.0.0.1');
  await writeFile(at('names'), 'subjectAltName=IP:127.0.0.1\n');
  const signed = [
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-extfile',
    at('names'),
    '-days',
    '2',
  ];
  openssl('x509', '-req', '-in', at('server.csr'), ...signed, '-out', at('server.crt'));
  const pair = await Promise.all(['server.crt', 'server.key'].map((name) => readFile(at(name), 'utf8')));
  await writeFile(at('server.pem'), pair.join(''));
  return at('ca.pem');
}

/** haproxy ends TLS and hands the bytes on as they are. */
async function startTls(proxy: Tool, folder: string, port: number, to: number): Promise<ChildProcess> {
  const file = path.join(folder, 'haproxy.cfg');
  await writeFile(
    file,
    [
      'global',
      '  maxconn 500',
      '  tune.bufsize 65536',
      'defaults',
      '  mode tcp',
      '  timeout connect 5s',
      '  timeout client 5m',
      '  timeout server 5m',
      'frontend tls',
      `  bind 127.0.0.1:${port} ssl crt ${path.join(folder, 'server.pem')}`,
      '  default_backend bucket',
      'backend bucket',
      `  server sandbox 127.0.0.1:${to}`,
      '',
    ].join('\n'),
  );
  const child = spawn(proxy.file, ['-db', '-f', file], {
    env: { ...process.env, ...proxy.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(port))) await wait(50);
  return child;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('No standard output.');
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('It ended without a word.');
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
