import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { LineLog, type KeptAside, type LogFormat } from '../generation/line-log';
import { isUnchanged, type SeenFile } from './look';

const fileRecord = z.object({
  relative: z.string(),
  size: z.number(),
  mtimeMs: z.number(),
  ino: z.number(),
  /** Of the content (`sampleOf`); null for what lay there before the folder was watched. */
  sample: z.string().nullable(),
  /** The key that it was meant for, and the one that it has; '' for what is not ours. */
  wished: z.string(),
  key: z.string(),
  transferId: z.string(),
  /**
   * `known`: lay there before. `sending`: in the queue of transfers, or about to be. `arrived`: verified in the bucket; `tidied`:
   * and moved or removed as the folder says. `left`: it could not go, or a person took it off the list.
   */
  state: z.enum(['known', 'sending', 'arrived', 'tidied', 'left']),
  /** That its key was given (`{n}`); 0 where it was given none, or by a version that did not note it. */
  number: z.number().default(0),
});
export type FileRecord = Readonly<z.infer<typeof fileRecord>>;

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), file: fileRecord }),
  /** `number`: the last one that a file was given which is not known any more. */
  z.object({ kind: z.literal('drop'), relative: z.string(), number: z.number().optional() }),
]);
type Line = z.infer<typeof line>;

const FORMAT: LogFormat<Line> = { name: 'flow-media-watched', version: 1, schema: line };
/** Files that are not there any more need not be remembered for ever. */
const MAX_TIDIED = 50_000;
/** How many lines are written in one go. */
const LINES_AT_ONCE = 1000;

/** What became of each file of a watched folder: on disk before it counts, so that nothing goes twice. */
export class FolderRecord {
  readonly #files: Map<string, FileRecord>;
  readonly #byTransfer = new Map<string, string>();
  readonly #byStamp = new Map<string, Set<string>>();
  readonly #log: LineLog<Line>;
  #arrived = 0;
  #lastNumber: number;

  private constructor(files: Map<string, FileRecord>, lastNumber: number, log: LineLog<Line>) {
    this.#files = files;
    this.#lastNumber = lastNumber;
    this.#log = log;
    for (const file of files.values()) this.#index(file);
  }

  static async open(path: string, keptAside: KeptAside): Promise<FolderRecord> {
    const opened = await LineLog.open(path, FORMAT, keptAside);
    const files = new Map<string, FileRecord>();
    let lastNumber = 0;
    for (const entry of opened.entries) {
      lastNumber = Math.max(lastNumber, (entry.kind === 'drop' ? entry.number : entry.file.number) ?? 0);
      if (entry.kind === 'drop') files.delete(entry.relative);
      else files.set(entry.file.relative, entry.file);
    }
    const tidied = [...files.values()].filter(({ state }) => state === 'tidied');
    for (const { relative } of tidied.slice(0, -MAX_TIDIED)) files.delete(relative);
    if (opened.entries.length > 2 * files.size + LINES_AT_ONCE) await opened.log.replace(linesOf(files, lastNumber));
    return new FolderRecord(files, lastNumber, opened.log);
  }

  static async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** The last number that a file was given; of older records at least as many as there are files. */
  get lastNumber(): number {
    return Math.max(this.#lastNumber, this.#files.size);
  }

  get sending(): number {
    return this.#byTransfer.size;
  }

  get arrived(): number {
    return this.#arrived;
  }

  get(relative: string): FileRecord | null {
    return this.#files.get(relative) ?? null;
  }

  ofTransfer(transferId: string): FileRecord | null {
    const relative = this.#byTransfer.get(transferId);
    return relative === undefined ? null : this.get(relative);
  }

  inState(state: FileRecord['state']): readonly FileRecord[] {
    return [...this.#files.values()].filter((file) => file.state === state);
  }

  /** Files of the same size and time of change under other names. */
  alike(seen: SeenFile): readonly FileRecord[] {
    const names = this.#byStamp.get(stampOf(seen)) ?? new Set<string>();
    return [...names].flatMap((name) => (name === seen.relative ? [] : (this.#files.get(name) ?? [])));
  }

  /** Whether this very state of a file is known. */
  knows(seen: SeenFile): boolean {
    const file = this.#files.get(seen.relative);
    return file !== undefined && isUnchanged(file, seen);
  }

  /** Counts at once, and outlives a power cut once it resolves. Throws a `FailureError` when the disk takes no more. */
  async put(files: readonly FileRecord[]): Promise<void> {
    for (const file of files) {
      this.#forget(file.relative);
      this.#files.set(file.relative, file);
      this.#index(file);
      this.#lastNumber = Math.max(this.#lastNumber, file.number);
    }
    await this.#append(files.map((file) => ({ kind: 'put', file })));
  }

  /** As `put`. */
  async drop(relatives: readonly string[]): Promise<void> {
    for (const relative of relatives) this.#forget(relative);
    await this.#append(relatives.map((relative) => ({ kind: 'drop', relative })));
  }

  /** A file got another name. */
  async rename(file: FileRecord, seen: SeenFile): Promise<void> {
    this.#forget(file.relative);
    const renamed = { ...file, relative: seen.relative, ino: seen.ino };
    this.#files.set(renamed.relative, renamed);
    this.#index(renamed);
    await this.#log.append({ kind: 'put', file: renamed }, { kind: 'drop', relative: file.relative });
  }

  /**
   * A file that was tidied away gives its name to another one. It stays known and counted, under a name below its own, which no
   * file has while there is one of that name.
   */
  async putAside(file: FileRecord): Promise<void> {
    await this.rename(file, { ...file, relative: `${file.relative}/${file.transferId}` });
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async #append(lines: readonly Line[]): Promise<void> {
    for (let start = 0; start < lines.length; start += LINES_AT_ONCE)
      await this.#log.append(...lines.slice(start, start + LINES_AT_ONCE));
  }

  #index(file: FileRecord): void {
    if (isArrived(file)) this.#arrived += 1;
    if (file.state === 'sending') this.#byTransfer.set(file.transferId, file.relative);
    const stamp = stampOf(file);
    const names = this.#byStamp.get(stamp) ?? new Set<string>();
    this.#byStamp.set(stamp, names.add(file.relative));
  }

  #forget(relative: string): void {
    const file = this.#files.get(relative);
    if (file === undefined) return;
    if (isArrived(file)) this.#arrived -= 1;
    this.#files.delete(relative);
    this.#byTransfer.delete(file.transferId);
    const stamp = stampOf(file);
    const names = this.#byStamp.get(stamp);
    names?.delete(relative);
    if (names?.size === 0) this.#byStamp.delete(stamp);
  }
}

/** All that is known, with the last number: the file that was given it may be forgotten. */
function linesOf(files: ReadonlyMap<string, FileRecord>, lastNumber: number): Line[] {
  const puts = [...files.values()].map((file) => ({ kind: 'put' as const, file }));
  return [{ kind: 'drop', relative: '', number: lastNumber }, ...puts];
}

function isArrived({ state }: FileRecord): boolean {
  return state === 'arrived' || state === 'tidied';
}

function stampOf({ size, mtimeMs }: Pick<SeenFile, 'size' | 'mtimeMs'>): string {
  return `${size}:${mtimeMs}`;
}
