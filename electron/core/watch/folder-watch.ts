import { FailureError, type Failure } from '../../../shared/failure';
import type { WatchedFolder, WatchedFolderInfo, WatchState } from '../../../shared/watch';
import type { TransferChange } from '../transfers/transfers-api';
import { whyClosed } from './closed-folder';
import type { FolderRecord } from './file-record';
import { Growing } from './growing';
import { Hints } from './hints';
import { isUnchanged, lookAround, seeFile, type SeenFile } from './look';
import { Sender } from './sender';
import { tidy } from './tidy';
import { Turns } from './turns';
import { isLookedInto, isWanted } from './wanted';
import type { FolderDeps } from './watch';

/** Folders whose system tells nothing of changes (network shares) are read this often, and all others too, to be sure. */
const LOOK_MS = 30_000;
/** A folder takes at most this share of the time for being read. */
const LOOK_SHARE = 20;
/** And yet it is read this often: how long a look took also counts a sleep of the computer, and a share that did not answer for once. */
const MAX_LOOK_MS = 10 * 60_000;
/** How soon the system's word of a change is followed. */
const HINT_MS = 200;
/** The same where a look takes long, or has seemed to: a person waits for what was just made. */
const MAX_HINT_MS = 10_000;
/** How often a folder that is gone is looked for. */
const MISSING_MS = 5000;
/** What was hindered is left alone for so long. */
const HINDERED_MS = 20_000;

export interface FolderEvents {
  /** Something that is shown has changed. */
  changed(): void;
  arrived(): void;
}

/** One watched folder: what it does next is always the one turn that is under way, or a timer. */
export class FolderWatch {
  readonly #deps: FolderDeps;
  readonly #events: FolderEvents;
  readonly #record: FolderRecord;
  readonly #sender: Sender;
  readonly #turns: Turns;
  readonly #growing = new Growing();
  readonly #stopping = new AbortController();
  /** What is to be read: folders below, '' for all. */
  readonly #due = new Set<string>();
  readonly #known = new Set<string>();
  #folder: WatchedFolder;
  #hints: Hints;
  #state: WatchState = { kind: 'watching' };
  /** What the last turn met. */
  #problem: Failure | null = null;
  #takenUp = false;
  #tidyDue = true;
  /** All of it is to be looked at in the next turn, whatever the time. */
  #lookDue = true;
  #lookAt = 0;
  /** From one look at all of it to the next, ms. */
  #lookMs = LOOK_MS;
  #hintMs = HINT_MS;

