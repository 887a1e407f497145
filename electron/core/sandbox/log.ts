import { createReadStream } from 'node:fs';
import { open, rename, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { drop } from '../../../shared/drop';
import { writeAll } from './write-all';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * An append-only file of JSON lines. A line is in force once its newline is on disk, so a kill loses what was not yet
 * answered and nothing else: one torn line at the end, which the next start cuts off. Whoever waits while the disk is busy
 * shares the next sync.
 */
export class Log {
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  private constructor(
    readonly file: FileHandle,
    private size: number,
  ) {}

  static async open(path: string, replay: (record: unknown) => void): Promise<Log> {
    const file = await open(path, 'a+', 0o600);
    await file.close();
    let size = 0;
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        replay(JSON.parse(rest.toString('utf8', 0, end)));
        rest = rest.subarray(end + 1);
        size += end + 1;
      }
    }
    if (rest.length > 0) await truncate(path, size);
    return new Log(await open(path, 'r+'), size);
  }

  /** Writes a log that says the same in fewer lines, and puts it in the place of the old one in one step. */
  static async rewrite(path: string, records: Iterable<unknown>): Promise<void> {
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      let lines: string[] = [];
      for (const record of records) {
        if (lines.push(`${JSON.stringify(record)}\n`) < 1000) continue;
        await file.appendFile(lines.join(''));
        lines = [];
      }
      await file.appendFile(lines.join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  /** Fulfilled, in the order of the calls, once the record is on disk. */
  append(record: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(record)}\n`, resolve, reject });
      if (this.#writing === undefined) drop((this.#writing = this.#write()));
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.file.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      const data = Buffer.from(batch.map(({ line }) => line).join(''));
      try {
        await writeAll(this.file, data, this.size);
        await this.file.datasync();
        this.size += data.length;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // A full disk, say. Whole lines may stand among what was written, and whoever sent them is told that they failed.
        await this.file.truncate(this.size).catch(() => undefined);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }
}
