import { z } from 'zod';
import { failure, FAILURE_CODES, type Failure } from '../../../shared/failure';
import { PROVIDER_IDS, type GenerationFacts, type GenerationState, type PictureSize } from '../../../shared/generation';
import type { LogFormat } from './line-log';

/** A task as the journal keeps it. */
export interface TaskRecord {
  readonly id: string;
  readonly batchId: string;
  readonly connectionId: string;
  readonly createdAt: number;
  readonly facts: GenerationFacts;
  readonly size: PictureSize;
  readonly style: string | null;
  readonly key: string;
  readonly state: GenerationState;
  /** The result in the outbox; null before there is one and after it has arrived. */
  readonly picture: OutboxPicture | null;
}

export interface OutboxPicture {
  /** Its name in the outbox folder. */
  readonly file: string;
  readonly contentType: string;
}

export type JournalEntry =
  { readonly kind: 'task'; readonly task: TaskRecord } | { readonly kind: 'forgotten'; readonly id: string };

/** How an object was made. */
export interface HistoryEntry {
  readonly connectionId: string;
  readonly key: string;
  readonly facts: GenerationFacts;
}

const facts: z.ZodType<GenerationFacts> = z.object({
  prompt: z.string(),
  provider: z.enum(PROVIDER_IDS),
  model: z.string(),
  seed: z.number().nullable(),
  createdAt: z.number(),
});

// A code that a later version wrote is an unexpected one to this version.
const keptFailure: z.ZodType<Failure> = z
  .object({
    code: z.enum(FAILURE_CODES as [Failure['code'], ...Failure['code'][]]).catch('unexpected'),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    detail: z.string().nullable(),
  })
  .transform(({ code, params, detail }) => failure(code, params, detail));

const state: z.ZodType<GenerationState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('running'), progress: z.number().nullable() }),
  z.object({ kind: z.literal('uploading'), transferId: z.string() }),
  z.object({ kind: z.literal('done'), finishedAt: z.number() }),
  z.object({ kind: z.literal('failed'), failure: keptFailure, kept: z.boolean() }),
  z.object({ kind: z.literal('cancelled') }),
]);

const task: z.ZodType<TaskRecord> = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  batchId: z.string(),
  connectionId: z.string(),
  createdAt: z.number(),
  facts,
  size: z.object({ width: z.number(), height: z.number() }),
  style: z.string().nullable(),
  key: z.string(),
  state,
  picture: z.object({ file: z.string().regex(/^[\w-]+\.\w+$/), contentType: z.string() }).nullable(),
});

export const JOURNAL: LogFormat<JournalEntry> = {
  name: 'flow-media-generation',
  version: 1,
  schema: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('task'), task }),
    z.object({ kind: z.literal('forgotten'), id: z.string() }),
  ]),
};

export const HISTORY: LogFormat<HistoryEntry> = {
  name: 'flow-media-generation-history',
  version: 1,
  schema: z.object({ connectionId: z.string(), key: z.string(), facts }),
};
