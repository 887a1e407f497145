import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import { connectionOfSelection, DRAG_LIMITS, type LibrarySelection, type StagedDrag } from '../../../shared/library';
import { failureOfFile } from '../store/file-errors';
import { renameSoon } from '../rename-soon';
import type { ObjectStore } from '../store/object-store';
import { safeLocalPath } from '../transfers/download/local-path';
import { isMd5Etag } from '../transfers/md5/md5';
import { assetIdOf } from './asset-id';
import type { Library } from './library';
import type { ResolvedObject } from './resolved-object';

/** What the files may take together, bytes; those that were not dragged for longest go first. */
const CAP_BYTES = 1_000_000_000;
const ABREAST = 4;
/** A virus scanner lets go of a file soon; a program that shows it does not. */
const CLEAR_RETRIES = 3;

export interface DragFilesDeps {
  /** A folder of its own. What was in it at the start is of drags that are over, and goes. */
  readonly dir: string;
  readonly library: Pick<Library, 'objectsIn'>;
  storeOf(connectionId: string): ObjectStore | Promise<ObjectStore>;
  randomId(): string;
}

/**
 * The system drags files, not objects: what is about to be dragged out is fetched first, and proven, into a folder of the cache. Each
 * object has a folder of its own there, so that all keep their names.
 */
export class DragFiles {
  readonly #deps: DragFilesDeps;
  readonly #capBytes: number;
  /** What was fetched, the longest unused first, with its bytes. */
  readonly #kept = new Map<string, number>();
  readonly #staged = new Map<string, readonly string[]>();
  #under = new AbortController();
  /** The last fetching, however it goes. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: DragFilesDeps, capBytes = CAP_BYTES) {
    this.#deps = deps;
    this.#capBytes = capBytes;
  }

  /**
   * Empties the folder; what is being fetched is broken off. What another program holds stays: it is no reason to fail for whoever asks,
   * and goes at the next start.
   */
  async clear(): Promise<void> {
    this.#under.abort();
    await Promise.allSettled([this.#last]);
    this.#kept.clear();
    this.#staged.clear();
    const { dir } = this.#deps;
    const names = await readdir(dir).catch(() => []);
    await Promise.all(names.map((name) => tryRemove(path.join(dir, name), CLEAR_RETRIES)));
    // Where something is held it is not empty, and stays as well.
    await rmdir(dir).catch(() => undefined);
  }

  /** Fetches a selection; one that is under way for another drag is broken off. Answers once all files are there and proven. */
  stage(selections: readonly LibrarySelection[]): Promise<StagedDrag> {
    this.#under.abort();
    this.#under = new AbortController();
    const { signal } = this.#under;
    // One that is broken off removes what it has begun, which may be what this one fetches.
    const staging = Promise.allSettled([this.#last]).then(() => this.#stage(selections, signal));
    this.#last = staging;
    return staging;
  }

  async #stage(selections: readonly LibrarySelection[], signal: AbortSignal): Promise<StagedDrag> {
    const [first] = selections;
    if (first === undefined) fail('invalid-input');
    const connectionId = connectionOfSelection(first);
    const objects = await this.#meant(selections, signal);
    if (objects === null) return { kind: 'too-much' };
    const store = await this.#deps.storeOf(connectionId);
    const files: string[] = [];
    for (let start = 0; start < objects.length; start += ABREAST) {
      signal.throwIfAborted();
      const some = objects.slice(start, start + ABREAST);
      const fetching = some.map((object) => this.#fetched(store, connectionId, object, signal));
      // All of them, also where one fails: it is over when none writes any more.
      await Promise.allSettled(fetching);
      files.push(...(await Promise.all(fetching)));
    }
    await this.#prune(files.length);
    const stageId = this.#deps.randomId();
    this.#staged.clear();
    this.#staged.set(stageId, files);
    return { kind: 'staged', stageId, count: files.length };
  }

  /** The files of a drag, proven to be there still; null where they are not. */
  filesOf(stageId: string): readonly string[] | null {
    return this.#staged.get(stageId) ?? null;
  }

  /** null: more than is fetched for a drag. */
  async #meant(
    selections: readonly LibrarySelection[],
    signal: AbortSignal,
  ): Promise<readonly ResolvedObject[] | null> {
    // By its key: a file and the folder that it lies in may be selected together.
    const objects = new Map<string, ResolvedObject>();
    let bytes = 0;
    for (const selection of selections) {
      for await (const batch of this.#deps.library.objectsIn(selection, signal)) {
        const files = batch.filter(({ key }) => !key.endsWith('/') && !objects.has(key));
        for (const file of files) objects.set(file.key, file);
        bytes += files.reduce((sum, { size }) => sum + size, 0);
        if (objects.size > DRAG_LIMITS.files || bytes > DRAG_LIMITS.bytes) return null;
      }
    }
    return objects.size === 0 ? fail('not-found') : [...objects.values()];
  }

  async #fetched(
    store: ObjectStore,
    connectionId: string,
    object: ResolvedObject,
    signal: AbortSignal,
  ): Promise<string> {
    const { key, size, etag } = object;
    const name = createHash('sha256')
      .update(`${assetIdOf(connectionId, key)}\0${etag}`)
      .digest('hex')
      .slice(0, 24);
    const folder = path.join(this.#deps.dir, name);
    const file = path.join(folder, safeLocalPath(nameOfKey(key)));
    const known = await stat(file).catch(() => null);
    if (known?.size === size) {
      this.#use(name, size);
      return file;
    }
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await fetchProven(store, object, `${file}.part`, signal);
      await renameSoon(`${file}.part`, file);
    } catch (error) {
      await tryRemove(folder);
      const cause = failureOfFile(error, 'write', file);
      throw cause === null ? error : new FailureError(cause, { cause: error });
    }
    this.#use(name, size);
    return file;
  }

  #use(name: string, bytes: number): void {
    this.#kept.delete(name);
    this.#kept.set(name, bytes);
  }

  /** Removes what is too much, but for the last files, of which there are `inUse`: they are what is about to be dragged. */
  async #prune(inUse: number): Promise<void> {
    let taken = [...this.#kept.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [name, bytes] of [...this.#kept].slice(0, -inUse)) {
      if (taken <= this.#capBytes) return;
      if (!(await tryRemove(path.join(this.#deps.dir, name)))) continue;
      this.#kept.delete(name);
      taken -= bytes;
    }
  }
}

/** Removes a folder; false where that cannot be, since on Windows nothing goes that another program has open. */
function tryRemove(folder: string, maxRetries = 0): Promise<boolean> {
  return rm(folder, { recursive: true, force: true, maxRetries }).then(
    () => true,
    () => false,
  );
}

/** An object into a file: as long as it was known to be, and where its ETag is their MD5, of the very same bytes. */
async function fetchProven(
  store: ObjectStore,
  { key, size, etag }: ResolvedObject,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const body = await store.get(key, { range: null, ifMatch: etag === '' ? null : etag }, signal);
  const md5 = createHash('md5');
  let length = 0;
  const seen = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      md5.update(chunk);
      length += chunk.byteLength;
      yield chunk;
    }
  };
  await pipeline(body.stream, seen, createWriteStream(file), { signal });
  if (length !== size || (isMd5Etag(etag) && md5.digest('hex') !== etag)) fail('verification-failed', { name: key });
}
