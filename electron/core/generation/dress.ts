import { removeRemarks } from '../provenance/film-write';
import { type MadeFrom, metadataOf, withoutProvenance, withProvenance } from '../provenance/write';
import type { Arriving } from './arriving';
import type { TaskRecord } from './records';

type Told = Pick<TaskRecord, 'connectionId' | 'facts' | 'size'>;

/** Files that can say how they were made. */
const WRITABLE: ReadonlySet<string> = new Set(['image/png', 'image/apng', 'image/jpeg', 'image/webp']);
/** And those that can be made to say nothing of it, in memory. */
const CLEANABLE: ReadonlySet<string> = new Set([...WRITABLE, 'image/gif', 'image/svg+xml']);
/** Those that can be made to say nothing of it as they lie on the disk. */
const IN_PLACE: ReadonlySet<string> = new Set([
  'image/avif',
  'image/heic',
  'image/heif',
  'image/tiff',
  'video/mp4',
  'video/quicktime',
  'video/3gpp',
  'video/webm',
  'video/matroska',
]);
/** What is larger goes as it came: no service makes such pictures, and none is to be held in memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What a result says in the bucket of how it was made: as much as its person wants, and nothing at all where that is nothing. */
export class Dress {
  readonly #keepsPrompts: (connectionId: string) => boolean;

  constructor(keepsPrompts: (connectionId: string) => boolean) {
    this.#keepsPrompts = keepsPrompts;
  }

  /**
   * A result as it goes into the outbox, before anything counts its bytes: with how it was made, or, where prompts are private, without
   * what its provider has written of it.
   */
  on(task: Told, { type, bytes }: Arriving): Arriving {
    const { contentType } = type;
    const keeps = this.#keepsPrompts(task.connectionId);
    if (!keeps && IN_PLACE.has(contentType)) return { type, bytes, finish: removeRemarks };
    if (!(keeps ? WRITABLE : CLEANABLE).has(contentType)) return { type, bytes };
    const change = keeps
      ? (file: Buffer) => withProvenance(file, contentType, madeFrom(task))
      : (file: Buffer) => withoutProvenance(file, contentType);
    return { type, bytes: changed(bytes, change) };
  }

  /** By names without `x-amz-meta-`. */
  metadataFor(task: Told): Readonly<Record<string, string>> {
    return this.#keepsPrompts(task.connectionId) ? metadataOf(madeFrom(task)) : {};
  }
}

async function* changed(
  bytes: AsyncIterable<Uint8Array>,
  change: (file: Buffer) => Uint8Array,
): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    length += chunk.byteLength;
    if (length <= MAX_BYTES) continue;
    yield* held;
    held = [];
  }
  if (length <= MAX_BYTES) yield change(Buffer.concat(held));
  else yield* held;
}

function madeFrom({ facts, size }: Told): MadeFrom {
  const { prompt, negativePrompt, provider, model, seed, steps, guidance, createdAt } = facts;
  return {
    prompt,
    negative: negativePrompt,
    provider,
    model,
    seed,
    steps,
    guidance,
    createdAt,
    ...size,
    sampler: null,
  };
}
