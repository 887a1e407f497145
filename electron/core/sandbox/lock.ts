import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Two sandboxes on one folder would write over each other's log. The lock is a local socket and not a file with a process id:
 * it ends with the process, however that ends. Returns what lets it go.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const folder = createHash('sha256').update(await realpath(dir));
  const name = `flow-media-sandbox-${folder.digest('hex').slice(0, 24)}`;
  const elsewhere = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : elsewhere;
  const server = createServer((socket) => socket.destroy()).unref();
  const take = (): Promise<unknown> => once(server.listen(path), 'listening');
  await take().catch(async () => {
    const owner = connect(path);
    const alive = await once(owner, 'connect').catch(() => undefined);
    owner.destroy();
    if (alive !== undefined) throw new Error(`Another sandbox is running on this folder: ${dir}`);
    // Only macOS leaves the socket of a killed process behind.
    if (process.platform === 'darwin') await rm(path, { force: true });
    await take();
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}
