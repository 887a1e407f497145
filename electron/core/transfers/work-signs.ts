import type { TransferItem, TransferSummary } from '../../../shared/transfer';
import type { TransferChange } from './transfers-api';

/** What the rest of the computer is to be told of the queue. */
export interface WorkSigns {
  /** Something moves: the machine must not fall asleep under it. */
  readonly moves: boolean;
  /** For the taskbar or the dock, 0 to 1; null when there is nothing to show. */
  readonly progress: { readonly share: number; readonly mode: 'normal' | 'paused' | 'error' } | null;
  /** Whether the end of the network's absence is waited for. */
  readonly missesNetwork: boolean;
  /** How many a quit would interrupt, which go on at the next start. */
  readonly underWay: number;
}

export function signsOf(summary: TransferSummary): WorkSigns {
  const { counts, paused, troubles } = summary;
  const moving = counts.moving + counts.verifying;
  const going = moving + counts.queued + counts.waiting;
  const held = troubles.some(({ kind }) => kind === 'held');
  const stands = paused || moving === 0;
  const share = summary.totalBytes > 0 ? summary.movedBytes / summary.totalBytes : 0;
  return {
    moves: moving > 0,
    progress: going === 0 ? null : { share, mode: held ? 'error' : stands ? 'paused' : 'normal' },
    missesNetwork: troubles.some(({ kind }) => kind === 'away'),
    underWay: paused ? 0 : going,
  };
}

/** What one go of the queue came to. */
export interface BatchResult {
  readonly uploaded: number;
  readonly downloaded: number;
  /** Anything else that is done: copies, moves, renames, changes of what files are served with. */
  readonly others: number;
  readonly failed: number;
}

type Ended = Exclude<keyof BatchResult, 'failed'>;

/** Counts what ends between one idle moment of the queue and the next. */
export class BatchCount {
  readonly #done: Record<Ended, number> = { uploaded: 0, downloaded: 0, others: 0 };
  readonly #failed = new Set<string>();

  heard({ kind, item }: TransferChange): void {
    if (kind === 'gone' || item.state.kind !== 'failed') this.#failed.delete(item.id);
    if (kind === 'gone') return;
    if (item.state.kind === 'failed') this.#failed.add(item.id);
    if (item.state.kind === 'done') this.#done[endedOf(item)] += 1;
  }

  /** The result, when nothing is left to do and something was done; then it begins anew. */
  endOf({ counts }: TransferSummary): BatchResult | null {
    const { queued, conflict, moving, verifying, paused, waiting } = counts;
    if (queued + conflict + moving + verifying + paused + waiting > 0) return null;
    const result = { ...this.#done, failed: this.#failed.size };
    this.#failed.clear();
    this.#done.uploaded = this.#done.downloaded = this.#done.others = 0;
    return Object.values(result).some((count) => count > 0) ? result : null;
  }
}

/** Watches over transfers whose name is taken: they wait for a person, who may be looking elsewhere. */
export class OpenQuestions {
  /** By the transfer's id. */
  readonly #asked = new Map<string, 'new' | 'told'>();

  heard({ kind, item }: TransferChange): void {
    if (kind === 'gone' || item.state.kind !== 'conflict') this.#asked.delete(item.id);
    else if (!this.#asked.has(item.id)) this.#asked.set(item.id, 'new');
  }

  /** How many wait for an answer, when nothing else goes on and there is a new one among them; else 0. Each is new once. */
  toTell({ counts }: TransferSummary): number {
    const { queued, conflict, moving, verifying, waiting } = counts;
    if (queued + moving + verifying + waiting > 0) return 0;
    if (![...this.#asked.values()].includes('new')) return 0;
    for (const id of this.#asked.keys()) this.#asked.set(id, 'told');
    return conflict;
  }
}

function endedOf({ direction }: TransferItem): Ended {
  return direction === 'upload' || direction === 'pack'
    ? 'uploaded'
    : direction === 'download'
      ? 'downloaded'
      : 'others';
}
