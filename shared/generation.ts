import type { Failure } from './failure';

// One a line: each has its file in electron/core/generation/providers.
// prettier-ignore
export const PROVIDER_IDS = [
  'sketch',
  'workers-ai',
  'openai',
  'fal',
  'replicate',
  'comfyui',
  'sd-webui',
  'http-backend',
  'command',
] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a number may be, and what it is unless a person says otherwise. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly preset: number;
}

/** What results cost in US dollars, where it is known. */
export type Price =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'each'; readonly usd: number }
  | { readonly kind: 'second'; readonly usd: number }
  /** By 512 × 512 tile and by step, as Workers AI counts. */
  | { readonly kind: 'tiles'; readonly tileUsd: number; readonly stepUsd: number };

/** What a model can do, as data: the form shows this and nothing else. */
export interface ModelCapabilities {
  readonly id: string;
  readonly name: string;
  readonly makes: 'image' | 'video';
  /** At least one. */
  readonly sizes: readonly PictureSize[];
  /** Any other size as well, each side within this; null where only `sizes` will do. */
  readonly side: NumberRange | null;
  /** Named looks that the model offers; empty for none. */
  readonly styles: readonly string[];
  readonly seed: boolean;
  readonly negativePrompt: boolean;
  readonly steps: NumberRange | null;
  readonly guidance: NumberRange | null;
  /** Lengths of a video in seconds; empty for pictures, and where there is no choice. */
  readonly seconds: readonly number[];
  /** Takes a picture to start from. */
  readonly reference: boolean;
  /** Takes further inputs as JSON. */
  readonly extra: boolean;
  readonly maxCount: number;
  readonly maxPromptLength: number;
  readonly price: Price;
}

/** What kind of thing a field of a provider's set-up holds. */
export type SetupFieldKind = 'address' | 'text' | 'json' | 'program';

/** A field of a provider's set-up that is no secret. Its words stand in `settings:providers.fields.NAME`. */
export interface SetupField {
  readonly name: string;
  readonly kind: SetupFieldKind;
  readonly value: string;
  /** What an empty field means; '' where it has to be filled in. */
  readonly preset: string;
}

export interface ProviderInfo {
  readonly id: ProviderId;
  readonly name: string;
  /** Makes demonstration pictures, and says so. */
  readonly demo: boolean;
  readonly models: readonly ModelCapabilities[];
  /** `needs-setup`: an address or a key is missing. */
  readonly status: 'ready' | 'needs-setup';
  /** Shown and changed in Settings. */
  readonly fields: readonly SetupField[];
  /** Whether a key is kept, and how; null for providers without one. */
  readonly key: ProviderKeyState | null;
}

/** A person has said something of it: one that works as it is may still be nowhere on this computer. */
export function isSetUpByPerson({ fields, key }: ProviderInfo): boolean {
  return (key !== null && key !== 'missing') || fields.some(({ value, preset }) => value !== preset);
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** All that a result is asked for with. What its model does not take is null, or '' for texts. */
export interface GenerationSettings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly style: string | null;
  /** null for a new one each time, and where the model takes none. */
  readonly seed: number | null;
  readonly steps: number | null;
  readonly guidance: number | null;
  /** The length of a video. */
  readonly seconds: number | null;
  /** Further inputs, as the service calls them. */
  readonly extra: JsonObject | null;
}

/** A picture to start from: a file of this computer, or one of the library. */
export type ReferenceInput =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'asset'; readonly assetId: string };

/** A picture to start from, or what a task on the list has started from. */
export type AskedReference = ReferenceInput | { readonly kind: 'task'; readonly taskId: string };

export interface GenerationInput extends GenerationSettings {
  readonly connectionId: string;
  readonly provider: ProviderId;
  readonly model: string;
  readonly size: PictureSize;
  readonly reference: AskedReference | null;
  /** Results of each prompt. */
  readonly count: number;
  /** `{a|b}` in the prompt stands for a prompt each (prompt-templates.ts). Left out, the prompt is taken as it is. */
  readonly template?: true | undefined;
}

/** Results that can be asked for at once, over all prompts of a template. */
export const MAX_BATCH = 128;

export type GenerationState =
  | { readonly kind: 'queued' }
  /** The service asked for a pause, which ends at `until` (ms since 1970). */
  | { readonly kind: 'waiting'; readonly until: number; readonly failure: Failure }
  /**
   * `progress` 0 to 1, or null where the provider tells none; `ahead`: jobs before this one in the service's own queue, where it
   * tells; `preview`: grows with each picture of what is being made, 0 while there is none.
   */
  | {
      readonly kind: 'running';
      readonly progress: number | null;
      readonly ahead: number | null;
      readonly preview: number;
    }
  /** The result is safe in the outbox and goes its way as an ordinary transfer. */
  | { readonly kind: 'uploading'; readonly transferId: string }
  | { readonly kind: 'done'; readonly finishedAt: number }
  /**
   * `kept`: the picture itself is safe in the outbox; only its upload failed. `resumable`: its service has it, or is at it, and only
   * this task knows where; a retry goes on with that.
   */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly kept: boolean; readonly resumable?: boolean }
  /** `kept`: its picture was made and is safe in the outbox; only its upload was called off. */
  | { readonly kind: 'cancelled'; readonly kept?: boolean };

/** One result of one prompt. */
export interface GenerationTask {
  readonly id: string;
  /** The pictures that were asked for together. */
  readonly batchId: string;
  readonly connectionId: string;
  readonly createdAt: number;
  readonly facts: GenerationFacts;
  readonly size: PictureSize;
  /** The name of the picture that it starts from. */
  readonly reference: string | null;
  /** Where the result lies, or will. */
  readonly key: string;
  readonly assetId: string;
  readonly name: string;
  readonly state: GenerationState;
}

/** Where a picture came from: kept with it, and searched. `seed` is as the provider used it; null where it tells none. */
export interface GenerationFacts extends GenerationSettings {
  readonly provider: ProviderId;
  readonly model: string;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** Settings of which a version before this one, or another program, has told only some. */
export const NO_SETTINGS: GenerationSettings = {
  prompt: '',
  negativePrompt: '',
  style: null,
  seed: null,
  steps: null,
  guidance: null,
  seconds: null,
  extra: null,
};

/** What can be set up of a provider; a key goes in and never comes out. */
export interface ProviderSetup {
  readonly provider: ProviderId;
  /** By the names of `ProviderInfo.fields`; what is left out stays as it is, '' puts its preset back. */
  readonly fields: Readonly<Record<string, string>>;
  /** null leaves the kept one; '' forgets it. */
  readonly apiKey: string | null;
}

/** How a provider's key is kept. `locked`: the passphrase opens it. `unreadable`: nothing here does any more. */
export type ProviderKeyState = 'stored' | 'session' | 'locked' | 'unreadable' | 'missing';
