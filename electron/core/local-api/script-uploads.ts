import { rm } from 'node:fs/promises';
import type { TransferItem } from '../../../shared/transfer';
import type { UploadSettings } from '../../../shared/upload-settings';
import { digitsFor } from '../../../shared/upload-names';
import type { Clock } from '../transfers/clock';
import type { PlannedFile, TransferChange, Transfers } from '../transfers/transfers-api';
import { UploadPlanner } from '../transfers/adding/upload-planner';
import { uploadProblem } from '../transfers/adding/upload-problem';
import { ApiError } from './answer';

/** A caller is answered by then, whatever has become of it; the upload goes on. ms. */
const PATIENCE_MS = 10 * 60_000;

export interface ScriptFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The app's own copy, which goes once it has arrived. */
  readonly isOwn: boolean;
}

export interface ScriptUploadsDeps {
  readonly uploads: Pick<Transfers, 'addPlanned' | 'item' | 'subscribe'>;
  uploadSettings(): UploadSettings;
  readonly clock: Clock;
  randomId(): string;
}

export interface UploadTarget {
  readonly connectionId: string;
  readonly prefix: string;
}

/**
 * Puts the files of one call into the queue and waits until each is verified. Throws an `ApiError` when one cannot be. What could
 * not be queued is of no more use, and the app's own copies of it go.
 */
export async function uploadAll(
  files: readonly ScriptFile[],
  target: UploadTarget,
  deps: ScriptUploadsDeps,
  signal: AbortSignal,
): Promise<readonly TransferItem[]> {
  const planned = await orRemove(files, async () => plan(files, target, deps));
  const ids = new Set(planned.map(({ id }) => id));
  const outcomes = new Map<string, TransferItem | null>();
  const { uploads, clock } = deps;
  const arrival = waitFor(ids, outcomes, uploads, clock, signal);
  try {
    await orRemove(files, () => uploads.addPlanned(planned));
    // What has ended before anybody could listen.
    for (const id of ids) arrival.note(id, uploads.item(id));
    await arrival.all;
  } finally {
    arrival.end();
  }
  return planned.map(({ id, localPath }) => {
    const item = outcomes.get(id) ?? null;
    if (item !== null && hasArrived(item)) return item;
    throw new ApiError(502, whyNot(item, files.find(({ path }) => path === localPath)?.name ?? ''));
  });
}

async function orRemove<T>(files: readonly ScriptFile[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const { path, isOwn } of files) if (isOwn) await rm(path, { force: true });
    throw error;
  }
}

function plan(files: readonly ScriptFile[], target: UploadTarget, deps: ScriptUploadsDeps): readonly PlannedFile[] {
  const { connectionId, prefix } = target;
  const planner = new UploadPlanner({
    settings: deps.uploadSettings(),
    folder: prefix,
    at: deps.clock.now(),
    digits: digitsFor(files.length),
    randomId: () => deps.randomId(),
  });
  return files.map(({ path, name, size, isOwn }) => {
    const planned = planner.plan(name);
    const problem = uploadProblem(planned.key, size);
    if (problem !== null) throw new ApiError(422, `${name} cannot be uploaded (${problem.code}).`);
    const rule = 'identical-or-both' as const;
    const common = { connectionId, localPath: path, size, rule, deleteWhenDone: isOwn };
    return { ...common, id: deps.randomId(), plan: planned, origin: 'script', goes: 'first' };
  });
}

interface Arrival {
  /** Resolves when all have ended one way or another; rejects with an `ApiError` or the signal's reason. */
  readonly all: Promise<void>;
  note(id: string, item: TransferItem | null): void;
  end(): void;
}

function waitFor(
  ids: ReadonlySet<string>,
  outcomes: Map<string, TransferItem | null>,
  uploads: ScriptUploadsDeps['uploads'],
  clock: Clock,
  signal: AbortSignal,
): Arrival {
  const { promise, resolve, reject } = withResolvers();
  const set = (id: string, item: TransferItem | null): void => {
    outcomes.set(id, item);
    if (outcomes.size === ids.size) resolve();
  };
  const note = (id: string, item: TransferItem | null): void => {
    if (item !== null && hasEnded(item)) set(id, item);
  };
  const heard = ({ kind, item }: TransferChange): void => {
    if (!ids.has(item.id)) return;
    if (kind === 'changed') note(item.id, item);
    else if (!outcomes.has(item.id)) set(item.id, hasArrived(item) ? item : null);
  };
  const unsubscribe = uploads.subscribe(heard);
  const late = clock.after(PATIENCE_MS, () => {
    reject(new ApiError(504, 'The upload takes long. It goes on in Flow Media, under Transfers.'));
  });
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  // Nobody may be waiting yet when it is rejected.
  promise.catch(() => undefined);
  const end = (): void => {
    unsubscribe();
    late();
    signal.removeEventListener('abort', onAbort);
  };
  return { all: promise, note, end };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (reason: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function hasArrived({ state }: TransferItem): boolean {
  return state.kind === 'done' || (state.kind === 'skipped' && state.identical === true);
}

/** What a person must mend does not end by itself: it is kept in Flow Media, and the caller need not wait for it. */
function hasEnded(item: TransferItem): boolean {
  const { state } = item;
  if (state.kind === 'waiting') return state.failure.retry.kind === 'when-mended';
  return hasArrived(item) || state.kind === 'skipped' || state.kind === 'failed';
}

function whyNot(item: TransferItem | null, name: string): string {
  const state = item?.state;
  if (state?.kind !== 'failed' && state?.kind !== 'waiting') return `${name} was taken off the list in Flow Media.`;
  return `${name} could not be uploaded (${state.failure.code}). Flow Media keeps it, under Transfers, and says why.`;
}
