import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Log } from './log';
import { Tables, type Change, type Segment } from './tables';

type Sink = (chunk: Buffer) => Promise<void>;

/** A log is rewritten at start once it has this many changes more than twice what is needed. */
const SLACK = 1000;

/** The format before this one had another log, and its objects in folders. It is not read, but kept beside. */
async function putOldFormatAside(dir: string): Promise<void> {
  const aside = join(dir, 'old-format');
  if (!existsSync(join(dir, 'log.jsonl')) || existsSync(aside)) return;
  await mkdir(aside);
  for (const name of ['objects', 'log.jsonl']) await rename(join(dir, name), join(aside, name));
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
  #reading = 0;
  readonly #doomed: Segment[] = [];

  private constructor(
    readonly tables: Tables,
    readonly random: (bytes: number) => Buffer,
    private readonly log: Log,
    private readonly folder: string,
  ) {}

  static async open(dir: string, random: (bytes: number) => Buffer): Promise<Store> {
    await putOldFormatAside(dir);
    const [folder, path] = [join(dir, 'objects'), join(dir, 'state.jsonl')];
    await mkdir(folder, { recursive: true });
    const tables = new Tables();
    let made = 0;
    await Log.replay(path, (record) => {
      // Only this class writes the log, so what stands in it are changes.
      for (const change of record as Change[]) tables.put(change);
      made += (record as Change[]).length;
    });
    const needed = [...tables.changes()];
    if (made > 2 * needed.length + SLACK) await Log.rewrite(path, needed);
    const named = new Set(needed.flatMap((change) => segmentsOf(change[2])).map(({ file }) => file));
    for (const file of await readdir(folder)) if (!named.has(file)) await rm(join(folder, file));
    return new Store(tables, random, await Log.open(path), folder);
  }

  /** Makes the changes all or none, at once; fulfilled when they are on disk and the files are gone that they set free. */
  async commit(...changes: Change[]): Promise<void> {
    this.log.append(changes);
    const kept = new Set(changes.flatMap(([, , row]) => segmentsOf(row)));
    const freed = changes.flatMap((change) => segmentsOf(this.tables.put(change)));
    // Meanwhile whoever has looked an object up by now comes to `read` it.
    await this.log.synced();
    await this.discard(freed.filter((segment) => !kept.has(segment)));
  }

  /** A new file with what `fill` writes, for a row to name: whoever asks for it discards it if no row comes to. */
  async write<Filled>(name: string, fill: (sink: Sink) => Promise<Filled>): Promise<Filled> {
    const handle = await open(join(this.folder, name), 'wx', 0o600);
    try {
      const filled = await fill(async (chunk) => {
        // A disk that fills up takes what fits and calls that a success: only the next write fails.
        for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done)).bytesWritten;
      });
      await handle.datasync();
      return filled;
    } finally {
      await handle.close();
    }
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
        yield* createReadStream(join(this.folder, file), range) as AsyncIterable<Buffer>;
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

  close(): Promise<void> {
    return this.log.close();
  }
}
