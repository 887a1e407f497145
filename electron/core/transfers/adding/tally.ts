import { fail, type Failure } from '../../../../shared/failure';
import type { AddedTransfers } from '../../../../shared/transfer';
import type { NameChange } from '../../../../shared/upload-names';

/** At most this many of those left out are reported one by one. */
const SKIPPED_TOLD = 100;

/** What came of adding. */
export class Tally {
  #added = 0;
  #totalBytes = 0;
  #skippedCount = 0;
  #hidden = 0;
  #mended = 0;
  readonly #skipped: { readonly path: string; readonly failure: Failure }[] = [];

  add(size: number): void {
    this.#added += 1;
    this.#totalBytes += size;
  }

  skip(path: string, cause: Failure): void {
    this.#skippedCount += 1;
    if (this.#skipped.length < SKIPPED_TOLD) this.#skipped.push({ path, failure: cause });
  }

  /** Counts names that could not stay as they are. */
  name(changes: readonly NameChange[]): void {
    if (changes.includes('characters') || changes.includes('shortened')) this.#mended += 1;
  }

  /** Counted, and not told one by one. */
  hide(): void {
    this.#hidden += 1;
  }

  /** Throws `nothing-to-add` where there was nothing at all. */
  result(): AddedTransfers {
    if (this.#added + this.#skippedCount + this.#hidden === 0) fail('nothing-to-add');
    return {
      added: this.#added,
      totalBytes: this.#totalBytes,
      hidden: this.#hidden,
      mended: this.#mended,
      skipped: this.#skipped,
      skippedCount: this.#skippedCount,
    };
  }
}
