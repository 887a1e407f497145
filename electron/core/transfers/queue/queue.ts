import { drop } from '../../../../shared/drop';
import { FailureError } from '../../../../shared/failure';
import { isAbort } from '../../store/abort';
import { Landings } from './landings';
import { Locks, locksOf } from './locks';
import { isOpen, isRunning, movedBytesOf, queuedAfter } from './next-move';
import type { Reach } from './reach';
import { RunProgress } from './run-progress';
import { heardServer, type Runs } from './runs';
import { Setbacks } from './setbacks';
import { loadOf, Slots, type Load } from './slots';
import type { Speedometer } from './speed';
import { Timers } from '../timers';
import type { TransferBook } from '../transfer-book';
import type { Entry } from '../entry';
import type { TransfersDeps } from '../transfers-api';
import { WaitingLine } from './waiting-line';

/** At most this many that have to wait are looked past for one that need not. */
const LOOKED_PAST = 64;
/** R2 takes one write a second to one key (r2/platform/limits). */
const SAME_KEY_MS = 1000;
/** How long a try may stand still after the machine woke up. */
const STIR_MS = 4000;

interface QueueDeps {
  readonly house: Pick<TransfersDeps, 'clock' | 'random'>;
  readonly book: TransferBook;
  readonly runs: Runs;
  readonly speed: Speedometer;
  readonly reach: Reach;
}

interface Run {
  readonly entry: Entry;
  readonly progress: RunProgress;
  readonly controller: AbortController;
  readonly settled: Promise<void>;
}

