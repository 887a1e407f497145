import { join } from 'node:path';
import { FailureError, type Failure } from '../../../shared/failure';
import type { TransferItem } from '../../../shared/transfer';
import { needsCount } from '../../../shared/upload-names';
import type { UploadSettings } from '../../../shared/upload-settings';
import type { WatchedFolder } from '../../../shared/watch';
import { isFinished } from '../transfers/queue/next-move';
import type { PlannedFile, TransferChange } from '../transfers/transfers-api';
import { UploadPlanner, type PlannedUpload } from '../transfers/adding/upload-planner';
import { uploadProblem } from '../transfers/adding/upload-problem';
import type { FileRecord, FolderRecord } from './file-record';
import { isUnchanged, seeFile, type SeenFile } from './look';
import { sampleOf } from './sample';
import type { FolderDeps } from './watch';

/** How many go into the record and the queue together. */
const BATCH = 500;
/** Files that are opened at once. */
const ABREAST = 16;
/** Numbers in the names of files of which nobody knows how many there will be. */
const DIGITS = 4;
/** Files of the same size and time that are looked at for one that got another name. */
const MAX_ALIKE = 50;

export interface Sent {
  /** Finished, and hindered for now: to be tried again. */
  readonly hindered: readonly SeenFile[];
  readonly failure: Failure | null;
}

/** Brings finished files of one folder into the queue of transfers, each once. */
export class Sender {
  /** The last number that a name was given. */
  #numbered = 0;

  constructor(
    private readonly deps: FolderDeps,
    private readonly record: FolderRecord,
    private readonly folder: () => WatchedFolder,
  ) {}

  /** Throws no expected failure. */
  async enqueue(files: readonly SeenFile[], signal: AbortSignal): Promise<Sent> {
    const hindered: SeenFile[] = [];
    let failure: Failure | null = null;
    for (let start = 0; start < files.length; start += BATCH) {
      const some = files.slice(start, start + BATCH);
      const records: FileRecord[] = [];
      for await (const { file, sample } of this.#sampled(some)) {
        signal.throwIfAborted();
        const made = await settled(async () => this.#recordFor(file, await sample));
        if (!made.ok) failure ??= made.failure;
        if (!made.ok || made.value === 'later') hindered.push(file);
        else if (made.value !== 'known') records.push(made.value);
      }
      const queued = await settled(() => this.#enqueue(records, 'first'));
      if (queued.ok) continue;
      await settled(() => this.record.drop(records.map(({ relative }) => relative)));
      hindered.push(...some.filter(({ relative }) => records.some((file) => file.relative === relative)));
      failure ??= queued.failure;
    }
    return { hindered, failure };
  }

  /**
   * What stood in the queue, or was about to, when the last run ended or the folder was moved. Answers why files are left that cannot
   * be looked at now, for another call; null when all are taken up. Throws a `FailureError` where everything must wait.
   */
  async takeUp(): Promise<Failure | null> {
    let unseen: Failure | null = null;
    const lost: FileRecord[] = [];
    const stale: string[] = [];
    const paused = new Set<string>();
    for (const file of this.record.inState('sending')) {
      const item = this.deps.uploads.item(file.transferId);
      if (item !== null && (isFinished(item.state) || this.#isHere(file, item))) {
        await this.#follow(file, item);
        continue;
      }
      const still = await settled(() => this.#isStill(file));
      if (!still.ok) unseen ??= still.failure;
      else if (still.value) {
        const transferId = this.deps.randomId();
        lost.push({ ...file, key: item?.key ?? file.key, transferId });
        if (item !== null) stale.push(item.id);
        if (item?.state.kind === 'paused') paused.add(transferId);
      }
      // Another file by now: it is met as a new one.
      else if (item === null) await this.record.drop([file.relative]);
    }
    try {
      await this.#takeUp(lost, paused);
    } finally {
      // Their files have other transfers by now. Not before: a queue that runs empty forgets that it is paused.
      this.deps.uploads.cancel(stale);
    }
    return unseen;
  }

  async #takeUp(lost: readonly FileRecord[], paused: ReadonlySet<string>): Promise<void> {
    for (let start = 0; start < lost.length; start += BATCH) {
      const some = lost.slice(start, start + BATCH);
      await this.#enqueue(some, 'again');
      const held = some.map(({ transferId }) => transferId).filter((id) => paused.has(id));
      if (held.length > 0) this.deps.uploads.pause(held);
    }
  }

  /** What the queue tells, perhaps of a file of this folder. */
  async heard({ kind, item }: TransferChange): Promise<'arrived' | 'other'> {
    const file = this.record.ofTransfer(item.id);
    if (file === null) return 'other';
    if (kind === 'changed') return this.#follow(file, item);
    if (isFinished(item.state)) return 'other';
    // Taken off the list by a person, who does not want it; or with its connection, which may be exchanged for another.
    if (this.deps.isConnected(item.connectionId)) await this.record.put([{ ...file, state: 'left' }]);
    else await this.record.drop([file.relative]);
    return 'other';
  }

  async #follow(file: FileRecord, { state, key }: TransferItem): Promise<'arrived' | 'other'> {
    const hasArrived = state.kind === 'done' || (state.kind === 'skipped' && state.identical === true);
    if (hasArrived) await this.record.put([{ ...file, key, state: 'arrived' }]);
    else if (state.kind === 'skipped') await this.record.put([{ ...file, state: 'left' }]);
    else if (key !== file.key) await this.record.put([{ ...file, key }]);
    return hasArrived ? 'arrived' : 'other';
  }

  /** Whether a transfer reads the file where it lies, and not where the folder was before it was moved. */
  #isHere({ relative }: FileRecord, { localPath }: TransferItem): boolean {
    return localPath === join(this.folder().path, relative);
  }

  async #isStill(file: FileRecord): Promise<boolean> {
    const seen = await seeFile(this.folder().path, file.relative);
    return seen !== null && isUnchanged(seen, file);
  }

