import { readFileSync } from 'node:fs';
import path from 'node:path';
import { screen, type Rectangle } from 'electron';
import type { DocumentStore } from './document-store';
import type { WindowBounds } from './window';

const LEAST = 200;
/** How much of the title has to be seen for a hand to take hold of it, px. */
const HOLD = 100;
/** Height of a title. */
const TITLE = 40;
/** How far a system puts a maximised window's frame over the edge (Windows), px. */
const FRAME = 8;

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

  /** The last place, if the window can be taken by its title there; no larger than the screen that it is on. */
  read(): WindowBounds | null {
    const bounds = boundsIn(this.#file);
    if (bounds === null) return null;
    const area = screen.getDisplayMatching(bounds).workArea;
    const fitting = {
      ...bounds,
      width: Math.min(bounds.width, area.width),
      height: Math.min(bounds.height, area.height),
    };
    return canBeTaken(fitting, area) ? fitting : null;
  }

  /** From now on there is a store to keep it in. */
  keepIn(document: Pick<DocumentStore, 'write'>): void {
    this.#document = document;
  }

  keep({ x, y, width, height, maximized }: WindowBounds): void {
    this.#document?.write({ x, y, width, height, maximized });
  }
}

/** A monitor may have gone since. Whoever sees an edge of the window, but not its title, cannot bring it back. */
function canBeTaken({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= HOLD && y >= area.y - FRAME && y < area.y + area.height - TITLE;
}

function boundsIn(file: string): WindowBounds | null {
  try {
    const { document } = JSON.parse(readFileSync(file, 'utf8')) as { document?: Partial<WindowBounds> | null };
    const { x, y, width, height, maximized } = document ?? {};
    const bounds = {
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      maximized: maximized === true,
    };
    const whole = [x, y, width, height].every(Number.isSafeInteger);
    return whole && bounds.width >= LEAST && bounds.height >= LEAST ? bounds : null;
  } catch {
    return null;
  }
}
