import { FailureError } from '../../../shared/failure';
import type { AbortedUploads, UnfinishedUpload, UnfinishedUploads } from '../../../shared/unfinished';
import type { ListedMultipart, ObjectStore } from '../store/object-store';
import { eachOf } from './each-of';
import type { Orphans } from './orphans';
import { orphanOf } from './journal/records';
import type { TransferBook } from './transfer-book';

/** At most this many are listed, and the sizes of this many are asked for: each size is a request of class A. */
const LISTED = 1000;
const MEASURED = 100;
const ABREAST = 4;

interface UnfinishedDeps {
  storeOf(connectionId: string): Promise<ObjectStore>;
  readonly book: TransferBook;
  readonly orphans: Orphans;
}

/** The begun multipart uploads of a bucket, ours and others', to be looked at and removed. */
export class Unfinished {
  readonly #deps: UnfinishedDeps;

  constructor(deps: UnfinishedDeps) {
    this.#deps = deps;
  }

  async list(connectionId: string, signal: AbortSignal): Promise<UnfinishedUploads> {
    const store = await this.#deps.storeOf(connectionId);
    const all = await store.listMultiparts('', signal);
    const uploads = all.slice(0, LISTED);
    const sizes = await measure(store, uploads.slice(0, MEASURED), signal);
    const ours = this.#ours();
    const described = uploads
      .map(({ key, uploadId, initiated }, index): UnfinishedUpload | null => {
        const bytes = sizes[index];
        if (bytes === 'gone') return null;
        const owner = ours.has(uploadId) ? 'queue' : 'other';
        return { key, uploadId, begunAt: initiated, bytes: bytes ?? null, owner };
      })
      .filter((upload) => upload !== null);
    return { uploads: described, more: all.length > LISTED };
  }

  /** Never those that a transfer here goes on with, whatever is asked. */
  async abort(
    connectionId: string,
    uploads: readonly Pick<ListedMultipart, 'key' | 'uploadId'>[],
    signal: AbortSignal,
  ): Promise<AbortedUploads> {
    const store = await this.#deps.storeOf(connectionId);
    const tally = { aborted: 0, kept: 0, failed: 0 };
    await eachOf(uploads.length, ABREAST, signal, async (index) => {
      const upload = uploads[index];
      if (upload === undefined) return;
      if (this.#ours().has(upload.uploadId)) tally.kept += 1;
      else if (await succeeds(() => store.abortMultipart(upload.key, upload.uploadId, signal))) tally.aborted += 1;
      else tally.failed += 1;
    });
    return tally;
  }

  #ours(): ReadonlySet<string> {
    const { book, orphans } = this.#deps;
    const ids = new Set(orphans.uploadIds());
    for (const { record } of book.list.all()) {
      const begun = orphanOf(record);
      if (begun !== null) ids.add(begun.uploadId);
    }
    return ids;
  }
}

/** Bytes that have arrived of each; `gone` when it was finished or removed meanwhile, null when it could not be asked. */
async function measure(
  store: ObjectStore,
  uploads: readonly ListedMultipart[],
  signal: AbortSignal,
): Promise<readonly (number | 'gone' | null)[]> {
  const sizes: (number | 'gone' | null)[] = uploads.map(() => null);
  await eachOf(uploads.length, ABREAST, signal, async (index) => {
    const upload = uploads[index];
    if (upload === undefined) return;
    try {
      const parts = await store.listParts(upload.key, upload.uploadId, signal);
      sizes[index] = parts.reduce((sum, part) => sum + part.size, 0);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      sizes[index] = error.failure.code === 'no-such-upload' ? 'gone' : null;
    }
  });
  return sizes;
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof FailureError) return false;
    throw error;
  }
}
