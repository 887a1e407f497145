import type { Failure } from './failure';

export const PROVIDER_IDS = ['sketch', 'openai'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a model can do, as data: the form shows this and nothing else. */
export interface ModelCapabilities {
  readonly id: string;
  readonly name: string;
  readonly sizes: readonly PictureSize[];
  /** Named looks that the model offers; empty for none. */
  readonly styles: readonly string[];
  readonly seed: boolean;
  readonly maxCount: number;
  readonly maxPromptLength: number;
}

export interface ProviderInfo {
  readonly id: ProviderId;
  readonly name: string;
  /** Makes demonstration pictures, and says so. */
  readonly demo: boolean;
  readonly models: readonly ModelCapabilities[];
  /** `needs-setup`: an address or a key is missing. */
  readonly status: 'ready' | 'needs-setup';
  /** The address of an own server, where the provider takes one; shown and changed in Settings. */
  readonly baseUrl: string | null;
  /** Whether a key is kept, and how; null for providers without one. */
  readonly key: ProviderKeyState | null;
}

export interface GenerationInput {
  readonly connectionId: string;
  readonly provider: ProviderId;
  readonly model: string;
  readonly prompt: string;
  readonly size: PictureSize;
  readonly style: string | null;
  /** null for a new one each time. */
  readonly seed: number | null;
  readonly count: number;
}

export type GenerationState =
  | { readonly kind: 'queued' }
  /** `progress` 0 to 1, or null where the provider tells none. */
  | { readonly kind: 'running'; readonly progress: number | null }
  /** The result is safe in the outbox and goes its way as an ordinary transfer. */
  | { readonly kind: 'uploading'; readonly transferId: string }
  | { readonly kind: 'done'; readonly finishedAt: number }
  /** `kept`: the picture itself is safe in the outbox; only its upload failed. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly kept: boolean }
  | { readonly kind: 'cancelled' };

/** One picture from one prompt. */
export interface GenerationTask {
  readonly id: string;
  /** The pictures that were asked for together. */
  readonly batchId: string;
  readonly connectionId: string;
  readonly createdAt: number;
  readonly facts: GenerationFacts;
  readonly size: PictureSize;
  readonly style: string | null;
  /** Where the result lies, or will. */
  readonly key: string;
  readonly assetId: string;
  readonly name: string;
  readonly state: GenerationState;
}

/** Where a picture came from: kept with it, and searched. */
export interface GenerationFacts {
  readonly prompt: string;
  readonly provider: ProviderId;
  readonly model: string;
  /** As the provider used it; null where it tells none. */
  readonly seed: number | null;
  /** ms since 1970. */
  readonly createdAt: number;
}

export interface GenerationStateSlice {
  readonly providers: readonly ProviderInfo[];
  /** Newest first, at most 200. */
  readonly tasks: readonly GenerationTask[];
  /** The prefix that results go to, as of now (`generated/2026/11/`). */
  readonly targetPrefix: string;
}

/** What can be set up of a provider; a key goes in and never comes out. */
export interface ProviderSetup {
  readonly provider: ProviderId;
  readonly baseUrl: string | null;
  readonly model: string | null;
  /** null leaves the kept one; '' forgets it. */
  readonly apiKey: string | null;
}

/** How a provider's key is kept. `locked`: the passphrase opens it. `unreadable`: nothing here does any more. */
export type ProviderKeyState = 'stored' | 'session' | 'locked' | 'unreadable' | 'missing';
