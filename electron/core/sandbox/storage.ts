import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { S3Error } from './errors';
import { Log } from './log';
import { State } from './state';
import type { Bucket, Change, Segment, StoredObject } from './state';
import { writeAll } from './write-all';

/** A log is rewritten at start once it has this many lines more than twice what is needed. */
const SLACK = 1000;

/**
 * Objects on disk. Contents are written first, each to a new file under `objects/` that bears a hash for its name, and
 * synced; the line in `log.jsonl` that names them makes them an object. So a write happened or did not, at whatever moment the
 * process dies, and a file that no line names is an orphan, swept at the next start. A log rather than a file of facts for each
 * object: one sequential read rebuilds the sorted index of 100,000 keys in a second, where 100,000 opens take many.
 */
export class Store {
  readonly #readers = new Map<readonly Segment[], number>();
  readonly #freed = new Set<readonly Segment[]>();
  readonly #locks = new Map<string, Promise<unknown>>();

  private constructor(
    readonly state: State,
    readonly random: (bytes: number) => Buffer,
    private readonly objects: string,
    private readonly log: Log,
  ) {}

  static async open(dir: string, random: (bytes: number) => Buffer): Promise<Store> {
    const [objects, path] = [join(dir, 'objects'), join(dir, 'log.jsonl')];
    await mkdir(objects, { recursive: true });
    const state = new State();
    let lines = 0;
    const replay = (record: unknown): void => {
      // Only this class writes the log, so what stands in it is a Change.
      state.apply(record as Change);
      lines++;
    };
    let log = await Log.open(path, replay);
    let needed = 0;
    for (const _change of state.changes()) needed++;
    if (lines > 2 * needed + SLACK) {
      await log.close();
      await Log.rewrite(path, state.changes());
      log = await Log.open(path, () => undefined);
    }
    const store = new Store(state, random, objects, log);
    await store.#sweep();
    return store;
  }

  bucket(name: string): Bucket {
    const bucket = this.state.buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket');
    return bucket;
  }

  async commit(change: Change): Promise<void> {
    await this.log.append(change);
    const freed = this.state.apply(change);
    // Whoever has looked an object up by now calls `read` for it before the next turn of the event loop.
    if (freed.length > 0) await nextTurn();
    for (const segments of freed) await this.discard(segments);
  }

  /** Runs one after the other what bears the same name, so that a condition still holds when its write is committed. */
  async exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#locks.get(name);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#locks.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#locks.get(name) === mine) this.#locks.delete(name);
    }
  }

  /** A new file holding what `fill` writes; if that fails, no file. `name` is hashed and may be anything. */
  async write<T>(
    name: string,
    fill: (sink: (chunk: Buffer) => Promise<void>) => Promise<T>,
  ): Promise<{ readonly file: string; readonly result: T }> {
    const hash = createHash('sha256').update(name).digest('hex');
    const file = `${hash.slice(0, 2)}/${hash}-${this.random(8).toString('hex')}`;
    const path = join(this.objects, file);
    await mkdir(join(path, '..'), { recursive: true });
    const handle = await open(path, 'wx', 0o600);
    try {
      const result = await fill((chunk) => writeAll(handle, chunk, null));
      await handle.datasync();
      await handle.close();
      return { file, result };
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Bytes `start` to `end`, both included, of what the object was when called, even if it is overwritten meanwhile. */
  read({ segments }: StoredObject, start: number, end: number): AsyncGenerator<Buffer, void> {
    this.#readers.set(segments, (this.#readers.get(segments) ?? 0) + 1);
    return this.#stream(segments, start, end);
  }

  async *#stream(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer, void> {
    try {
      let offset = 0;
      for (const { file, size } of segments) {
        const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size - 1)];
        offset += size;
        const path = join(this.objects, file);
        if (from <= to) yield* createReadStream(path, { start: from, end: to }) as AsyncIterable<Buffer>;
      }
    } finally {
      const readers = (this.#readers.get(segments) ?? 1) - 1;
      if (readers > 0) this.#readers.set(segments, readers);
      else this.#readers.delete(segments);
      if (readers === 0 && this.#freed.delete(segments)) await this.discard(segments);
    }
  }

  async discard(segments: readonly Segment[]): Promise<void> {
    if (this.#readers.has(segments)) this.#freed.add(segments);
    else for (const { file } of segments) await rm(join(this.objects, file), { force: true });
  }

  async close(): Promise<void> {
    await this.log.close();
  }

  async #sweep(): Promise<void> {
    const named = new Set<string>();
    for (const change of this.state.changes()) {
      if (change.op === 'put') for (const { file } of change.object.segments) named.add(file);
      if (change.op === 'put-part') named.add(change.part.segment.file);
    }
    for (const folder of await readdir(this.objects)) {
      for (const name of await readdir(join(this.objects, folder))) {
        if (!named.has(`${folder}/${name}`)) await rm(join(this.objects, folder, name), { force: true });
      }
    }
  }
}
