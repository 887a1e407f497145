import type {
  GenerationFacts,
  GenerationInput,
  GenerationTask,
  ProviderId,
  ProviderKeyState,
  ProviderInfo,
  ProviderSetup,
  ReferenceInput,
} from '../../../shared/generation';
import type { GenerationStateSlice } from '../../../shared/generation-state';
import type { FormSettings, PastPrompt } from '../../../shared/past-prompts';
import type { WebFetch } from '../store/web-fetch';
import type { ImageConverter } from '../transfers/upload/image-converter';
import type { Transfers } from '../transfers/transfers-api';
import type { FilmMaker } from './film-maker';

/** From a prompt to a picture in the bucket: journaled before it is asked for, on disk before anything can fail. */
export interface Generation {
  /** Reads journal and history and takes up what the last run left. Before it, nothing else may be called. */
  start(): Promise<void>;
  slice(): GenerationStateSlice;
  providers(): readonly ProviderInfo[];
  /** Answers once the tasks are in the journal; they run by themselves. Fails with `secrets-locked`. */
  startTasks(input: GenerationInput): Promise<readonly GenerationTask[]>;
  /** A task as it is now, on the slice's list or not; null once it is off the list. */
  task(taskId: string): GenerationTask | null;
  /** Ends a task that is not finished. A picture that was made already stays in the outbox until the task is forgotten. */
  cancel(taskId: string): Promise<void>;
  /** Tries a failed or cancelled task again: only the upload where the picture is kept, else all with the same seed. */
  retry(taskId: string): Promise<void>;
  /** Cancels those of the tasks that are not finished; none of them begins meanwhile. */
  cancelAll(taskIds: readonly string[]): Promise<void>;
  /** Tries those of the tasks again that have failed. */
  retryAll(taskIds: readonly string[]): Promise<void>;
  /** Makes a queued task the next one. */
  moveFirst(taskId: string): Promise<void>;
  readonly prompts: PastPrompts;
  readonly presets: KeptPresets;
  /** Other keys can be opened than before: goes on with what waited for one. */
  takeUp(): void;
  /** Takes finished tasks off the list. A picture that only failed to upload moves to `unsent/`. */
  forget(taskIds: readonly string[]): Promise<void>;
  setUp(setup: ProviderSetup): Promise<void>;
  /** Asks a service whether it is there and takes the key, and learns what it can do; fails with what is wrong. */
  check(provider: ProviderId, signal: AbortSignal): Promise<void>;
  /** Ends and forgets all that belongs to a connection which is being removed, its prompts too. */
  forgetConnection(connectionId: string): Promise<void>;
  /** The picture of a task while it is local; null once it is only in the bucket. */
  taskFile(taskId: string): string | null;
  /** What is there of a picture that is being made, where its service shows it. */
  taskPreview(taskId: string): Uint8Array | null;
  /** What the task's picture is, or will be, in the library; null for a task that is not on the list. */
  taskAsset(taskId: string): string | null;
  /** How the object with this key was made, or what is on its way there; known as long as the app's data is, whatever happens to the task. */
  factsOf(connectionId: string, key: string): GenerationFacts | null;
  /** Notes how an object was made that came by another way than a task (the sandbox bucket's samples). */
  addFacts(connectionId: string, key: string, facts: GenerationFacts): Promise<void>;
  /** Ends what runs (it is taken up at the next start) and leaves the journal whole. */
  stop(): Promise<void>;
}

/** What was asked for; each prompt once, the newest first. */
export interface PastPrompts {
  /** Those that hold all words of the search. */
  find(search: string, count: number): { readonly total: number; readonly prompts: readonly PastPrompt[] };
  /** By the ids of prompts, whatever connection they were asked for with. */
  forget(which: 'all' | readonly string[]): Promise<void>;
}

/** Settings under names. A name that is there already is taken over. */
export interface KeptPresets {
  save(name: string, settings: FormSettings): Promise<void>;
  rename(presetId: string, name: string): Promise<void>;
  remove(presetId: string): Promise<void>;
}

/** The journal, the history and the outbox lie under `root`. */
export interface GenerationDependencies {
  readonly root: string;
  readonly uploads: GeneratedUploads;
  readonly keys: ProviderKeys;
  readonly configStorage: ConfigStorage;
  readonly fetch: WebFetch;
  readonly films: FilmMaker;
  /** Makes pictures to start from smaller. */
  readonly converter: ImageConverter;
  /** Cloudflare's REST API, without a slash at its end. */
  readonly cloudflareApi: string;
  /** The Cloudflare account of the connection that is open; '' for none. */
  accountId(): string;
  /** Called at most ten times a second. */
  publish(slice: GenerationStateSlice): void;
  assetIdOf(connectionId: string, key: string): string;
  /** The bytes of a picture to start from, and its name; fails where it cannot be read or has more than `maxBytes`. */
  readReference(
    reference: ReferenceInput,
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string }>;
  /** How the keys of results are made (shared/generated-names.ts). */
  generatedNames(): string;
  /** Whether pictures for a connection are to say in their files how they were made. */
  keepsPrompts(connectionId: string): boolean;
  /** ms since 1970. */
  now(): number;
  /** 0 to below 1, as `Math.random`. */
  random(): number;
  /** Letters, digits, `-` and `_` only, at most 64. */
  randomId(): string;
  /** Hears of an error that no task can carry: a bug, or a disk that takes no journal any more (`FailureError`). */
  report(error: unknown): void;
  /** Hears where a file of its own that could not be read whole is kept. */
  keptAside(copy: string): void;
}

/** What the runner needs of the transfer queue, which must have been started before it. */
export type GeneratedUploads = Pick<Transfers, 'addFile' | 'rows' | 'item' | 'subscribe' | 'retry' | 'cancel'>;

/** Keys of generation services, sealed. */
export interface ProviderKeys {
  get(provider: ProviderId): Promise<string | null>;
  /** '' forgets it. */
  set(provider: ProviderId, key: string): Promise<void>;
  stateOf(provider: ProviderId): ProviderKeyState;
}

/** A small JSON document of settings. */
export interface ConfigStorage {
  read(): unknown;
  write(value: unknown): void;
}
