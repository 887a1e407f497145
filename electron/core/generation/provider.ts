import type { Readable } from 'node:stream';
import type { GenerationSettings, PictureSize, ProviderId, ProviderInfo } from '../../../shared/generation';
import type { ProviderSettings } from './provider-settings';

/** One result, asked of a provider; settings that its model does not take are null or ''. */
export interface MakeRequest extends GenerationSettings {
  readonly model: string;
  readonly size: PictureSize;
  readonly reference: ReferencePicture | null;
}

/** A picture to start from, whose type has been looked at. */
export interface ReferencePicture {
  readonly name: string;
  readonly contentType: string;
  bytes(): Promise<Uint8Array>;
  /** A JPEG of it whose longer side is at most so many px, for services that take no larger one. */
  within(side: number, signal: AbortSignal): Promise<Uint8Array>;
  /** A JPEG of its middle of exactly this size, for services that take no other. */
  filling(size: PictureSize, signal: AbortSignal): Promise<Uint8Array>;
}

/** Where a result is until it lies in the outbox. `seed` is its own, where it differs from that of the other results. */
export type Place =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly seed?: number }
  /** Kept in the journal until the result is fetched. */
  | { readonly kind: 'url'; readonly url: string }
  /** Left by a local program; kept in the journal as well. */
  | { readonly kind: 'file'; readonly path: string };

/** Where a result lies that did not come with its answer. */
export type Address = Exclude<Place, { readonly kind: 'bytes' }>;

export interface Results {
  /** At least one, in the order in which they are shown. */
  readonly places: readonly Place[];
  /** As the provider used it; null where it tells none. */
  readonly seed: number | null;
}

export type Submitted =
  | { readonly kind: 'made'; readonly results: Results }
  /** The service works on it; `job` is all that `follow` needs to find it again after a restart, and no secret. */
  | { readonly kind: 'job'; readonly job: string };

/** Hears how a result comes along; may be told as often as the provider likes. */
export interface Watch {
  /** 0 to 1; null where it cannot be told. */
  progress(done: number | null): void;
  /** Jobs of the service that come before this one. */
  ahead(jobs: number): void;
  /** What is there of the picture: JPEG, PNG or WebP. */
  preview(bytes: Uint8Array): void;
}

/** One generation service. All methods throw `FailureError` for what may be expected of it, AbortError when the signal fires. */
export interface Provider {
  readonly id: ProviderId;
  /** Results that are made at the same time, at most. */
  readonly concurrency: number;
  /** Asking again costs nothing and gives the same result: a task that the app's end cut off is simply run again. */
  readonly repeatable: boolean;
  /** null where there is nothing to set up. */
  readonly settings: ProviderSettings | null;
  /** null where a result comes with the answer to `submit`. */
  readonly jobs: ProviderJobs | null;
  info(): ProviderInfo;
  /** Asks the service whether it is there and takes the key, and learns what it can do. Makes nothing and costs nothing. */
  check(signal: AbortSignal): Promise<void>;
  /** `job` is what `newId` gave and the journal holds. */
  submit(request: MakeRequest, job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted>;
  /** The bytes of a result; whoever reads them bounds their length and looks at their type. */
  open(place: Address, signal: AbortSignal): Promise<Readable>;
}

/** Jobs that outlive a question, and this app. */
export interface ProviderJobs {
  /** An id of our own for the next job, so that one whose submission was never answered can be found; null where the service gives them. */
  newId(): string | null;
  /**
   * Waits for a job's results, through pauses of the network. Fails with `provider-job-gone` where the service knows nothing of it.
   * When the signal fires it only stops waiting.
   */
  follow(job: string, watch: Watch, signal: AbortSignal): Promise<Results>;
  /** Tells the service that nobody waits any more; best effort. */
  cancel(job: string): Promise<void>;
}
