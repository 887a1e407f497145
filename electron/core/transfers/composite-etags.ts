import type { JournalLine } from './journal/journal-state';
import { partCountOf } from './proof';
import { serverOf } from './server-of';
import type { TransfersDeps } from './transfers-api';

interface CompositeEtagsDeps {
  readonly house: Pick<TransfersDeps, 'profileOf'>;
  note(line: JournalLine): void;
}

/**
 * Which servers give multipart objects ETags that are not the MD5 of their parts' MD5s (rclone has met such on R2): on those a
 * composite neither proves nor tells apart. Known by server, and so shared by its connections; kept in the journal
 * (docs/decisions/0010-downloads.md).
 */
export class CompositeEtags {
  readonly #deps: CompositeEtagsDeps;
  readonly #silent = new Set<string>();

  constructor(deps: CompositeEtagsDeps) {
    this.#deps = deps;
  }

  /** Takes up what earlier runs have found. */
  open(silent: Iterable<string>): void {
    for (const server of silent) this.#silent.add(server);
  }

  /** Whether this ETag, given by the server of this connection, says anything of the bytes as far as its form goes. */
  tells(connectionId: string, etag: string): boolean {
    if (partCountOf(etag) === null) return true;
    const server = this.#serverOf(connectionId);
    return server === null || !this.#silent.has(server);
  }

  /** An upload whose parts had all agreed got this ETag for the whole; the last one seen counts. */
  saw(connectionId: string, etag: string, agrees: boolean): void {
    const server = this.#serverOf(connectionId);
    if (server === null || partCountOf(etag) === null || agrees !== this.#silent.has(server)) return;
    if (agrees) this.#silent.delete(server);
    else this.#silent.add(server);
    this.#deps.note({ kind: 'composites', server, tell: agrees });
  }

  #serverOf(connectionId: string): string | null {
    const profile = this.#deps.house.profileOf(connectionId);
    return profile === null ? null : serverOf(profile);
  }
}
