import { readFileSync } from 'node:fs';
import path from 'node:path';
import { screen } from 'electron';
import type { DocumentStore } from './document-store';
import type { WindowBounds } from './window';

const LEAST = 200;

/** The document that keeps the place. */
export const PLACE_DOCUMENT = 'window';

/** Where the window stood last. Read past the store that keeps it, and checked by hand: the window comes before all that is large. */
export class WindowPlace {
  readonly #file: string;
  #document: Pick<DocumentStore, 'write'> | null = null;

  /** `folder`: that of the documents. */
  constructor(folder: string) {
    this.#file = path.join(folder, `${PLACE_DOCUMENT}.json`);
  }

  /** The last place, if a screen still shows it. */
  read(): WindowBounds | null {
    const bounds = boundsIn(this.#file);
    if (bounds === null) return null;
    const area = screen.getDisplayMatching(bounds).workArea;
    const { x, y, width, height } = bounds;
    const visible = x < area.x + area.width && x + width > area.x && y < area.y + area.height && y + height > area.y;
    return visible ? bounds : null;
  }

  /** From now on there is a store to keep it in. */
  keepIn(document: Pick<DocumentStore, 'write'>): void {
    this.#document = document;
  }

  keep({ x, y, width, height }: WindowBounds): void {
    this.#document?.write({ x, y, width, height });
  }
}

function boundsIn(file: string): WindowBounds | null {
  try {
    const { document } = JSON.parse(readFileSync(file, 'utf8')) as { document?: Partial<WindowBounds> | null };
    const { x, y, width, height } = document ?? {};
    const bounds = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    const whole = [x, y, width, height].every(Number.isSafeInteger);
    return whole && bounds.width >= LEAST && bounds.height >= LEAST ? bounds : null;
  } catch {
    return null;
  }
}
