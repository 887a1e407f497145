import { fail } from '../../../shared/failure';
import type { MovedTransfers, UndoOutcome } from '../../../shared/library';
import type { TransferItem } from '../../../shared/transfer';
import type { CopyObjects, TransferChange, Transfers } from '../transfers/transfers-api';
import { assetIdOf } from './asset-id';
import type { Library } from './library';

/** How many moves can be undone; the oldest are forgotten beyond that. */
const KEPT = 10;

export interface UndoMovesDeps {
  readonly transfers: Pick<Transfers, 'addCopies' | 'cancel' | 'subscribe'>;
  readonly library: Pick<Library, 'existing' | 'resolve'>;
  randomId(): string;
}

/** What became of one object of a move. */
type Part =
  | { readonly kind: 'planned' }
  | { readonly kind: 'under-way'; readonly transferId: string }
  /** It lies under this key now. */
  | { readonly kind: 'moved'; readonly key: string; readonly size: number; readonly etag: string };

interface Move {
  readonly from: string;
  readonly to: string;
  /** By the keys that the objects had. */
  readonly parts: Map<string, Part>;
}

interface Moved {
  readonly source: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/** Moves objects, and takes back what was moved last. */
export class UndoMoves {
  readonly #deps: UndoMovesDeps;
  readonly #moves = new Map<string, Move>();

  constructor(deps: UndoMovesDeps) {
    this.#deps = deps;
    deps.transfers.subscribe((change) => this.#hear(change));
  }

  /** Queues a move. What trades names among itself cannot be taken back one by one: it gets no undo. */
  async move(request: Omit<CopyObjects, 'move'>): Promise<MovedTransfers> {
    const { from, to, objects } = request;
    // Before it is remembered: it would take the place of one that can be taken back.
    if (objects.length === 0) fail('nothing-to-add');
    const parts = new Map<string, Part>(objects.map(({ key }) => [key, { kind: 'planned' }]));
    const trades = from === to && objects.some(({ targetKey }) => parts.has(targetKey));
    const undoId = trades ? null : this.#remember({ from, to, parts });
    const added = await this.#deps.transfers.addCopies({ ...request, move: true });
    return { ...added, undoId: added.added === 0 ? null : undoId };
  }

  /** A copy has arrived: for a move, its source is gone. Others are none of its. */
  arrived({ connectionId, key, size, copy }: TransferItem, etag: string): void {
    if (copy === null || !copy.move) return;
    const move = this.#moveOf(copy.connectionId, connectionId, copy.key);
    move?.parts.set(copy.key, { kind: 'moved', key, size, etag });
  }

  /** All of a move or nothing: what has not gone yet stays, what has gone comes back, unless something is in the way. */
  async undo(undoId: string): Promise<UndoOutcome> {
    const move = this.#moves.get(undoId);
    if (move === undefined) return { kind: 'forgotten' };
    let moved = movedOf(move);
    for (let looked = -1; looked !== moved.length; moved = movedOf(move)) {
      looked = moved.length;
      const obstacle = (await this.#taken(move, moved)) ?? (await this.#changed(move, moved));
      if (obstacle !== null) return obstacle;
      // What has arrived during the look is looked at, too: it would be neither called off nor taken back.
    }
    this.#moves.delete(undoId);
    const underWay = [...move.parts.values()].flatMap((part) => (part.kind === 'under-way' ? [part.transferId] : []));
    if (underWay.length > 0) this.#deps.transfers.cancel(underWay);
    const objects = moved.map(({ source, key, size, etag }) => {
      return { key, size, etag, targetKey: source, decision: 'skip-identical' as const };
    });
    if (objects.length > 0) await this.#deps.transfers.addCopies({ from: move.to, to: move.from, move: true, objects });
    return { kind: 'undone', count: objects.length + underWay.length };
  }

  async #taken({ from }: Move, moved: readonly Moved[]): Promise<UndoOutcome | null> {
    // The marker of a folder is in nobody's way.
    const sources = moved.map(({ source }) => source).filter((source) => !source.endsWith('/'));
    const [key] = await this.#deps.library.existing(from, sources);
    return key === undefined ? null : { kind: 'taken', key };
  }

  async #changed({ to }: Move, moved: readonly Moved[]): Promise<UndoOutcome | null> {
    const assetIds = moved.map(({ key }) => assetIdOf(to, key));
    const there = await this.#deps.library.resolve({ kind: 'assets', connectionId: to, assetIds });
    const etags = new Map(there.map(({ key, etag }) => [key, etag]));
    const other = moved.find(({ key, etag }) => etags.get(key) !== etag);
    return other === undefined ? null : { kind: 'changed', key: other.key };
  }

  #remember(move: Move): string {
    const undoId = this.#deps.randomId();
    this.#moves.set(undoId, move);
    const oldest = this.#moves.keys().next();
    if (this.#moves.size > KEPT && oldest.done !== true) this.#moves.delete(oldest.value);
    return undoId;
  }

  #hear({ kind, item }: TransferChange): void {
    const { copy, connectionId, state, id } = item;
    if (copy === null || !copy.move || state.kind === 'done') return;
    const move = this.#moveOf(copy.connectionId, connectionId, copy.key);
    if (move === null || move.parts.get(copy.key)?.kind === 'moved') return;
    if (kind === 'gone' || state.kind === 'skipped') move.parts.delete(copy.key);
    else move.parts.set(copy.key, { kind: 'under-way', transferId: id });
  }

  /** The newest one that an object is of. */
  #moveOf(from: string, to: string, source: string): Move | null {
    const newest = [...this.#moves.values()].reverse();
    return newest.find((move) => move.from === from && move.to === to && move.parts.has(source)) ?? null;
  }
}

function movedOf({ parts }: Move): readonly Moved[] {
  return [...parts].flatMap(([source, part]) => (part.kind === 'moved' ? [{ ...part, source }] : []));
}
