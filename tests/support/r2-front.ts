import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startForwardProxy } from '../../electron/core/store/forward-proxy.test-support';
import { startSandbox } from '../../electron/core/sandbox/sandbox';
import type { Credentials, Sandbox } from '../../electron/core/sandbox/types';
import type { Launch } from './running-app';
import { makeCertificate, startTlsFront } from './tls-front';
import { serve } from './web-server';

export interface R2Choice {
  readonly folder: string;
  readonly accountId: string;
  readonly bucket: string;
  readonly credentials: Credentials;
  /** The bucket's r2.dev name. */
  readonly devHost: string;
}

export interface R2Front {
  readonly sandbox: Sandbox;
  /** What the app must be started with to find this R2 under R2's own names. */
  readonly launch: Pick<Launch, 'args' | 'env'>;
  close(): Promise<void>;
}

/**
 * A sandbox bucket under the names of an R2 account: the default jurisdiction's endpoint and the r2.dev address lead to it, the
 * other jurisdictions refuse as R2 does. TLS and a proxy on this machine stand in front.
 */
export async function startR2Front(choice: R2Choice): Promise<R2Front> {
  const { folder, accountId, bucket, credentials, devHost } = choice;
  const host = `${accountId}.r2.cloudflarestorage.com`;
  const others = ['eu', 'us', 'fedramp'].map((name) => `${accountId}.${name}.r2.cloudflarestorage.com`);
  const dir = path.join(folder, 'r2');
  // As a sandbox keeps its keys: it takes them up as its own.
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'sandbox.json'), JSON.stringify({ version: 1, ...credentials }));
  const sandbox = await startSandbox({ dir, bucket, names: [host, devHost] });
  const refusing = await serve((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  });
  const certificate = makeCertificate(folder, [host, devHost, ...others]);
  const fronts = {
    bucket: await startTlsFront(certificate, sandbox.endpoint),
    links: await startTlsFront(certificate, sandbox.publicBase),
    refusing: await startTlsFront(certificate, refusing.url),
  };
  const ports = new Map<string, number>([
    [`${host}:443`, fronts.bucket.port],
    [`${devHost}:443`, fronts.links.port],
    ...others.map((other) => [`${other}:443`, fronts.refusing.port] as const),
  ]);
  const proxy = await startForwardProxy((place) => ports.get(place) ?? null);
  return {
    sandbox,
    launch: { args: [`--proxy-server=${proxy.url}`], env: { NODE_EXTRA_CA_CERTS: certificate.file } },
    async close() {
      await proxy.close();
      for (const front of Object.values(fronts)) await front.close();
      await refusing.close();
      await sandbox.close();
    },
  };
}