  /** Several are read together. */
  async *#sampled(
    files: readonly SeenFile[],
  ): AsyncGenerator<{ readonly file: SeenFile; readonly sample: Promise<string> }> {
    for (let start = 0; start < files.length; start += ABREAST) {
      const some = files.slice(start, start + ABREAST).map((file) => {
        return { file, sample: sampleOf(join(this.folder().path, file.relative), file.size) };
      });
      await Promise.allSettled(some.map(({ sample }) => sample));
      yield* some;
    }
  }

  async #recordFor(seen: SeenFile, sample: string): Promise<FileRecord | 'known' | 'later'> {
    const before = this.record.get(seen.relative);
    if (before?.state === 'sending') {
      const item = this.deps.uploads.item(before.transferId);
      // The queue sees for itself that the file has changed; afterwards it goes again.
      if (item !== null && item.state.kind !== 'failed' && this.#isHere(before, item)) return 'later';
      await this.record.put([{ ...before, state: 'left' }]);
      if (item !== null) this.deps.uploads.cancel([item.id]);
    }
    // Of that one the object is all that there is: what comes under its name is another file, which must not go over it.
    if (before?.state === 'tidied') await this.record.putAside(before);
    if (await this.#isRenamed(seen, sample)) return 'known';
    const stamps = { ...seen, sample, transferId: this.deps.randomId() };
    const { wished, number } = keepsKey(before) ? before : this.#newKey(seen.relative);
    const problem = uploadProblem(wished, seen.size);
    if (problem !== null) throw new FailureError(problem);
    return { ...stamps, wished, number, key: wished, state: 'sending' };
  }

  /** A file that is known, under the name that it had before: what was done with it counts for it still. */
  async #isRenamed(seen: SeenFile, sample: string): Promise<boolean> {
    for (const file of this.record.alike(seen).slice(0, MAX_ALIKE)) {
      const isSame = file.sample === null ? file.ino !== 0 && file.ino === seen.ino : file.sample === sample;
      if (!isSame || (await seeFile(this.folder().path, file.relative)) !== null) continue;
      if (file.state === 'sending') {
        // Its transfer waits for the old name.
        await this.record.drop([file.relative]);
        this.deps.uploads.cancel([file.transferId]);
        return false;
      }
      await this.record.rename(file, seen);
      return true;
    }
    return false;
  }

  /** Known to be on its way before it is: a crash in between sends it again to the same key, where it finds itself. */
  async #enqueue(records: readonly FileRecord[], goes: PlannedFile['goes']): Promise<void> {
    if (records.length === 0) return;
    await this.record.put(records);
    await this.deps.uploads.addPlanned(records.map((file) => this.#plannedFile(file, goes)));
  }

  #plannedFile(file: FileRecord, goes: PlannedFile['goes']): PlannedFile {
    const { path, connectionId, rule } = this.folder();
    // By its own number: what is settled later would else be called as the first one.
    const plan = this.#plan(file.relative, Math.max(0, file.number - 1));
    return {
      id: file.transferId,
      connectionId,
      localPath: join(path, file.relative),
      size: file.size,
      // What it is to be called is settled once it was called otherwise than it was meant to be.
      plan: { ...plan, key: file.key, naming: file.key === file.wished ? plan.naming : null },
      origin: 'watched',
      rule: rule === 'settings' ? null : rule,
      goes,
      deleteWhenDone: false,
    };
  }

  /** With a number that no file of the folder was ever given. */
  #newKey(relative: string): Pick<FileRecord, 'wished' | 'number'> {
    this.#numbered = Math.max(this.#numbered, this.record.lastNumber) + 1;
    return { wished: this.#plan(relative, this.#numbered - 1).key, number: this.#numbered };
  }

  #plan(relative: string, before: number): PlannedUpload {
    const { deps } = this;
    const { prefix } = this.folder();
    const settings = this.#settings();
    const digits = needsCount(settings.template) ? DIGITS : 1;
    const at = deps.clock.now();
    const randomId = (): string => deps.randomId();
    return new UploadPlanner({ settings, folder: prefix, at, digits, before, randomId }).plan(relative);
  }

  #settings(): UploadSettings {
    const { template } = this.folder();
    const settings = this.deps.uploadSettings();
    return template === null ? settings : { ...settings, template, prefix: '' };
  }
}

/** Whether a file goes again to where it was meant to be; what lay there before has no key. */
function keepsKey(before: FileRecord | null): before is FileRecord {
  return before !== null && before.wished !== '' && before.state !== 'tidied';
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

async function settled<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}
