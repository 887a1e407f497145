import { z } from 'zod';
import { failure, FAILURE_CODES, type Failure } from '../../../shared/failure';
import {
  NO_SETTINGS,
  PROVIDER_IDS,
  type GenerationFacts,
  type GenerationState,
  type Json,
  type PictureSize,
} from '../../../shared/generation';
import type { LogFormat } from './line-log';
import type { Address } from './provider';

/** A task as the journal keeps it. */
export interface TaskRecord {
  readonly id: string;
  readonly batchId: string;
  readonly connectionId: string;
  readonly createdAt: number;
  readonly facts: GenerationFacts;
  readonly size: PictureSize;
  readonly reference: KeptReference | null;
  readonly key: string;
  readonly state: GenerationState;
  readonly work: Work;
  /** The result in the outbox; null before there is one and after it has arrived. */
  readonly picture: OutboxPicture | null;
}

/** What a service has been asked for already, so that nothing is paid for twice. */
export type Work =
  | { readonly kind: 'none' }
  /** `sent` is false until the service has answered: it may know the job or not. */
  | { readonly kind: 'job'; readonly job: string; readonly sent: boolean }
  /** The results are made, and lie there. `job` can be asked where they lie by now; null where they came of none. */
  | {
      readonly kind: 'places';
      readonly places: readonly KeptPlace[];
      readonly seed: number | null;
      readonly job: string | null;
    };

/** A result as the journal knows it; the file that it becomes is named by its place among the others. */
export type KeptPlace =
  | Address
  /** It came with the answer and lies in the outbox. `seed`: as of `Place`. */
  | { readonly kind: 'outbox'; readonly seed: number | null }
  /** What lay there was no picture. */
  | { readonly kind: 'nothing' };

/** A picture to start from, in the references folder until no task needs it. */
export interface KeptReference {
  readonly file: string;
  readonly contentType: string;
  /** As a person knows it. */
  readonly name: string;
}

export interface OutboxPicture {
  /** Its name in the outbox folder. */
  readonly file: string;
  readonly contentType: string;
}

export type JournalEntry =
  | { readonly kind: 'task'; readonly task: TaskRecord }
  | { readonly kind: 'forgotten'; readonly id: string }
  /** Before all others from here on. */
  | { readonly kind: 'first'; readonly id: string };

/** How an object was made. */
export interface HistoryEntry {
  readonly connectionId: string;
  readonly key: string;
  readonly facts: GenerationFacts;
}

const json: z.ZodType<Json> = z.json();

// Before version 2 facts told only of prompt and seed, and a task had its style beside them.
const facts: z.ZodType<GenerationFacts> = z.object({
  prompt: z.string(),
  negativePrompt: z.string().default(NO_SETTINGS.negativePrompt),
  provider: z.enum(PROVIDER_IDS),
  model: z.string(),
  style: z.string().nullable().default(NO_SETTINGS.style),
  seed: z.number().nullable(),
  steps: z.number().nullable().default(NO_SETTINGS.steps),
  guidance: z.number().nullable().default(NO_SETTINGS.guidance),
  seconds: z.number().nullable().default(NO_SETTINGS.seconds),
  extra: z.record(z.string(), json).nullable().default(NO_SETTINGS.extra),
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
  z.object({ kind: z.literal('waiting'), until: z.number(), failure: keptFailure }),
  z.object({
    kind: z.literal('running'),
    progress: z.number().nullable(),
    ahead: z.number().nullable().default(null),
    preview: z.number().default(0),
  }),
  z.object({ kind: z.literal('uploading'), transferId: z.string() }),
  z.object({ kind: z.literal('done'), finishedAt: z.number() }),
  z.object({ kind: z.literal('failed'), failure: keptFailure, kept: z.boolean() }),
  z.object({ kind: z.literal('cancelled') }),
]);

const work: z.ZodType<Work> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('job'), job: z.string(), sent: z.boolean() }),
  z.object({
    kind: z.literal('places'),
    places: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('url'), url: z.string() }),
        z.object({ kind: z.literal('file'), path: z.string() }),
        z.object({ kind: z.literal('outbox'), seed: z.number().nullable() }),
        z.object({ kind: z.literal('nothing') }),
      ]),
    ),
    seed: z.number().nullable(),
    // Lines of earlier releases have none.
    job: z.string().nullable().default(null),
  }),
]);

const fileName = z.string().regex(/^[\w-]+\.\w+$/);

const task: z.ZodType<TaskRecord> = z
  .object({
    id: z.string().regex(/^[\w-]{1,64}$/),
    batchId: z.string(),
    connectionId: z.string(),
    createdAt: z.number(),
    facts,
    size: z.object({ width: z.number(), height: z.number() }),
    style: z.string().nullish(),
    reference: z.object({ file: fileName, contentType: z.string(), name: z.string() }).nullable().default(null),
    key: z.string(),
    state,
    work: work.default({ kind: 'none' }),
    picture: z.object({ file: fileName, contentType: z.string() }).nullable(),
  })
  .transform(({ style, ...rest }) => (style === undefined ? rest : { ...rest, facts: { ...rest.facts, style } }));

export const JOURNAL: LogFormat<JournalEntry> = {
  name: 'flow-media-generation',
  version: 2,
  schema: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('task'), task }),
    z.object({ kind: z.literal('forgotten'), id: z.string() }),
    z.object({ kind: z.literal('first'), id: z.string() }),
  ]),
};

export const HISTORY: LogFormat<HistoryEntry> = {
  name: 'flow-media-generation-history',
  version: 2,
  schema: z.object({ connectionId: z.string(), key: z.string(), facts }),
};
