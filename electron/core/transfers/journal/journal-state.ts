import { z } from 'zod';
import { assertNever } from '../../../../shared/assert';
import { CONFLICT_DECISIONS, type ConflictDecision } from '../../../../shared/transfer';
import { orphanRecord, transferRecord, type Orphan, type TransferRecord } from './records';

const decision = z.enum(CONFLICT_DECISIONS);

/** One line of the journal: what became of something. Later lines win. */
export const journalLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), record: transferRecord }),
  z.object({ kind: z.literal('drop'), ids: z.array(z.string()) }),
  /** The records of this batch count for nothing until it is whole. */
  z.object({ kind: z.literal('begin'), batchId: z.string() }),
  z.object({ kind: z.literal('whole'), batchId: z.string() }),
  z.object({ kind: z.literal('pause'), paused: z.boolean() }),
  /** What a person decided for all conflicts of a batch. */
  z.object({ kind: z.literal('rule'), batchId: z.string(), decision }),
  z.object({ kind: z.literal('orphan'), orphan: orphanRecord }),
  z.object({ kind: z.literal('orphan-gone'), uploadId: z.string() }),
  /** Whether the multipart ETags of a server were found to tell anything of the bytes. */
  z.object({ kind: z.literal('composites'), server: z.string(), tell: z.boolean() }),
]);

export type JournalLine =
  | { readonly kind: 'put'; readonly record: TransferRecord }
  | { readonly kind: 'drop'; readonly ids: readonly string[] }
  | { readonly kind: 'begin'; readonly batchId: string }
  | { readonly kind: 'whole'; readonly batchId: string }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'rule'; readonly batchId: string; readonly decision: ConflictDecision }
  | { readonly kind: 'orphan'; readonly orphan: Orphan }
  | { readonly kind: 'orphan-gone'; readonly uploadId: string }
  | { readonly kind: 'composites'; readonly server: string; readonly tell: boolean };

/** What all lines together say. */
export interface JournalState {
  /** In the order they were added. */
  readonly records: Map<string, TransferRecord>;
  /** Batches that are still being added. */
  readonly begun: Set<string>;
  readonly rules: Map<string, ConflictDecision>;
  /** By upload id. */
  readonly orphans: Map<string, Orphan>;
  /** Servers whose multipart ETags tell nothing. */
  readonly silent: Set<string>;
  paused: boolean;
}

export function emptyState(): JournalState {
  return {
    records: new Map(),
    begun: new Set(),
    rules: new Map(),
    orphans: new Map(),
    silent: new Set(),
    paused: false,
  };
}

export function applyLine(state: JournalState, line: JournalLine): void {
  switch (line.kind) {
    case 'put':
      state.records.set(line.record.id, line.record);
      return;
    case 'drop':
      for (const id of line.ids) state.records.delete(id);
      return;
    case 'begin':
      state.begun.add(line.batchId);
      return;
    case 'whole':
      state.begun.delete(line.batchId);
      return;
    case 'pause':
      state.paused = line.paused;
      return;
    case 'rule':
      state.rules.set(line.batchId, line.decision);
      return;
    case 'orphan':
      state.orphans.set(line.orphan.uploadId, line.orphan);
      return;
    case 'orphan-gone':
      state.orphans.delete(line.uploadId);
      return;
    case 'composites':
      if (line.tell) state.silent.delete(line.server);
      else state.silent.add(line.server);
      return;
    default:
      assertNever(line);
  }
}

/** The fewest lines that say the same; rules without a transfer they could apply to are left out. */
export function* linesOf(state: JournalState): Generator<JournalLine> {
  const batches = new Set<string>();
  for (const batchId of state.begun) yield { kind: 'begin', batchId };
  for (const record of state.records.values()) {
    batches.add(record.batchId);
    yield { kind: 'put', record };
  }
  for (const [batchId, decided] of state.rules) {
    if (batches.has(batchId)) yield { kind: 'rule', batchId, decision: decided };
  }
  for (const orphan of state.orphans.values()) yield { kind: 'orphan', orphan };
  for (const server of state.silent) yield { kind: 'composites', server, tell: false };
  if (state.paused) yield { kind: 'pause', paused: true };
}

/** Takes out what was still being added when the last run ended: nobody had been told that it was. */
export function dropUnfinished(state: JournalState): void {
  if (state.begun.size === 0) return;
  for (const [id, record] of state.records) if (state.begun.has(record.batchId)) state.records.delete(id);
  state.begun.clear();
}
