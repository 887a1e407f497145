import { copyFile, open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { renameSoon } from '../rename-soon';
import { errnoOf, writing } from '../transfers/file-failure';

const LINE_END = 0x0a;

const header = z.object({ format: z.string(), version: z.number() });

export interface LogFormat<Entry> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Entry>;
  /** Never added to, only written anew as a whole: then a torn end is no power cut, but damage. */
  readonly isWhole?: true;
}

/** Hears where a file that could not be read whole is kept. */
export type KeptAside = (copy: string) => void;

export interface OpenedLog<Entry> {
  readonly log: LineLog<Entry>;
  /** What could be read; a last line that the power went out on is left out. */
  readonly entries: readonly Entry[];
}

/** A file of JSON lines under a header, only ever added to; what `append` has answered for is on disk. */
export class LineLog<Entry> {
  readonly #file: string;
  readonly #format: LogFormat<Entry>;
  /** null from when the file was given up to another until something is appended to that. */
  #handle: FileHandle | null;
  #tail: Promise<void> = Promise.resolve();

  private constructor(handle: FileHandle, file: string, format: LogFormat<Entry>) {
    this.#handle = handle;
    this.#file = file;
    this.#format = format;
  }

  /**
   * Reads what can be read. Of a file with damaged lines a copy is kept and told of, and it goes on without them; one of another
   * format or of a later version is put aside whole.
   */
  static async open<Entry>(file: string, format: LogFormat<Entry>, keptAside: KeptAside): Promise<OpenedLog<Entry>> {
    const found = await bytesOf(file);
    const bytes = found ?? Buffer.alloc(0);
    // In bytes: a damaged letter is read as another one, of another length.
    const end = bytes.lastIndexOf(LINE_END) + 1;
    const read = end === 0 ? withoutLine(found, format) : readLines(bytes.toString('utf8', 0, end), format);
    const isTorn = read.kind === 'whole' && end < bytes.length;
    const { kind, entries } = isTorn && format.isWhole === true ? { ...read, kind: 'damaged' as const } : read;
    if (kind === 'damaged') {
      const copy = await freeName(file);
      await copyFile(file, copy);
      keptAside(copy);
      await LineLog.rewrite(file, format, entries);
    } else if (kind === 'foreign') {
      const copy = await freeName(file);
      await renameSoon(file, copy);
      keptAside(copy);
    }
    const isNew = kind === 'foreign' || end === 0;
    // By its name: Windows cuts nothing off a file that was opened to append to.
    if (kind === 'whole' && end < bytes.length) await truncate(file, end);
    const handle = await openToAppend(file);
    if (isNew) await handle.appendFile(headerOf(format));
    await handle.datasync();
    return { log: new LineLog<Entry>(handle, file, format), entries };
  }

  /** Writes anew with these entries alone, at once or not at all. */
  static async rewrite<Entry>(file: string, format: LogFormat<Entry>, entries: readonly Entry[]): Promise<void> {
    await renameSoon(await writePart(file, format, entries), file);
  }

  /** All of them in one write; nothing is left of what cannot be written whole. */
  append(...entries: readonly Entry[]): Promise<void> {
    return this.#inTurn(async () => {
      const handle = (this.#handle ??= await openToAppend(this.#file));
      const { size } = await handle.stat();
      try {
        await handle.appendFile(linesOf(entries));
        await handle.datasync();
      } catch (error) {
        // What comes next would stick to a torn line, and be lost with it.
        await this.#letGo();
        await truncate(this.#file, size);
        throw error;
      }
    });
  }

  /** Takes the place of all that was appended so far, at once or not at all. */
  replace(entries: readonly Entry[]): Promise<void> {
    return this.#inTurn(async () => {
      const part = await writePart(this.#file, this.#format, entries);
      // Windows lets nothing take the place of a file that is open.
      await this.#letGo();
      await renameSoon(part, this.#file);
    });
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const written = this.#tail.then(() => writing(this.#file, write));
    this.#tail = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

function openToAppend(file: string): Promise<FileHandle> {
  return open(file, 'a', 0o600);
}

/** Writes beside the file what is to take its place; answers where. */
async function writePart<Entry>(file: string, format: LogFormat<Entry>, entries: readonly Entry[]): Promise<string> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(headerOf(format) + linesOf(entries));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return part;
}

function linesOf(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** null where there is none. */
async function bytesOf(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function headerOf({ name, version }: Pick<LogFormat<never>, 'name' | 'version'>): string {
  return `${JSON.stringify({ format: name, version })}\n`;
}

/** Of a header that the power went out on nothing is lost; a file of no bytes at all was emptied by somebody. */
function withoutLine(found: Buffer | null, format: Pick<LogFormat<never>, 'name' | 'version'>): ReadLines<never> {
  const isOurs = found === null || (found.length > 0 && headerOf(format).startsWith(found.toString('utf8')));
  return { kind: isOurs ? 'whole' : 'foreign', entries: [] };
}

interface ReadLines<Entry> {
  readonly kind: 'whole' | 'damaged' | 'foreign';
  readonly entries: readonly Entry[];
}

/** Of a file whose first line is damaged, the others still say what they are by their schema. */
function readLines<Entry>(text: string, format: LogFormat<Entry>): ReadLines<Entry> {
  const [first = '', ...rest] = text.split('\n');
  const [read] = entryOf(first, header);
  if (read !== undefined && (read.format !== format.name || read.version > format.version))
    return { kind: 'foreign', entries: [] };
  const lines = rest.slice(0, -1);
  const entries = lines.flatMap((line) => entryOf(line, format.schema));
  if (read === undefined) return { kind: entries.length === 0 ? 'foreign' : 'damaged', entries };
  return { kind: entries.length < lines.length ? 'damaged' : 'whole', entries };
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

async function freeName(file: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = `${file}.aside-${n}`;
    if ((await bytesOf(name)) === null) return name;
  }
}
