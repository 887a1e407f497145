import type { BrowserWindow } from 'electron';
import { drop } from '../../shared/drop';
import { builtFile } from './paths';
import { createMainWindow } from './window';
import type { WindowPlace } from './window-bounds';

/** Opens the app's window where it last stood, on its page. */
export class WindowFrame {
  readonly #address: string;
  readonly #place: Pick<WindowPlace, 'read' | 'keep'>;

  /** `address`: of the page. */
  constructor(address: string, place: Pick<WindowPlace, 'read' | 'keep'>) {
    this.#address = address;
    this.#place = place;
  }

  open(): BrowserWindow {
    const window = createMainWindow({
      preload: builtFile('preload', 'preload.cjs'),
      bounds: this.#place.read(),
    });
    window.on('close', () =>
      this.#place.keep({ ...window.getNormalBounds(), maximized: window.isMaximized() || window.isFullScreen() }),
    );
    this.load(window);
    return window;
  }

  /** Loads the page into a window, anew where it had one. */
  load(window: BrowserWindow): void {
    drop(window.loadURL(this.#address));
  }
}
