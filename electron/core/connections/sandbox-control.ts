import { SANDBOX_HOST } from '../../../shared/usage';
import type { StoreConfig } from '../store/store-config';

export interface SandboxInfo {
  readonly endpoint: string;
  readonly publicBase: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
}

/** The sandbox bucket that comes with the app. */
export interface SandboxControl {
  /** Starts it, or answers where it runs already. Fails with `sandbox-failed`. */
  start(): Promise<SandboxInfo>;
}

export function sandboxConfig({ endpoint, bucket, accessKeyId, secretAccessKey }: SandboxInfo): StoreConfig {
  return { endpoint, region: 'auto', bucket, accessKeyId, secretAccessKey, countedAs: SANDBOX_HOST };
}
