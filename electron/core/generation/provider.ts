import type { PictureSize, ProviderId, ProviderInfo } from '../../../shared/generation';
import type { PictureType } from './picture-type';

/** One picture, asked of a provider. */
export interface PictureRequest {
  readonly model: string;
  readonly prompt: string;
  readonly size: PictureSize;
  readonly style: string | null;
  /** null where the model takes none. */
  readonly seed: number | null;
}

/** A picture whose bytes have been looked at. */
export interface MadePicture {
  readonly bytes: Uint8Array;
  readonly type: PictureType;
  /** As the provider used it; null where it tells none. */
  readonly seed: number | null;
}

/** One generation service. Throws `FailureError` for what may be expected of it, AbortError when the signal fires. */
export interface Provider {
  readonly id: ProviderId;
  /** Pictures that are made at the same time, at most. */
  readonly concurrency: number;
  /** Asking again costs nothing and gives the same picture: a task that the app's end cut off is simply run again. */
  readonly repeatable: boolean;
  info(): ProviderInfo;
  /** `progress` is told 0 to 1, where the provider tells it. */
  make(request: PictureRequest, progress: (done: number) => void, signal: AbortSignal): Promise<MadePicture>;
}
