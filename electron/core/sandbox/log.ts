import { appendFileSync, createReadStream, ftruncateSync } from 'node:fs';
import { open, rename, truncate, type FileHandle } from 'node:fs/promises';

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

  static async replay(path: string, each: (record: unknown) => void): Promise<void> {
    let [size, rest]: [number, Buffer] = [0, Buffer.alloc(0)];
    for await (const chunk of createReadStream(path, { flags: 'a+', mode: 0o600 }) as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        each(JSON.parse(rest.toString('utf8', 0, end)));
        rest = rest.subarray(end + 1);
        size += end + 1;
      }
    }
    if (rest.length > 0) await truncate(path, size);
  }

  /** Puts a log that says the same in fewer lines in the place of the old one, in one step. */
  static async rewrite(path: string, changes: Iterable<unknown>): Promise<void> {
    const file = await open(`${path}.new`, 'w', 0o600);
    for (const change of changes) appendFileSync(file.fd, lineOf([change]));
    await file.sync();
    await file.close();
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
