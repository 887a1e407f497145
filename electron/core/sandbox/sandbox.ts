import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUCKET_NAME_SHAPE } from '../../../shared/r2';
import { renameSoon } from '../rename-soon';
import type { Service } from './call';
import { Conduct } from './profiles';
import { publicHost } from './public-host';
import { S3_HOST } from './s3-host';
import { createHost } from './server';
import { sha256 } from './sigv4';
import { Store } from './store';
import type { Credentials, Sandbox, SandboxOptions } from './types';

/** `sandbox.json`: what a restart takes up again, so that saved connections and links go on working. */
type Kept = Credentials & { readonly version: 1; readonly port: number; readonly publicPort: number };

/** The port asked for; without one (0 is none) that of the last run, if nobody has it, else any. */
function listen(host: ReturnType<typeof createHost>, wanted = 0, last = 0): Promise<number> {
  if (wanted === 0) return host.listen(last).catch(() => host.listen(0));
  return host.listen(wanted).catch((error: unknown) => {
    throw new Error(`Port ${wanted} is in use: choose another, or leave it out.`, { cause: error });
  });
}

/**
 * Two sandboxes on one folder would write over each other's log. One that runs has the port that the folder knows, and says
 * in each answer which folder it has.
 */
async function refuseSecond(dir: string, name: string, port = 0): Promise<void> {
  const signal = AbortSignal.timeout(2000);
  const reply = await fetch(`http://127.0.0.1:${port}`, { method: 'HEAD', signal }).catch(() => undefined);
  if (reply?.headers.get('server') === name) throw new Error(`Another sandbox is running on this folder: ${dir}`);
}

/** Rejects with an error whose message is for people: folder in use, port in use, folder not writable. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dir, port: wanted, bucket = 'sandbox', profile = 'full', names = [] } = options;
  if (!BUCKET_NAME_SHAPE.test(bucket)) throw new Error(`"${bucket}" is no bucket name: 3 to 63 of a-z, 0-9 and -.`);
  await mkdir(dir, { recursive: true });
  const name = sha256(await realpath(dir));
  const path = join(dir, 'sandbox.json');
  // Empty where there is none yet, or none that can be read.
  const kept: Partial<Kept> = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  await refuseSecond(dir, name, kept.port);
  const store = await Store.open(dir);
  const { accessKeyId = randomBytes(16).toString('hex'), secretAccessKey = randomBytes(32).toString('hex') } = kept;
  const credentials = { accessKeyId, secretAccessKey };
  const conduct = new Conduct();
  conduct.set(profile);
  const service: Service = { store, conduct, keys: [credentials], ownBucket: bucket, name, names };
  const [s3, web] = [createHost(service, S3_HOST), createHost(service, publicHost(bucket))];
  const close = async (): Promise<void> => {
    await Promise.all([s3.stop(), web.stop()]);
    await store.close();
  };
  try {
    if (store.tables.buckets.get(bucket) === undefined)
      await store.commit(['buckets', bucket, { created: Date.now() }]);
    const port = await listen(s3, wanted, kept.port);
    const publicPort = await listen(web, 0, kept.publicPort);
    const next: Kept = { version: 1, ...credentials, port, publicPort };
    await writeFile(`${path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
    await renameSoon(`${path}.new`, path);
    const [endpoint, publicBase] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${publicPort}`];
    return {
      ...credentials,
      bucket,
      endpoint,
      publicBase,
      close,
      setProfile: (next) => conduct.set(next),
      setKeys: (keys) => (service.keys = keys),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
