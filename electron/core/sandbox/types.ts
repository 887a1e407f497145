export interface Credentials {
  /** 32 lower-case hex digits, as R2's. */
  readonly accessKeyId: string;
  /** 64 lower-case hex digits. */
  readonly secretAccessKey: string;
}

export type ProfileName = 'full' | 'object-scoped' | 'read-only' | 'slow' | 'failing';

/** What the token may do, and how well the network behaves. */
export interface Profile {
  /** `one` is an object-level token of the sandbox's own bucket: any other name is 403, and so is bucket management. */
  readonly buckets: 'all' | 'one';
  readonly writes: boolean;
  /** Milliseconds before each answer begins. */
  readonly delay: number;
  /** Bytes a second for each body, both ways; Infinity for as fast as it goes. */
  readonly pace: number;
  /** Share (0 to 1) of requests answered 429, 500 or 503: the same ones each time. */
  readonly failing: number;
}

export interface SandboxOptions {
  /** Everything the sandbox keeps lies here; one sandbox at a time. */
  readonly dir: string;
  /** Must be free when given; without it, or with 0, the port of the last run is taken if free, else any. */
  readonly port?: number;
  readonly bucket?: string;
  readonly profile?: ProfileName | Profile;
  /** Names in `Host` that it answers to beside this machine's own: for tests with TLS and R2's names in front. */
  readonly names?: readonly string[];
}

export interface SandboxInfo extends Credentials {
  /** For S3 clients, path style, region `auto`; no trailing slash. */
  readonly endpoint: string;
  /** Where anyone reads the bucket, as on r2.dev; no trailing slash. */
  readonly publicBase: string;
  readonly bucket: string;
}

export interface Sandbox extends SandboxInfo {
  setProfile(profile: ProfileName | Profile): void;
  /** Answers to these keys from now on, as when tokens are made and deleted in the dashboard; the next start knows its own again. */
  setKeys(keys: readonly Credentials[]): void;
  close(): Promise<void>;
}
