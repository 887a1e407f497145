import { createHash } from 'node:crypto';

/** The system's clipboard. */
export interface TextClipboard {
  read(): Promise<string>;
  write(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** How long a secret may lie there, ms. */
export const CLIPBOARD_MS = 60_000;

/** Puts secrets on the clipboard and takes them off again, unless something else lies there by then. */
export class SecretClipboard {
  #digest: string | null = null;
  #stop: () => void = () => undefined;

  constructor(
    private readonly clipboard: TextClipboard,
    /** Calls once after so many ms; answers what calls it off. */
    private readonly after: (ms: number, run: () => void) => () => void,
    private readonly report: (error: unknown) => void,
  ) {}

  async copy(text: string): Promise<void> {
    this.#stop();
    await this.clipboard.write(text);
    this.#digest = digestOf(text);
    this.#stop = this.after(CLIPBOARD_MS, () => {
      this.clear().catch(this.report);
    });
  }

  /** At once; for the end of the app too. */
  async clear(): Promise<void> {
    this.#stop();
    const mine = this.#digest;
    this.#digest = null;
    if (mine !== null && digestOf(await this.clipboard.read()) === mine) await this.clipboard.clear();
  }
}

/** The text itself is not kept for the comparison. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
