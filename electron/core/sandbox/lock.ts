import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function socketPath(folder: string): string {
  const name = `flow-media-sandbox-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * Two sandboxes on one folder would write over each other's log. The lock is a local socket and not a file with a process id:
 * it ends with the process, however that ends. Returns what lets it go.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = socketPath(await realpath(dir));
  const server = createServer((socket) => socket.destroy());
  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await listen();
  } catch {
    if (await isAlive(path)) throw new Error(`Another sandbox is running on this folder: ${dir}`);
    // Only macOS leaves the socket of a killed process behind.
    if (process.platform === 'darwin') await rm(path, { force: true });
    await listen();
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
