import { drop } from '../../../../shared/drop';
import { failure, FailureError } from '../../../../shared/failure';
import { FEW_PAGES, type ScanState } from '../../../../shared/library';
import { isAbort } from '../../store/abort';
import type { ListedObject, ObjectStore } from '../../store/object-store';
import type { Clock } from '../../transfers/clock';
import { IndexBrokenError, type IndexCalls } from '../index/index-client';
import type { ListedRange } from '../index/library-index';
import type { ListedEntry } from '../index/indexed-asset';
import type { KeptIndex } from '../kept-index';
import { FolderLooks } from './folder-looks';
import {
  bordersOf,
  noteComplete,
  noteProgress,
  noteReadOn,
  readScanNotes,
  thinBorders,
  type CompleteScan,
  type ScanProgress,
} from './scan-notes';
import { scanRanges, type ScannedPage } from './scan-ranges';
import { failedState, restingState, scanningState, stoppedState, type KnownScans } from './scan-states';
import { ALL_UNREAD, unreadFolder } from './unread';

/** What was read longer ago is read again, and a scan that was broken off longer ago does not go on. */
const OLD_MS = 24 * 3_600_000;
/** A bucket or a folder that was looked at within this time need not be looked at again. */
const FRESH_MS = 60_000;
/** A bucket that holds more is only read on once a person has said so. */
const ASK_FROM_OBJECTS = 100_000;

export interface ReadingDeps {
  readonly index: KeptIndex;
  readonly clock: Clock;
  /** 0 to 1. */
  random(): number;
  store(): Promise<ObjectStore>;
  /** An object as a listing tells it, with what is known here besides. */
  entryOf(object: ListedObject): ListedEntry;
  changed(): void;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** Why it is to end before its end. */
  stopped: ScanProgress['stopped'];
}

