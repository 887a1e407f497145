import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ZipFile } from 'yazl';
import { nameOfKey } from '../../../../shared/keys';
import { contentTypeOfName } from '../../../../shared/media';
import { ZipSource, type ZipJob } from './zip-source';
import type { ZipEntry } from './zip-lists';

/** What shrinks; pictures, films and sounds are packed already. */
const SHRINKS = /^(text\/|image\/svg\+xml|application\/(json|xml|javascript|x-ndjson|rtf))/;
/** Small objects are fetched ahead while another is written, so that their latencies do not add up. */
const SMALL_BYTES = 1024 * 1024;
const AHEAD = 8;

/**
 * Hands the bytes of one ZIP file of all these objects to `consume`, each object proven on its way. One that is not there fails
 * it by name.
 */
export async function makeZip<T>(
  entries: readonly ZipEntry[],
  job: ZipJob,
  consume: (bytes: Readable, source: Pick<ZipSource, 'allProven'>) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  // Ends what is fetched ahead when nobody takes it any more.
  const ending = new AbortController();
  const source = new ZipSource(job, AbortSignal.any([signal, ending.signal]));
  const bodies = new Ahead(source, entries);
  try {
    const { ZipFile } = await import('yazl');
    return await consume(zipOf(new ZipFile(), entries, bodies), source);
  } finally {
    ending.abort();
    await bodies.settle();
  }
}

/** The bytes of the ZIP file. Each object is asked for when its turn comes. */
function zipOf(file: ZipFile, entries: readonly ZipEntry[], bodies: Ahead): Readable {
  const output = new PassThrough();
  file.on('error', (error) => output.destroy(error));
  file.outputStream.pipe(output);
  for (const [index, { path, modified }] of entries.entries()) {
    const compress = SHRINKS.test(contentTypeOfName(nameOfKey(path)));
    const options = { compress, mode: 0o100644, ...(modified === null ? {} : { mtime: new Date(modified) }) };
    file.addReadStreamLazy(path, options, (give) => {
      const body = bodies.take(index);
      // What yazl pipes on it does not listen to.
      body.once('error', (error) => output.destroy(error));
      give(null, body);
    });
  }
  file.end();
  return output;
}

/** Bodies in the order of the list, the next small ones fetched ahead. */
class Ahead {
  readonly #source: ZipSource;
  readonly #entries: readonly ZipEntry[];
  readonly #fetched = new Map<number, Promise<Buffer>>();

  constructor(source: ZipSource, entries: readonly ZipEntry[]) {
    this.#source = source;
    this.#entries = entries;
  }

  take(index: number): Readable {
    for (let next = index; next < index + AHEAD; next++) this.#fetch(next);
    const fetched = this.#fetched.get(index);
    this.#fetched.delete(index);
    if (fetched !== undefined) return Readable.from(once(fetched));
    const entry = this.#entries[index];
    if (entry === undefined) throw new Error('The list has no such entry');
    return Readable.from(this.#source.bytesOf(entry));
  }

  #fetch(index: number): void {
    const entry = this.#entries[index];
    if (entry === undefined || entry.size > SMALL_BYTES || this.#fetched.has(index)) return;
    const fetched = buffer(this.#source.bytesOf(entry));
    // Told when its turn comes.
    fetched.catch(() => undefined);
    this.#fetched.set(index, fetched);
  }

  /** Resolves when nothing is fetched any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#fetched.values());
  }
}

async function* once(bytes: Promise<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield await bytes;
}
