import type {
  GenerationFacts,
  GenerationInput,
  GenerationStateSlice,
  GenerationTask,
  ProviderId,
  ProviderInfo,
  ProviderSetup,
} from '../../../shared/generation';
import type { TransferItem } from '../../../shared/transfer';

/** From a prompt to a picture in the bucket: journaled before it is asked for, on disk before anything can fail. */
export interface Generation {
  /** Reads journal and history and takes up what the last run left. Before it, nothing else may be called. */
  start(): Promise<void>;
  slice(): GenerationStateSlice;
  providers(): readonly ProviderInfo[];
  /** Answers once the tasks are in the journal; they run by themselves. */
  startTasks(input: GenerationInput): Promise<readonly GenerationTask[]>;
  /** Ends a task that is not finished. A picture that was made already stays in the outbox until the task is forgotten. */
  cancel(taskId: string): Promise<void>;
  /** Tries a failed or cancelled task again: only the upload where the picture is kept, else all with the same seed. */
  retry(taskId: string): Promise<void>;
  /** Takes finished tasks off the list. A picture that only failed to upload moves to `unsent/`. */
  forget(taskIds: readonly string[]): Promise<void>;
  setUp(setup: ProviderSetup): Promise<void>;
  /** The picture of a task while it is local; null once it is only in the bucket. */
  taskFile(taskId: string): string | null;
  /** How the object with this key was made; known as long as the app's data is, whatever happens to the task. */
  factsOf(connectionId: string, key: string): GenerationFacts | null;
  /** Ends what runs (it is taken up at the next start) and leaves the journal whole. */
  stop(): Promise<void>;
}

/** The journal, the history and the outbox lie under `root`. */
export interface GenerationDependencies {
  readonly root: string;
  readonly uploads: GeneratedUploads;
  readonly keys: ProviderKeys;
  readonly configStorage: ConfigStorage;
  /** Called at most ten times a second. */
  publish(slice: GenerationStateSlice): void;
  assetIdOf(connectionId: string, key: string): string;
  /** ms since 1970. */
  now(): number;
  /** 0 to below 1, as `Math.random`. */
  random(): number;
}

/** A picture in the outbox on its way to the transfer queue. */
export interface GeneratedFile {
  readonly connectionId: string;
  readonly key: string;
  readonly localPath: string;
  readonly origin: 'generated';
  readonly contentType: string;
  /** The queue deletes the local file, but only after a verified upload; never on cancel, skip or failure. */
  readonly deleteWhenDone: true;
}

/** What the runner needs of the transfer queue. */
export interface GeneratedUploads {
  /** Answers once the upload is in the queue's journal. */
  addFile(file: GeneratedFile): Promise<TransferItem>;
  /** The queue's item that uploads this local file, whatever its state; null when there is none. */
  findByPath(localPath: string): TransferItem | null;
  /** Tells each change of an item and its leaving the list; returns the way to stop listening. */
  onChange(listener: (change: UploadChange) => void): () => void;
  retry(transferIds: readonly string[]): Promise<void>;
  cancel(transferIds: readonly string[]): Promise<void>;
}

export type UploadChange =
  | { readonly kind: 'changed'; readonly item: TransferItem }
  /** Off the list: cancelled, or cleared after its end. */
  | { readonly kind: 'gone'; readonly item: TransferItem };

/** Keys of generation services, sealed. */
export interface ProviderKeys {
  get(provider: ProviderId): Promise<string | null>;
  /** '' forgets it. */
  set(provider: ProviderId, key: string): Promise<void>;
  stateOf(provider: ProviderId): 'stored' | 'session' | 'missing';
}

/** A small JSON document of settings. */
export interface ConfigStorage {
  read(): unknown;
  write(value: unknown): void;
}
