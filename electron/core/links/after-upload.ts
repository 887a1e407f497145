import type { TransferItem, TransferSummary } from '../../../shared/transfer';

/** Whose links are wanted, once they are all there. */
export interface ArrivedUpload {
  readonly connectionId: string;
  readonly key: string;
  readonly assetId: string;
  readonly size: number;
}

/** Gathers what a person has uploaded, until nothing more is on its way. */
export class LinksAfterUpload {
  #arrived: ArrivedUpload[] = [];

  /** `done` gets what has arrived since the last time, all of one connection; called where `wanted` says so. */
  constructor(
    private readonly wanted: () => boolean,
    private readonly done: (files: readonly ArrivedUpload[]) => void,
  ) {}

  uploadDone({ connectionId, key, assetId, origin }: TransferItem, { size }: { readonly size: number }): void {
    if ((origin === 'files' || origin === 'pasted') && this.wanted())
      this.#arrived.push({ connectionId, key, assetId, size });
  }

  /** Told of each change of the queue. */
  look({ counts }: TransferSummary): void {
    const underWay = counts.queued + counts.moving + counts.verifying;
    if (underWay > 0 || this.#arrived.length === 0) return;
    const arrived = this.#arrived;
    this.#arrived = [];
    // The clipboard holds one text: that of the bucket to which the last one went.
    const last = arrived.at(-1)?.connectionId;
    this.done(arrived.filter(({ connectionId }) => connectionId === last));
  }
}
