import type { Readable } from 'node:stream';

/** What a page asks for by an address of one of the app's own schemes. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  /** Its `Range` header. */
  readonly range: string | null;
}

/** What goes back to it. */
export interface Reply {
  /** As in HTTP. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream ends when its reader goes away; null is no byte. */
  readonly body: Readable | Uint8Array | null;
}