  constructor(folder: WatchedFolder, record: FolderRecord, deps: FolderDeps, events: FolderEvents) {
    this.#folder = folder;
    this.#record = record;
    this.#deps = deps;
    this.#events = events;
    this.#sender = new Sender(deps, record, () => this.#folder);
    this.#hints = this.#newHints();
    this.#turns = new Turns(
      deps.clock,
      () => this.#takeTurn(),
      (error) => this.#failed(error),
    );
  }

  get folder(): WatchedFolder {
    return this.#folder;
  }

  info(): WatchedFolderInfo {
    return {
      ...this.#folder,
      state: this.#state,
      problem: this.#state.kind === 'watching' ? (this.#problem ?? this.#growing.failure) : null,
      growing: this.#growing.count,
      underWay: this.#record.sending,
      arrived: this.#record.arrived,
    };
  }

  /** Everything is looked at anew, at once. */
  look(): void {
    this.#lookDue = true;
    this.#turns.within(0);
  }

  change(folder: WatchedFolder): void {
    const moved = folder.path !== this.#folder.path;
    this.#folder = folder;
    this.#growing.clear();
    this.#problem = null;
    this.#tidyDue = true;
    if (moved) {
      this.#takenUp = false;
      this.#hints.close();
      this.#hints = this.#newHints();
    }
    this.look();
  }

  /** What the queue tells, of this folder or another. */
  heard(change: TransferChange): void {
    this.#turns.inLine(async () => {
      const what = await this.#sender.heard(change);
      if (what === 'arrived') {
        this.#events.arrived();
        this.#tidyDue = true;
        this.#turns.within(0);
      }
      this.#events.changed();
    });
  }

  /** What the queue tells is noted until `close`. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#hints.close();
    await this.#turns.stop();
    // A turn may have opened some again while it came to its end.
    this.#hints.close();
  }

  /** After `stop`, when the queue has nothing more to tell. */
  async close(): Promise<void> {
    await this.#turns.done();
    await this.#record.close();
  }

  #newHints(): Hints {
    return new Hints(this.#folder.path, (folder) => {
      this.#due.add(folder);
      this.#turns.within(this.#hintMs);
    });
  }

  /** What goes wrong with a file is shown, the rest reported; either is tried again. */
  #failed(error: unknown): void {
    if (error instanceof FailureError) this.#problem = error.failure;
    else this.#deps.report(error);
    this.#turns.within(HINDERED_MS);
    this.#events.changed();
  }

  async #takeTurn(): Promise<void> {
    this.#enter(await this.#stateNow());
    if (this.#state.kind !== 'watching') return;
    const unseen = this.#takenUp ? null : await this.#sender.takeUp();
    this.#takenUp = unseen === null;
    await this.#readDue();
    this.#problem ??= unseen;
    await this.#sendFinished();
    if (this.#tidyDue) await this.#tidyAll();
    this.#scheduleNext();
    if (unseen !== null) this.#turns.within(HINDERED_MS);
    this.#events.changed();
  }

  async #stateNow(): Promise<WatchState> {
    const { connectionId, paused, path } = this.#folder;
    if (!this.#deps.isConnected(connectionId)) return { kind: 'stopped' };
    if (paused) return { kind: 'paused' };
    const closed = await whyClosed(path);
    return closed === null ? { kind: 'watching' } : { kind: 'waiting', failure: closed };
  }

  #enter(state: WatchState): void {
    const before = this.#state.kind;
    this.#state = state;
    if (state.kind === 'waiting') this.#turns.within(MISSING_MS);
    if (state.kind === before) return;
    if (state.kind === 'watching') this.#lookDue = true;
    else {
      this.#hints.close();
      this.#growing.clear();
    }
    this.#events.changed();
  }

  async #readDue(): Promise<void> {
    const begun = this.#deps.clock.now();
    const wasSetBack = this.#lookAt - begun > this.#lookMs;
    // By a clock that was ahead they would go on growing until it is there again.
    if (wasSetBack) this.#growing.clear();
    const isAll = this.#lookDue || begun >= this.#lookAt || wasSetBack;
    // Before the look: who asks for one meanwhile gets another.
    this.#lookDue = false;
    const due = isAll ? [''] : [...this.#due];
    this.#due.clear();
    if (isAll) {
      this.#known.clear();
      this.#problem = null;
    }
    for (const from of due) {
      const look = await lookAround(from, this.#lookOptions(), this.#stopping.signal);
      for (const folder of look.folders) this.#known.add(folder);
      for (const file of look.files) this.#meet(file);
      this.#hints.listen(look.folders, isAll);
      this.#problem ??= look.closed[0]?.failure ?? null;
    }
    const ended = this.#deps.clock.now();
    const pauseMs = (ended - begun) * LOOK_SHARE;
    if (due.length > 0) this.#hintMs = clamp(HINT_MS, pauseMs, MAX_HINT_MS);
    if (!isAll) return;
    this.#lookMs = clamp(LOOK_MS, pauseMs, MAX_LOOK_MS);
    this.#lookAt = ended + this.#lookMs;
    this.#tidyDue = true;
  }

  #lookOptions(): Parameters<typeof lookAround>[1] {
    const folder = this.#folder;
    return {
      root: folder.path,
      enters: (relative) => folder.subfolders && !this.#known.has(relative) && isLookedInto(relative, folder),
      wants: (relative) => isWanted(relative, folder),
    };
  }

  /** An empty file is one that somebody is about to write. */
  #meet(file: SeenFile): void {
    if (file.size === 0 || this.#record.knows(file)) this.#growing.forget(file.relative);
    else this.#growing.note(file, this.#deps.clock.now());
  }

  async #sendFinished(): Promise<void> {
    const { clock } = this.#deps;
    const ready = await this.#finished();
    if (ready.length === 0) return;
    const { hindered, failure: why } = await this.#sender.enqueue(ready, this.#stopping.signal);
    for (const file of ready) this.#growing.forget(file.relative);
    const until = clock.now() + (why === null ? 0 : HINDERED_MS);
    for (const file of hindered) this.#growing.postpone(file, until, why);
  }

  /** Those that have stood still for long enough, as they are now. One that cannot be looked at waits, and costs no other. */
  async #finished(): Promise<readonly SeenFile[]> {
    const { clock } = this.#deps;
    const ready: SeenFile[] = [];
    for (const file of this.#growing.due(clock.now(), this.#restMs)) {
      try {
        const now = await seeFile(this.#folder.path, file.relative);
        if (now !== null && isUnchanged(now, file)) ready.push(now);
        else if (now !== null) this.#meet(now);
        else this.#growing.forget(file.relative);
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        this.#growing.postpone(file, clock.now() + HINDERED_MS, error.failure);
      }
    }
    return ready;
  }

  async #tidyAll(): Promise<void> {
    this.#tidyDue = false;
    const { after, path } = this.#folder;
    if (after === 'keep') return;
    for (const file of this.#record.inState('arrived')) {
      this.#stopping.signal.throwIfAborted();
      try {
        const done = await tidy(path, file, after, (target) => this.#deps.trash(target));
        if (done) await this.#record.put([{ ...file, state: 'tidied' }]);
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        this.#problem ??= error.failure;
      }
    }
  }

  #scheduleNext(): void {
    const now = this.#deps.clock.now();
    this.#turns.within(Math.max(1, Math.min(this.#lookAt, this.#growing.nextAt(this.#restMs) ?? Infinity) - now));
    if (this.#due.size > 0) this.#turns.within(this.#hintMs);
  }

  get #restMs(): number {
    return this.#folder.restSeconds * 1000;
  }
}

function clamp(least: number, wanted: number, most: number): number {
  return Math.min(Math.max(least, wanted), most);
}
