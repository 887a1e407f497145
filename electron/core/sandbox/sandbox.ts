import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BUCKET_NAME } from './buckets';
import { lockFolder } from './lock';
import { abortExpired } from './multipart';
import { Conduct } from './profiles';
import { createPublicHost } from './public-host';
import { createS3Host } from './server';
import type { Service } from './server';
import { Store } from './storage';
import type { Credentials, Sandbox, SandboxOptions } from './types';

const DEFAULT_BUCKET = 'sandbox';

/** `sandbox.json`: what a restart takes up again, so that saved connections and links go on working. */
interface Kept extends Credentials {
  readonly version: 1;
  readonly port: number;
  readonly publicPort: number;
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
}

async function readKept(path: string): Promise<Partial<Kept>> {
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isKept(kept) ? kept : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      return {};
    throw error;
  }
}

async function writeKept(path: string, kept: Kept): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(kept));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The port asked for (0 asks for none), or nothing; else the one of the last run, if nobody has it; else any. */
async function listenSomewhere(server: Server, wanted: number | undefined, last: number | undefined): Promise<number> {
  if (wanted !== undefined && wanted !== 0) return listen(server, wanted);
  return listen(server, last ?? 0).catch(() => listen(server, 0));
}

function chooseCredentials(
  given: Credentials | undefined,
  kept: Partial<Kept>,
  random: (bytes: number) => Buffer,
): Credentials {
  return {
    accessKeyId: given?.accessKeyId ?? kept.accessKeyId ?? random(16).toString('hex'),
    secretAccessKey: given?.secretAccessKey ?? kept.secretAccessKey ?? random(32).toString('hex'),
  };
}

/** Rejects with an error whose message is for people: folder in use, port in use, folder not writable. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dir, bucket = DEFAULT_BUCKET, now = Date.now, random = randomBytes, profile = 'full' } = options;
  if (!BUCKET_NAME.test(bucket)) throw new Error(`"${bucket}" is no bucket name: 3 to 63 of a-z, 0-9 and -.`);
  await mkdir(dir, { recursive: true });
  const unlock = await lockFolder(dir);
  const opened: { close(): Promise<void> }[] = [{ close: unlock }];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  try {
    const store = await Store.open(dir, random);
    opened.push(store);
    await abortExpired(store, now());
    if (!store.state.buckets.has(bucket)) await store.commit({ op: 'create-bucket', bucket, created: now() });
    const path = join(dir, 'sandbox.json');
    const kept = await readKept(path);
    const credentials = chooseCredentials(options.credentials, kept, random);
    const conduct = new Conduct(profile);
    const service: Service = { store, conduct, credentials, bucket, now };
    const [s3, web] = [createS3Host(service), createPublicHost(service)];
    const port = await listenSomewhere(s3.server, options.port, kept.port);
    opened.push({ close: s3.stop });
    const publicPort = await listenSomewhere(web.server, options.publicPort, kept.publicPort);
    opened.push({ close: web.stop });
    const next = { version: 1, ...credentials, port, publicPort } as const;
    // On a full disk a sandbox can still be read.
    if (JSON.stringify(next) !== JSON.stringify(kept)) await writeKept(path, next);
    return {
      ...credentials,
      bucket,
      endpoint: `http://127.0.0.1:${port}`,
      publicBase: `http://127.0.0.1:${publicPort}`,
      setProfile: (next) => conduct.set(next),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
