import { isIP } from 'node:net';
import { encodeKey } from '../../../shared/keys';
import type { StoreConfig } from './store-config';

/** Where objects are asked for. */
export interface Addressing {
  /** Scheme, host and port, without a path. */
  readonly origin: string;
  /** The bucket's own path on it, encoded. */
  readonly bucketPath: string;
  /** A key's path on it, encoded. */
  pathOf(key: string): string;
  /** A path from the bucket on, wherever the bucket stands. */
  fromBucket(path: string): string;
}

/** A bucket cannot stand in front of a bare IP address; such endpoints are path-style, as in the AWS SDK. */
export function isPathStyle({ endpoint, style }: Pick<StoreConfig, 'endpoint' | 'style'>): boolean {
  const { hostname } = new URL(endpoint);
  return style !== 'virtual-hosted' || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

export function addressingOf(config: Pick<StoreConfig, 'endpoint' | 'style' | 'bucket'>): Addressing {
  const { protocol, host, pathname } = new URL(config.endpoint);
  const inPath = isPathStyle(config);
  const base = pathname.replace(/\/+$/, '');
  const before = `${base}${inPath ? `/${config.bucket}` : ''}`;
  const origin = `${protocol}//${inPath ? '' : `${config.bucket}.`}${host}`;
  return {
    origin,
    bucketPath: before === '' ? '/' : before,
    pathOf: (key) => `${before}/${encodeKey(key)}`,
    fromBucket: (path) => `${inPath ? '' : `/${config.bucket}`}${path.slice(base.length)}`,
  };
}
