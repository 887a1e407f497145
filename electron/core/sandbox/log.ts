import { appendFileSync, createReadStream, ftruncateSync } from 'node:fs';
import { open, rename, truncate, writeFile, type FileHandle } from 'node:fs/promises';

const lineOf = (record: unknown): string => `${JSON.stringify(record)}\n`;

/**
 * An append-only file of JSON lines. A line counts once its newline is written, so a kill loses what was not yet answered and
 * nothing else: one torn line at the end, which the next start cuts off.
 */
export class Log {
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;

  private constructor(
    private readonly file: FileHandle,
    private size: number,
  ) {}

  static async open(path: string): Promise<Log> {
    const file = await open(path, 'a', 0o600);
    return new Log(file, (await file.stat()).size);
  }

  /** Tells each line that counts, and cuts off one that does not. */
  static async replay(path: string, each: (record: unknown) => void): Promise<void> {
    let [size, rest] = [0, ''];
    const chunks = createReadStream(path, { flags: 'a+', mode: 0o600, encoding: 'utf8' }) as AsyncIterable<string>;
    for await (const chunk of chunks) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) each(JSON.parse(line));
      size += lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    }
    if (rest !== '') await truncate(path, size);
  }

  /** Puts a log that says the same in fewer lines in the place of the old one, in one step. */
  static async rewrite(path: string, records: readonly unknown[]): Promise<void> {
    await writeFile(
      `${path}.new`,
      records.map((record) => lineOf([record])),
      { mode: 0o600, flush: true },
    );
    await rename(`${path}.new`, path);
  }

  /** In force when this returns; it outlives the process, and the machine once `synced`. */
  append(record: unknown): void {
    const line = lineOf(record);
    try {
      appendFileSync(this.file.fd, line);
    } catch (error) {
      // A full disk, say, which may have taken a part of it.
      ftruncateSync(this.file.fd, this.size);
      throw error;
    }
    this.size += Buffer.byteLength(line);
  }

  /** Fulfilled once all that was appended is on disk. Whoever waits while the disk is busy shares the next sync. */
  synced(): Promise<void> {
    const sync = (): Promise<void> => {
      this.#nextSync = undefined;
      return (this.#syncing = this.file.datasync());
    };
    return (this.#nextSync ??= this.#syncing.then(sync, sync));
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