/** How well a bucket is known, and the reading that makes it known: whole seldom, the folder on screen often. */
export class BucketReading {
  readonly #deps: ReadingDeps;
  readonly #looks: FolderLooks;
  #state: ScanState = { kind: 'never' };
  #complete: CompleteScan | null = null;
  /** Of the scan that has not ended. */
  #progress: ScanProgress | null = null;
  #mayReadOn = false;
  #running: Running | null = null;
  #triedAt = -Infinity;
  /** Stands for the last beginning, until the bucket is left. */
  #wish: object | null = null;

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
    this.#looks = new FolderLooks({ ...deps, enter: (...page) => this.#enter(...page) });
  }

  get state(): ScanState {
    return this.#state;
  }

  /** The whole bucket is known, as it was once. */
  get isKnown(): boolean {
    return this.#complete !== null;
  }

  /** The bucket is on show now: it is read where that is due. Resolves when that has begun. */
  async begin(): Promise<void> {
    const wish = (this.#wish = {});
    try {
      // One that is being broken off notes first how far it has come; how that went is its own affair.
      if (this.#running?.abort.signal.aborted === true) await Promise.allSettled([this.#running.done]);
      const { complete, progress, mayReadOn } = await readScanNotes(this.#deps.index.calls);
      // The bucket is not on show any more.
      if (this.#wish !== wish) return;
      this.#wish = null;
      // A scan began meanwhile.
      if (this.#running !== null) return;
      this.#complete = complete;
      this.#mayReadOn ||= mayReadOn;
      this.#progress = progress !== null && this.#isRecent(progress.startedAt) ? progress : null;
      this.#goOn();
    } catch (error) {
      if (!(error instanceof IndexBrokenError)) throw error;
      if (this.#wish !== wish) return;
      // The index that was begun again in its place.
      if (this.#deps.index.isWhole) await this.begin();
      else this.#finish(failedState(failure('unexpected'), this.#complete));
    }
  }

  /** The index begins again, with what was on disk or with nothing. */
  beginAgain(): void {
    this.#complete = null;
    // One that is read, or was about to be, notices by itself.
    if (this.#running === null && this.#wish === null) drop(this.begin());
  }

  /**
   * A person, or what a person does, wants it read: on from where a reading of the whole was, else from the beginning. Nothing while
   * it is read.
   */
  readAll(): void {
    if (this.#running !== null) return;
    if (this.#state.kind === 'stopped' && this.#state.by === 'size') {
      this.#mayReadOn = true;
      this.#deps.index.tell(noteReadOn);
    }
    const progress = this.#progress?.isWhole === true ? this.#progress : null;
    this.#start(progress !== null && this.#isRecent(progress.startedAt) ? progress : null);
  }

  /**
   * A person looks at the bucket, in this folder (null: not in one), and has perhaps asked for it to be read again. Resolves when
   * what that takes has begun, or for a folder when it is read.
   */
  async look(prefix: string | null, isAsked: boolean): Promise<void> {
    if (this.#running !== null && this.#complete !== null) return;
    if (this.#complete !== null && !this.#isToGoOn) {
      const isFew = this.#complete.requests <= FEW_PAGES;
      const isOld = !this.#isRecent(this.#complete.at) || (isFew && (isAsked || this.#isDue(this.#triedAt)));
      if (isOld) return this.readAll();
    }
    if (prefix === null || this.#state.kind === 'never') return;
    if (isAsked || this.#isDue(this.#looks.lookedAt(prefix))) await this.#lookInto(prefix);
  }

  /** A person ends it; what was found stays. */
  async stop(): Promise<void> {
    if (this.#running !== null) this.#running.stopped = 'person';
    await this.leave();
  }

  /** Lets go of the store; what was under way goes on with `begin`. */
  async leave(): Promise<void> {
    this.#wish = null;
    this.#running?.abort.abort();
    await Promise.all([this.#running?.done, this.#looks.end()]);
  }

  /** Resolves when no scan is under way, or with an AbortError. */
  async done(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([this.#running?.done, aborted]);
    signal.throwIfAborted();
  }

  #goOn(): void {
    const { stopped = null } = this.#progress ?? {};
    if (stopped !== null && !(stopped === 'size' && this.#mayReadOn))
      return this.#finish(stoppedState(stopped, this.#scans(), null));
    if (this.#progress !== null) return this.#start(this.#progress);
    const complete = this.#complete;
    if (complete === null || complete.requests <= FEW_PAGES || !this.#isRecent(complete.at)) return this.#start(null);
    this.#finish(restingState(complete));
  }

  #start(progress: ScanProgress | null): void {
    if (this.#running !== null) return;
    const { clock } = this.#deps;
    this.#triedAt = clock.now();
    const from = progress ?? { startedAt: clock.now(), unread: ALL_UNREAD, found: 0, requests: 0, isWhole: true };
    this.#progress = { ...from, stopped: null };
    const abort = new AbortController();
    const isResumed = progress !== null;
    this.#running = { abort, stopped: null, done: this.#run(this.#progress, isResumed, abort.signal) };
    drop(this.#running.done);
  }

  async #run(from: ScanProgress, isResumed: boolean, signal: AbortSignal): Promise<void> {
    const { index, clock } = this.#deps;
    // Of this index to the end: one that is begun again meanwhile may know nothing of the pages before.
    const { calls } = index;
    this.#set(scanningState(this.#scans(), null));
    try {
      const ends = await this.#read(from, calls, signal);
      const { requests, startedAt, isWhole } = this.#progress ?? from;
      const old = this.#complete;
      const borders = isResumed && old !== null ? old.borders : thinBorders(ends);
      this.#complete = isWhole || old === null ? { at: isResumed ? startedAt : clock.now(), requests, borders } : old;
      this.#progress = null;
      await noteComplete(calls, this.#complete);
      await index.settle();
      this.#finish(restingState(this.#complete));
    } catch (error) {
      await index.settle().catch(() => undefined);
      await this.#brokenOff(error);
    }
  }

  /** Resolves with the ends of the pages. */
  async #read(from: ScanProgress, calls: IndexCalls, signal: AbortSignal): Promise<readonly string[]> {
    const { index, clock } = this.#deps;
    const ends: string[] = [];
    const known = bordersOf(this.#complete);
    const deps = {
      clock,
      known,
      random: () => this.#deps.random(),
      asking: () => index.moment(),
      store: await this.#deps.store(),
      page: async (page: ScannedPage) => {
        if (page.range.through !== null) ends.push(page.range.through);
        await this.#take(page, from, calls);
      },
    };
    await this.#looks.during(() => scanRanges(from.unread, deps, signal));
    return ends;
  }

  async #take(page: ScannedPage, from: ScanProgress, calls: IndexCalls): Promise<void> {
    const { range, objects, askedAt, unread, requests, left } = page;
    const found = (this.#progress?.found ?? 0) + objects.length;
    const progress = { ...from, unread, found, requests: from.requests + requests };
    // Sent together: the note is never ahead of its page.
    const noted = [this.#enter(calls, range, objects, askedAt), noteProgress(calls, progress)];
    this.#progress = progress;
    await Promise.all(noted);
    this.#set(scanningState(this.#scans(), left));
    const isLarge = found > ASK_FROM_OBJECTS && unread.length > 0 && this.#complete === null;
    if (!isLarge || this.#mayReadOn || this.#running === null) return;
    this.#running.stopped = 'size';
    this.#running.abort.abort();
  }

  async #brokenOff(error: unknown): Promise<void> {
    const { index } = this.#deps;
    if (isAbort(error)) return this.#halt();
    if (error instanceof FailureError && !(error instanceof IndexBrokenError))
      return this.#finish(failedState(error.failure, this.#complete));
    this.#progress = null;
    this.#finish(failedState(failure('unexpected'), this.#complete));
    if (!(error instanceof IndexBrokenError)) throw error;
    // The index that was begun again in its place.
    if (index.isWhole) await this.begin();
  }

  async #halt(): Promise<void> {
    const stopped = this.#running?.stopped ?? null;
    if (stopped === null || this.#progress === null) return this.#finish(restingState(this.#complete));
    this.#progress = { ...this.#progress, stopped };
    await noteProgress(this.#deps.index.calls, this.#progress).catch(() => undefined);
    const { left } = this.#state.kind === 'scanning' ? this.#state : { left: null };
    this.#finish(stoppedState(stopped, this.#scans(), left));
  }

  async #lookInto(prefix: string): Promise<void> {
    try {
      const fresh = await this.#looks.into(prefix);
      // While the bucket is not known to its end, all that is unread is read in its turn.
      if (this.#complete === null || this.#running !== null) return;
      // A reading that broke off goes on: this folder is not all of it.
      if (this.#state.kind === 'failed' && this.#progress !== null)
        return this.#progress.isWhole ? this.readAll() : this.#start(this.#progress);
      if (this.#state.kind === 'failed') this.#set(restingState(this.#complete));
      if (fresh.length === 0 || this.#progress !== null) return;
      const unread = fresh.map(unreadFolder);
      this.#start({
        startedAt: this.#deps.clock.now(),
        unread,
        found: 0,
        requests: 0,
        isWhole: false,
        stopped: null,
      });
    } catch (error) {
      if (isAbort(error) || error instanceof IndexBrokenError) return;
      if (!(error instanceof FailureError)) throw error;
      if (this.#state.kind === 'complete') this.#set(failedState(error.failure, this.#complete));
    }
  }

  async #enter(
    calls: IndexCalls,
    range: ListedRange,
    objects: readonly ListedObject[],
    askedAt: number,
  ): Promise<void> {
    await calls.enterPage(range, objects.map(this.#deps.entryOf), askedAt);
  }

  #isRecent(at: number): boolean {
    return this.#isWithin(at, OLD_MS);
  }

  #isDue(lookedAt: number): boolean {
    return !this.#isWithin(lookedAt, FRESH_MS);
  }

  /** A time that is still to come was told by a clock that was wrong, and says nothing. */
  #isWithin(at: number, ms: number): boolean {
    const age = this.#deps.clock.now() - at;
    return age >= 0 && age < ms;
  }

  /** A reading that has not ended stands for the next one of the whole: it is of the whole itself, or a person has ended it. */
  get #isToGoOn(): boolean {
    return this.#progress !== null && (this.#progress.isWhole || this.#progress.stopped !== null);
  }

  #scans(): KnownScans {
    return { complete: this.#complete, progress: this.#progress };
  }

  #finish(state: ScanState): void {
    this.#running = null;
    this.#set(state);
  }

  #set(state: ScanState): void {
    this.#state = state;
    this.#deps.changed();
  }
}
