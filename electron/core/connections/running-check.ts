import type { ConnectionCheck, ConnectionDraft } from '../../../shared/connection';
import { isAbort } from '../store/abort';
import type { Connections } from './connections';

/** The one check that is shown: a new one ends the one before. */
export class RunningCheck {
  #running: { readonly checkId: string; readonly abort: AbortController } | null = null;

  constructor(
    private readonly connections: Pick<Connections, 'check'>,
    private readonly show: (check: ConnectionCheck) => void,
  ) {}

  /** Answers when the check has ended, or was ended. */
  async run(wanted: { readonly checkId: string; readonly draft: ConnectionDraft }): Promise<void> {
    this.#running?.abort.abort();
    const own = { checkId: wanted.checkId, abort: new AbortController() };
    this.#running = own;
    const show = (check: ConnectionCheck): void => {
      if (this.#running === own) this.show(check);
    };
    try {
      await this.connections.check(wanted, show, own.abort.signal);
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      if (this.#running === own) this.#running = null;
    }
  }

  stop(checkId: string): void {
    if (this.#running?.checkId === checkId) this.#running.abort.abort();
  }
}
