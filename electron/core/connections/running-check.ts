import type { ConnectionCheck } from '../../../shared/connection';
import { isAbort } from '../store/abort';

type Show = (check: ConnectionCheck) => void;

/** The one check that is shown: a new one ends the one before. */
export class RunningCheck {
  #running: { readonly checkId: string; readonly abort: AbortController } | null = null;

  constructor(private readonly show: Show) {}

  /** Answers what the work does when the check has ended; null when it was ended before. */
  async run<T>(checkId: string, work: (show: Show, signal: AbortSignal) => Promise<T>): Promise<T | null> {
    this.#running?.abort.abort();
    const own = { checkId, abort: new AbortController() };
    this.#running = own;
    const show = (check: ConnectionCheck): void => {
      if (this.#running === own) this.show(check);
    };
    try {
      return await work(show, own.abort.signal);
    } catch (error) {
      if (isAbort(error)) return null;
      throw error;
    } finally {
      if (this.#running === own) this.#running = null;
    }
  }

  stop(checkId: string): void {
    if (this.#running?.checkId === checkId) this.#running.abort.abort();
  }
}
