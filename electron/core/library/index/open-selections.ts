import type { LibrarySelection } from '../../../../shared/library';
import type { ResolvedObject } from '../resolved-object';
import type { AssetRows } from './asset-rows';
import { FLAGS } from './columns';
import type { OpenSelection } from './library-index';
import { notBelow, selectedRows } from './selected-rows';
import type { ViewAnswers } from './view-answers';
import { bytesIn } from './view-rows';

/** Selections as they were when they were opened: what changes meanwhile shifts nothing in one that is being read. */
export class OpenSelections {
  readonly #rows: AssetRows;
  readonly #answers: ViewAnswers;
  readonly #open = new Map<number, Uint32Array>();
  #next = 1;

  constructor(rows: AssetRows, answers: ViewAnswers) {
    this.#rows = rows;
    this.#answers = answers;
  }

  open(selection: LibrarySelection, besides: readonly string[]): OpenSelection {
    const id = this.#next++;
    const { columns, folders } = this.#rows;
    const { rows: all, markers } = selectedRows(selection, {
      columns,
      folders,
      byName: this.#rows.byName(),
      find: (assetId) => this.#rows.find(assetId),
      rowsOf: (view) => this.#answers.of(view).rows,
    });
    const rows = besides.length === 0 ? all : all.filter(notBelow(besides, this.#rows));
    this.#open.set(id, rows);
    const onTheirWay = rows.filter((row) => columns.has(row, FLAGS.pending));
    const uploads = [...onTheirWay].flatMap((row) => this.#rows.uploadOf(row)?.item.id ?? []);
    return { id, count: rows.length, totalBytes: bytesIn(rows, columns), uploads, markers };
  }

  /** A part of its objects; what is gone by now is missing. Nothing of one that is not open. */
  read(id: number, start: number, count: number): readonly ResolvedObject[] {
    const rows = this.#open.get(id)?.subarray(start, start + count) ?? new Uint32Array(0);
    return [...rows].flatMap((row) => this.#rows.object(row) ?? []);
  }

  close(id: number): void {
    this.#open.delete(id);
  }
}