/** Decides who moves when. Knows neither how a file is moved nor how the page sees it. */
export class Queue {
  readonly #deps: QueueDeps;
  readonly #line = new WaitingLine();
  readonly #running = new Map<string, Run>();
  readonly #locks = new Locks();
  readonly #timers: Timers;
  readonly #setbacks: Setbacks;
  readonly #landings: Landings;
  /** By connection. */
  readonly #slots = new Map<string, Slots>();
  #stopped = false;
  #willFill = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.house.clock);
    this.#setbacks = new Setbacks({ ...deps, requeue: (entry) => this.#requeue(entry) });
    this.#landings = new Landings({ ...deps, offer: (entry) => this.offer([entry]) });
  }

  /** Entries in the state `queued` take their place in the line. */
  offer(entries: readonly Entry[]): void {
    for (const entry of entries) this.#line.push(entry);
    this.fillSoon();
  }

  /** Breaks off what an item is doing; resolves when it does nothing more. */
  async interrupt(entry: Entry): Promise<void> {
    const run = this.#running.get(entry.record.id);
    if (run === undefined) return;
    run.controller.abort();
    await Promise.allSettled([run.settled]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timers.cancelAll();
    this.#setbacks.stop();
    const runs = [...this.#running.values()];
    for (const run of runs) run.controller.abort();
    await Promise.allSettled(runs.map((run) => run.settled));
  }

  /** A connection can be used again: what waited for it takes its place in the line. */
  reopen(connectionId: string): void {
    this.#setbacks.reopen(connectionId);
    this.fillSoon();
  }

  /** The machine slept: a try that does not move within a moment hangs on a dead socket, and is begun again. */
  wake(): void {
    const before = new Map([...this.#running.values()].map((run) => [run, run.progress.stirred]));
    this.#timers.after(STIR_MS, () => {
      for (const [run, stirred] of before) if (run.progress.stirred === stirred) this.#startOver(run);
    });
  }

  #startOver({ entry, controller }: Run): void {
    if (controller.signal.aborted || !isRunning(entry.item.state)) return;
    controller.abort();
    this.#requeue(entry);
  }

  /** Once per turn, however many ask. */
  fillSoon(): void {
    if (this.#willFill) return;
    this.#willFill = true;
    queueMicrotask(() => {
      this.#willFill = false;
      this.#fill();
    });
  }

  #fill(): void {
    const { book, reach } = this.#deps;
    const passed: Entry[] = [];
    // What waits for a key comes before all behind it that want one of its keys: `a → b` waits while `b → c` waits for `c`.
    const wanted = new Set<string>();
    // Connections whose small items make room by ending: were more begun, what needs the room of several would never get it.
    const kept = new Set<string>();
    const hasRoom = (connectionId: string): boolean =>
      reach.isOpen(connectionId) && !kept.has(connectionId) && this.#hasRoom(connectionId, 0);
    while (!this.#stopped && !book.paused && passed.length < LOOKED_PAST) {
      const entry = this.#line.pop(hasRoom);
      if (entry === null) break;
      if (!book.list.has(entry) || entry.item.state.kind !== 'queued') continue;
      const { connectionId, size } = entry.record;
      const locks = locksOf(entry.record);
      const isFree = this.#isFree(entry, locks) && !locks.some((lock) => wanted.has(lock));
      if (isFree && this.#hasRoom(connectionId, size)) this.#launch(entry);
      else {
        passed.push(entry);
        for (const lock of locks) wanted.add(lock);
        if (isFree && this.#hasRoomSoon(connectionId, size)) kept.add(connectionId);
      }
    }
    for (const entry of passed) this.#line.push(entry);
  }

  #isFree(entry: Entry, locks: readonly string[]): boolean {
    // Under another name it holds other locks than the try before, which has to settle first.
    return !this.#running.has(entry.record.id) && this.#locks.areFree(locks);
  }

  #hasRoom(connectionId: string, bytes: number): boolean {
    return this.#slotsOf(connectionId).hasRoom(loadOf(bytes), this.#loadOn(connectionId));
  }

  #hasRoomSoon(connectionId: string, bytes: number): boolean {
    return this.#slotsOf(connectionId).hasRoomBesideLarge(loadOf(bytes), this.#loadOn(connectionId));
  }

  #loadOn(connectionId: string): Load {
    const load = { weight: 0, large: 0 };
    for (const { entry } of this.#running.values()) {
      if (entry.record.connectionId !== connectionId) continue;
      const { weight, large } = loadOf(entry.record.size);
      load.weight += weight;
      load.large += large;
    }
    return load;
  }

  #slotsOf(connectionId: string): Slots {
    const known = this.#slots.get(connectionId) ?? new Slots();
    this.#slots.set(connectionId, known);
    return known;
  }

  #launch(entry: Entry): void {
    const { book, house, speed } = this.#deps;
    const { id } = entry.record;
    const locks = locksOf(entry.record);
    const controller = new AbortController();
    const { signal } = controller;
    const earlier = movedBytesOf(entry.item.state);
    const progress = new RunProgress(house.clock, speed, earlier, (state) => {
      if (!signal.aborted) book.enter(entry, state);
    });
    this.#locks.take(locks);
    book.enter(entry, { kind: 'moving', movedBytes: earlier, bytesPerSecond: 0 });
    const settled = this.#carry(entry, progress, signal).finally(() => {
      this.#running.delete(id);
      this.#unlock(locks, entry);
    });
    this.#running.set(id, { entry, progress, controller, settled });
    drop(settled);
  }

  async #carry(entry: Entry, progress: RunProgress, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps.house;
    const startedAt = clock.now();
    const slots = this.#slotsOf(entry.record.connectionId);
    try {
      const outcome = await this.#deps.runs.run(entry, { progress, partsAbreast: slots.partsAbreast }, signal);
      if (heardServer(outcome)) slots.arrived();
      progress.end();
      await this.#landings.land(entry, outcome, signal);
    } catch (error) {
      progress.end();
      if (error instanceof FailureError) slots.failed(error.failure.code, clock.now());
      if (!signal.aborted) {
        this.#setbacks.meet(entry, error, { startedAt, moved: progress.fresh > 0, kept: progress.kept });
      }
      if (!(error instanceof FailureError) && !isAbort(error)) throw error;
    }
  }

  #unlock(locks: readonly string[], entry: Entry): void {
    const release = (): void => {
      this.#locks.release(locks);
      this.fillSoon();
    };
    const { assetId } = entry.item;
    const others = this.#deps.book.list.uploadsOf(assetId).some((other) => isOpen(other.item.state));
    const wrote = entry.record.direction !== 'download' && entry.item.state.kind === 'done';
    if (wrote && others && !this.#stopped) this.#timers.after(SAME_KEY_MS, release);
    else release();
  }

  /** Left alone on purpose, since its name is taken. */
  skip(entry: Entry): void {
    this.#landings.skip(entry);
  }

  #requeue(entry: Entry): void {
    this.#deps.book.enter(entry, queuedAfter(entry.item.state));
    this.offer([entry]);
  }
}
