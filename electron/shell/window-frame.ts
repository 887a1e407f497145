import type { BrowserWindow } from 'electron';
import { drop } from '../../shared/drop';
import type { DocumentStore } from './document-store';
import { builtFile } from './paths';
import { createMainWindow } from './window';
import { keepBounds, readBounds } from './window-bounds';

/** Opens the app's window where it last stood, on its page. */
export class WindowFrame {
  readonly #address: string;
  readonly #document: DocumentStore;

  /** `address`: of the page. `document`: keeps the window's place. */
  constructor(address: string, document: DocumentStore) {
    this.#address = address;
    this.#document = document;
  }

  open(): BrowserWindow {
    const window = createMainWindow({
      preload: builtFile('preload', 'preload.cjs'),
      bounds: readBounds(this.#document),
    });
    keepBounds(window, this.#document);
    this.load(window);
    return window;
  }

  /** Loads the page into a window, anew where it had one. */
  load(window: BrowserWindow): void {
    drop(window.loadURL(this.#address));
  }
}
