import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUCKET_NAME } from './buckets';
import { lockFolder } from './lock';
import { abortExpired } from './multipart';
import { Conduct } from './profiles';
import { publicHost } from './public-host';
import { S3_HOST } from './s3-host';
import { createHost, type Host } from './server';
import { Store } from './store';
import type { Credentials, Sandbox, SandboxOptions } from './types';

/** `sandbox.json`: what a restart takes up again, so that saved connections and links go on working. */
type Kept = Credentials & { readonly version: 1; readonly port: number; readonly publicPort: number };

/** Empty where there is none yet, or none that can be read. */
async function readKept(path: string): Promise<Partial<Kept>> {
  const read: unknown = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  return (read ?? {}) as Partial<Kept>;
}

function credentialsOf(kept: Partial<Kept>, random: (bytes: number) => Buffer): Credentials {
  const accessKeyId = kept.accessKeyId ?? random(16).toString('hex');
  const secretAccessKey = kept.secretAccessKey ?? random(32).toString('hex');
  return { accessKeyId, secretAccessKey };
}

/** Writes nothing where nothing is new: on a full disk a sandbox can still be read. */
async function keep(path: string, kept: Partial<Kept>, next: Kept): Promise<void> {
  if (JSON.stringify(next) === JSON.stringify(kept)) return;
  await writeFile(`${path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** The port asked for (0 asks for none), or nothing; else the one of the last run, if nobody has it; else any. */
function listen(host: Host, wanted = 0, last = 0): Promise<number> {
  if (wanted === 0) return host.listen(last).catch(() => host.listen(0));
  return host.listen(wanted).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${wanted} is in use: choose another, or leave it out.`, { cause: error });
  });
}

/** Rejects with an error whose message is for people: folder in use, port in use, folder not writable. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    dir,
    bucket = 'sandbox',
    profile = 'full',
    names = [],
    now: clock = Date.now,
    random = randomBytes,
  } = options;
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
    if (store.tables.buckets.get(bucket) === undefined) await store.commit(['buckets', bucket, own]);
    const path = join(dir, 'sandbox.json');
    const kept = await readKept(path);
    const credentials = credentialsOf(kept, random);
    const conduct = new Conduct();
    conduct.set(profile);
    let keys: readonly Credentials[] = [credentials];
    const service = { store, conduct, keys: () => keys, ownBucket: bucket, names, clock };
    const [s3, web] = [createHost(service, S3_HOST), createHost(service, publicHost(bucket))];
    closers.push(s3.stop, web.stop);
    const port = await listen(s3, options.port, kept.port);
    const publicPort = await listen(web, 0, kept.publicPort);
    await keep(path, kept, { version: 1, ...credentials, port, publicPort });
    const [endpoint, publicBase] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${publicPort}`];
    return {
      ...{ ...credentials, bucket, endpoint, publicBase, close },
      setProfile: (next) => conduct.set(next),
      setKeys: (next) => (keys = next),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
