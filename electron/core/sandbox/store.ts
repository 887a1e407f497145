import { appendFileSync, createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Tables, type Change, type Segment, type Table } from './tables';

/** At once from the disk. */
const READ_BYTES = 512 * 1024;

/** A line that a kill or a full disk cut off says nothing: it was never answered. */
function parseLine(line: string): readonly Change[] {
  try {
    // Only this class writes the log, so what stands in it are changes.
    return JSON.parse(line) as Change[];
  } catch {
    return [];
  }
}

function segmentsOf(row: unknown): readonly Segment[] {
  return (row as { readonly segments?: readonly Segment[] } | null | undefined)?.segments ?? [];
}

/**
 * What the sandbox holds. Contents are written first, each to a new file under `objects/` that bears a hash for its name, and
 * synced; the line of the log that names them makes them an object. So a write happened or did not, at whatever moment the
 * process dies, and a file that no line names is an orphan, swept at the next start. All rows are in memory, and a commit
 * changes them at once: what was looked up in the same turn of the event loop still holds.
 */
export class Store {
  readonly tables = new Tables();
  #reading = 0;
  readonly #doomed: Segment[] = [];

  private constructor(
    private readonly log: FileHandle,
    private readonly folder: string,
  ) {}

  static async open(dir: string): Promise<Store> {
    const folder = join(dir, 'objects');
    await mkdir(folder, { recursive: true });
    const store = new Store(await open(join(dir, 'state.jsonl'), 'a+', 0o600), folder);
    for await (const line of store.log.readLines({ start: 0, autoClose: false })) {
      for (const change of parseLine(line)) store.#put(change);
    }
    const { objects, parts } = store.tables;
    const rows = [...objects.within(''), ...parts.within('')];
    const named = new Set(rows.flatMap(([, { segments }]) => segments.map(({ file }) => file)));
    for (const file of await readdir(folder)) if (!named.has(file)) await rm(join(folder, file), { recursive: true });
    return store;
  }

  /** Makes the changes all or none, at once; fulfilled when they are on disk and the files are gone that they set free. */
  async commit(...changes: Change[]): Promise<void> {
    // The new line comes first, so that one that was cut off spoils none but itself.
    appendFileSync(this.log.fd, `\n${JSON.stringify(changes)}`);
    const kept = new Set(changes.flatMap(([, , row]) => segmentsOf(row)));
    const freed = changes.flatMap((change) => this.#put(change));
    // Meanwhile whoever has looked an object up by now comes to `read` it.
    await this.log.datasync();
    await this.discard(freed.filter((segment) => !kept.has(segment)));
  }

  /** Returns the contents of what was there before. */
  #put([name, address, row]: Change): readonly Segment[] {
    return segmentsOf((this.tables[name] as Table<unknown>).put(address, row));
  }

  /** Fills a new file, for a row to name: whoever asks for it discards it if no row comes to. */
  write(name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    return writeFile(join(this.folder, name), chunks, { flag: 'wx', mode: 0o600, flush: true });
  }

  /** Bytes `start` to `end`, both included, of what the object was when called, even if it is overwritten meanwhile. */
  read(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer, void> {
    this.#reading++;
    return this.#stream(segments, start, end);
  }

  async *#stream(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer, void> {
    try {
      let offset = 0;
      for (const { file, size } of segments) {
        const range = { start: Math.max(start - offset, 0), end: Math.min(end - offset, size - 1) };
        offset += size;
        if (range.start > range.end) continue;
        const stream = createReadStream(join(this.folder, file), { ...range, highWaterMark: READ_BYTES });
        yield* stream as AsyncIterable<Buffer>;
      }
    } finally {
      this.#reading--;
      await this.discard(this.#doomed.splice(0));
    }
  }

  /** Deletes files, those that a reader may still want once nobody reads. */
  async discard(segments: readonly Segment[]): Promise<void> {
    if (this.#reading > 0) this.#doomed.push(...segments);
    else for (const { file } of segments) await rm(join(this.folder, file), { force: true });
  }

  readonly close = (): Promise<void> => this.log.close();
}
