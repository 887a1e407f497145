import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { withoutSecrets } from '../core/store/redact';

const MAX_BYTES = 2 * 1024 * 1024;

/** Writes what went wrong to `main.log`, and never a secret: keys, signatures and tokens are blotted out before they arrive. */
export class Log {
  readonly #file: string;
  readonly #now: () => Date;

  constructor(folder: string, now: () => Date) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = path.join(folder, 'main.log');
    this.#now = now;
  }

  error(where: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
    this.#write(`${this.#now().toISOString()} ERROR ${where}: ${withoutSecrets(text)}\n`);
  }

  info(text: string): void {
    this.#write(`${this.#now().toISOString()} INFO ${withoutSecrets(text)}\n`);
  }

  /** The end of it, at most so many bytes; '' where there is none. */
  async tail(bytes: number): Promise<string> {
    const file = await open(this.#file, 'r').catch(() => null);
    if (file === null) return '';
    try {
      return await endOf(file, bytes);
    } finally {
      await file.close();
    }
  }

  /** A disk that takes no more costs a line, and not the app: whoever tells of an uncaught error may throw none. */
  #write(line: string): void {
    try {
      if (existsSync(this.#file) && statSync(this.#file).size > MAX_BYTES) renameSync(this.#file, `${this.#file}.1`);
      appendFileSync(this.#file, line, { mode: 0o600 });
    } catch {
      // There is no other place to say it.
    }
  }
}

async function endOf(file: FileHandle, bytes: number): Promise<string> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(Math.min(size, bytes));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length);
  return buffer.toString('utf8', 0, bytesRead);
}
