import type { AddressingStyle } from '../../../shared/connection';
import type { ObjectStore } from './object-store';
import type { OnAnswer } from './operations';
import type { Throttle } from './wire/throttle';

/** What it takes to talk to one bucket. The secret lives here and in the vault, and nowhere else. */
export interface StoreConfig {
  /** Without a bucket, without a trailing slash. */
  readonly endpoint: string;
  /** `auto` for R2. */
  readonly region: string;
  /** Without it `path`, which R2 and most others take. */
  readonly style?: AddressingStyle;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /**
   * Asked for each new connection to an https endpoint: the proxy that leads there (`http://[user:password@]host:port`), or null
   * for the straight way.
   */
  readonly proxyFor?: ProxyFor;
  /** Asked for each body; null while there is no limit. */
  readonly throttle?: () => Throttle | null;
  /** The name by which its operations are counted, where that is not the endpoint's host. */
  readonly countedAs?: string;
  /** Hears of every answer, so that no operation goes uncounted (docs/decisions/0018-usage-meter.md). */
  readonly onAnswer?: OnAnswer;
}

export type ProxyFor = (url: string) => Promise<string | null>;

/** Builds a store. Asynchronous, so that the S3 client is loaded at its first use and not at the start of the app. */
export type CreateStore = (config: StoreConfig) => Promise<ObjectStore>;
