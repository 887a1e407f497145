import { z } from 'zod';
import type { TransferItem, TransferSummary } from '../../../shared/transfer';
import type { ArrivedUpload } from './after-upload';

/** At most this many are kept. */
const KEPT = 6;

const document = z.object({
  version: z.literal(1),
  files: z.array(z.object({ connectionId: z.string(), key: z.string(), assetId: z.string(), size: z.number() })),
});

interface Storage {
  read(): unknown;
  write(value: unknown): void;
}

/** What was uploaded last, newest first, over restarts: for links that are copied without the window. */
export class RecentUploads {
  #files: readonly ArrivedUpload[];
  #isNews = false;

  /** `onChange` is called when the list has changed and the queue is at rest. */
  constructor(
    private readonly storage: Storage,
    private readonly onChange: () => void,
  ) {
    this.#files = document.safeParse(storage.read()).data?.files ?? [];
  }

  get files(): readonly ArrivedUpload[] {
    return this.#files;
  }

  uploadDone({ connectionId, key, assetId }: TransferItem, { size }: { readonly size: number }): void {
    const others = this.#files.filter((one) => one.assetId !== assetId);
    this.#files = [{ connectionId, key, assetId, size }, ...others].slice(0, KEPT);
    this.#isNews = true;
  }

  /** Told of each change of the queue: a thousand uploads are one change of the list. */
  look({ counts }: TransferSummary): void {
    if (this.#isNews && counts.queued + counts.moving + counts.verifying === 0) this.#tell();
  }

  forget(connectionId: string): void {
    this.#files = this.#files.filter((one) => one.connectionId !== connectionId);
    this.#tell();
  }

  #tell(): void {
    this.#isNews = false;
    this.storage.write({ version: 1, files: this.#files });
    this.onChange();
  }
}
