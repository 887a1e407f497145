import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';

export interface Certificate {
  /** The file of the authority, which is the certificate itself: for `NODE_EXTRA_CA_CERTS`. */
  readonly file: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** A certificate for these host names, good for two days, that its own file alone vouches for. */
export function makeCertificate(folder: string, hosts: readonly string[]): Certificate {
  const [file, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=test', '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`];
  const { status, stderr } = spawnSync('openssl', ['req', '-x509', ...curve, ...names, '-keyout', key, '-out', file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return { file, cert: readFileSync(file), key: readFileSync(key) };
}

export interface TlsFront {
  /** On this machine. */
  readonly port: number;
  close(): Promise<void>;
}

/** Ends TLS in front of an http server of this machine, and hands the bytes on as they are. */
export async function startTlsFront({ cert, key }: Certificate, target: string): Promise<TlsFront> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ cert, key }, (near) => {
    const far = connect(Number(targetPort), hostname);
    keep(far).on('close', () => near.destroy());
    keep(near).on('close', () => far.destroy());
    near.pipe(far).pipe(near);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
