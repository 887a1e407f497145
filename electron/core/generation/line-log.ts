import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { errnoOf, writing } from '../transfers/file-failure';

const header = z.object({ format: z.string(), version: z.number() });

export interface LogFormat<Entry> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Entry>;
}

export interface OpenedLog<Entry> {
  readonly log: LineLog<Entry>;
  /** What could be read; a line that the power went out on is left out. */
  readonly entries: readonly Entry[];
}

/** A file of JSON lines under a header, only ever added to; what `append` has answered for is on disk. */
export class LineLog<Entry> {
  readonly #handle: FileHandle;
  readonly #file: string;
  #tail: Promise<void> = Promise.resolve();

  private constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  /** A file that is of another format, or of a later version, is renamed to `….aside-N` and a new one begun. */
  static async open<Entry>(file: string, format: LogFormat<Entry>): Promise<OpenedLog<Entry>> {
    const text = await textOf(file);
    const [first = '', ...rest] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
    if (text !== '' && !isOurs(first, format)) {
      await rename(file, `${file}.aside-${await freeNumber(file)}`);
      return LineLog.open(file, format);
    }
    const handle = await open(file, 'a', 0o600);
    if (text === '') await handle.appendFile(`${JSON.stringify({ format: format.name, version: format.version })}\n`);
    else await handle.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
    await handle.datasync();
    const entries = rest.flatMap((line) => entryOf(line, format.schema));
    return { log: new LineLog<Entry>(handle, file), entries };
  }

  /** Writes anew with these entries alone, at once or not at all. */
  static async rewrite<Entry>(file: string, format: LogFormat<Entry>, entries: readonly Entry[]): Promise<void> {
    const lines = [{ format: format.name, version: format.version }, ...entries].map((line) => JSON.stringify(line));
    const handle = await open(`${file}.part`, 'w', 0o600);
    try {
      await handle.writeFile(`${lines.join('\n')}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.part`, file);
  }

  /** All of them in one write. */
  append(...entries: readonly Entry[]): Promise<void> {
    const written = this.#tail.then(() =>
      writing(this.#file, async () => {
        await this.#handle.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
        await this.#handle.datasync();
      }),
    );
    this.#tail = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#handle.close();
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function isOurs<Entry>(line: string, format: LogFormat<Entry>): boolean {
  const [read] = entryOf(line, header);
  return read !== undefined && read.format === format.name && read.version <= format.version;
}

function entryOf<T>(line: string, schema: z.ZodType<T>): T[] {
  try {
    const parsed = schema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

async function freeNumber(file: string): Promise<number> {
  for (let n = 1; ; n++) {
    const taken = await textOf(`${file}.aside-${n}`);
    if (taken === '') return n;
  }
}
