import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BUCKET_NAME } from './buckets';
import type { Service } from './call';
import { lockFolder } from './lock';
import { abortExpired } from './multipart';
import { createS3Host } from './operations';
import { Conduct } from './profiles';
import { createPublicHost } from './public-host';
import { Store } from './store';
import type { Credentials, Sandbox, SandboxOptions } from './types';

/** `sandbox.json`: what a restart takes up again, so that saved connections and links go on working. */
interface Kept extends Credentials {
  readonly version: 1;
  readonly port: number;
  readonly publicPort: number;
}

async function readKept(path: string): Promise<Partial<Kept>> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Partial<Kept> | null;
    return kept?.version === 1 ? kept : {};
  } catch {
    return {};
  }
}

/** The port asked for (0 asks for none), or nothing; else the one of the last run, if nobody has it; else any. */
async function listen(server: Server, wanted: number | undefined, last: number | undefined): Promise<number> {
  const on = async (port: number): Promise<number> => {
    await once(server.listen(port, '127.0.0.1'), 'listening').catch((error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use: choose another, or leave it out.`;
      throw error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error;
    });
    return (server.address() as AddressInfo).port;
  };
  return wanted === undefined || wanted === 0 ? on(last ?? 0).catch(() => on(0)) : on(wanted);
}

/** Rejects with an error whose message is for people: folder in use, port in use, folder not writable. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dir, bucket = 'sandbox', now: clock = Date.now, random = randomBytes } = options;
  if (!BUCKET_NAME.test(bucket)) throw new Error(`"${bucket}" is no bucket name: 3 to 63 of a-z, 0-9 and -.`);
  await mkdir(dir, { recursive: true });
  const closers = [await lockFolder(dir)];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const store = await Store.open(dir, random);
    closers.push(() => store.close());
    await abortExpired(store, clock());
    const own = { name: bucket, created: clock(), cors: [] };
    if (!store.tables.buckets.has(bucket)) await store.commit(['buckets', bucket, own]);
    const path = join(dir, 'sandbox.json');
    const kept = await readKept(path);
    const given = options.credentials ?? kept;
    const credentials = {
      accessKeyId: given.accessKeyId ?? random(16).toString('hex'),
      secretAccessKey: given.secretAccessKey ?? random(32).toString('hex'),
    };
    const conduct = new Conduct(options.profile ?? 'full');
    const service: Service = { store, conduct, credentials, ownBucket: bucket, clock };
    const s3 = createS3Host(service);
    const web = createPublicHost(service);
    const port = await listen(s3.server, options.port, kept.port);
    closers.push(s3.stop);
    const publicPort = await listen(web.server, options.publicPort, kept.publicPort);
    closers.push(web.stop);
    const next: Kept = { version: 1, ...credentials, port, publicPort };
    // On a full disk a sandbox can still be read.
    if (JSON.stringify(next) !== JSON.stringify(kept)) {
      await writeFile(`${path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
      await rename(`${path}.new`, path);
    }
    const [endpoint, publicBase] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${publicPort}`];
    return { ...credentials, bucket, endpoint, publicBase, setProfile: (profile) => conduct.set(profile), close };
  } catch (error) {
    await close();
    throw error;
  }
}
