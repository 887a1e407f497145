import { drop } from '../../../shared/drop';
import { FailureError, failure } from '../../../shared/failure';
import type { UpdateState } from '../../../shared/updates';
import type { Clock } from '../transfers/clock';

/** Long enough after the start that nothing a person waits for is held up. */
const FIRST_MS = 15_000;
const EVERY_MS = 6 * 60 * 60 * 1000;

/** Finds, fetches and installs newer versions. What it fetches it has proven, or it fails with `update-untrusted`. */
export interface UpdateEngine {
  /** The newer version that there is; null where there is none. */
  find(): Promise<string | null>;
  /** Fetches what was found. */
  fetch(onShare: (share: number) => void): Promise<void>;
  /** Puts it in place of this one; the app must have finished its work, and ends with this. */
  install(): void;
}

export interface UpdatesDeps {
  /** Loaded with the first look; null where this app does not update itself. */
  readonly engine: (() => Promise<UpdateEngine>) | null;
  /** Why there is none. */
  readonly off: Extract<UpdateState, { kind: 'off' }>;
  readonly wanted: () => boolean;
  readonly clock: Clock;
  readonly publish: (state: UpdateState) => void;
  readonly report: (error: unknown) => void;
  /** The last run ended with an update that could not be installed: this one offers it no more by itself. */
  readonly installFailed: boolean;
  /** Ends the app's work as for a quit, with the questions that belong to it, and then runs `last`. */
  readonly quitWith: (last: () => void) => void;
}

/** Looks for updates by itself while that is wanted, and fetches them; a person decides when one is installed. */
export class Updates {
  readonly #deps: UpdatesDeps;
  #state: UpdateState;
  #engine: UpdateEngine | null = null;
  #cancel: (() => void) | null = null;
  #look: Promise<void> | null = null;

  constructor(deps: UpdatesDeps) {
    this.#deps = deps;
    const first: UpdateState = deps.installFailed
      ? { kind: 'failed', failure: failure('update-not-installed') }
      : { kind: 'current', checkedAt: null };
    this.#state = deps.engine === null ? deps.off : first;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Begins to look now and then, as far as that is wanted; called again when the wish has changed. */
  plan(): void {
    this.stop();
    const { engine, installFailed, wanted } = this.#deps;
    if (engine !== null && !installFailed && wanted()) this.#wait(FIRST_MS);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Looks at once; one look at a time. */
  check(): Promise<void> {
    this.#look ??= this.#lookNow().finally(() => (this.#look = null));
    return this.#look;
  }

  /** Restarts into the version that is ready; nothing where none is. */
  install(): void {
    const engine = this.#engine;
    if (this.#state.kind === 'ready' && engine !== null) this.#deps.quitWith(() => engine.install());
  }

  #wait(ms: number): void {
    this.#cancel = this.#deps.clock.after(ms, () => {
      this.#wait(EVERY_MS);
      drop(this.check());
    });
  }

  async #lookNow(): Promise<void> {
    const { engine, clock, report } = this.#deps;
    if (engine === null || this.#state.kind === 'ready') return;
    this.#show({ kind: 'checking' });
    try {
      this.#engine ??= await engine();
      const version = await this.#engine.find();
      if (version === null) return this.#show({ kind: 'current', checkedAt: clock.now() });
      this.#show({ kind: 'downloading', version, share: 0 });
      await this.#engine.fetch((share) => this.#show({ kind: 'downloading', version, share }));
      this.#show({ kind: 'ready', version });
    } catch (error) {
      report(error);
      const cause = error instanceof FailureError ? error.failure : failure('update-failed');
      this.#show({ kind: 'failed', failure: cause });
    }
  }

  #show(state: UpdateState): void {
    this.#state = state;
    this.#deps.publish(state);
  }
}
