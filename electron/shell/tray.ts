import { app, Menu, nativeImage, Notification, Tray, type NativeImage } from 'electron';
import { drop } from '../../shared/drop';
import { nameOfKey } from '../../shared/keys';
import type { Settings } from '../../shared/settings';
import type { ArrivedUpload } from '../core/links/after-upload';
import { nativeWords } from './native-words';
import type { Note } from './note';
import { trayTemplate } from './tray-menu';
import { mayUploadTo, uploadFromTray, type TrayUploadDeps } from './tray-upload';

export interface AppTrayDeps extends Pick<TrayUploadDeps, 'target' | 'add'> {
  /** A PNG, larger than any tray needs. */
  readonly icon: string;
  readonly settings: () => Settings;
  readonly recent: () => readonly ArrivedUpload[];
  /** Brings the window to the front, or opens it. */
  readonly showWindow: () => void;
  readonly pickFiles: () => Promise<readonly string[]>;
  /** False when there is no link; the person was told why. */
  readonly copyLink: (file: ArrivedUpload) => Promise<boolean>;
}

/** The icon in the tray or menu bar, there while the settings say so. On a Mac files can be dropped on it. */
export class AppTray {
  readonly #deps: AppTrayDeps;
  #tray: Tray | null = null;

  constructor(deps: AppTrayDeps) {
    this.#deps = deps;
  }

  get isShown(): boolean {
    return this.#tray !== null;
  }

  /** Shows, hides or rewrites it, as settings and recent links are now; once the app is ready. */
  look(): void {
    if (!this.#deps.settings().tray) {
      this.#tray?.destroy();
      this.#tray = null;
      return;
    }
    this.#tray ??= this.#open();
    this.#tray.setContextMenu(this.#menu());
  }

  #open(): Tray {
    const size = process.platform === 'darwin' ? 18 : process.platform === 'win32' ? 16 : 22;
    const tray = new Tray(trayImage(this.#deps.icon, size));
    tray.setToolTip('Flow Media');
    if (process.platform !== 'darwin') tray.on('click', () => this.#deps.showWindow());
    tray.on('drop-files', (_event, files) => drop(this.#upload(files)));
    return tray;
  }

  #menu(): Menu {
    const { settings, recent, target, showWindow } = this.#deps;
    return Menu.buildFromTemplate(
      trayTemplate({
        words: nativeWords(settings().language).tray,
        recent: recent(),
        canUpload: mayUploadTo(target()),
        open: showWindow,
        upload: () => drop(this.#pickAndUpload()),
        copyLink: (file) => drop(this.#copy(file)),
        quit: () => app.quit(),
      }),
    );
  }

  async #pickAndUpload(): Promise<void> {
    const paths = await this.#deps.pickFiles();
    if (paths.length > 0) await this.#upload(paths);
  }

  #upload(paths: readonly string[]): Promise<void> {
    const words = () => nativeWords(this.#deps.settings().language).trayUpload;
    return uploadFromTray(paths, { ...this.#deps, words, tell: (note) => this.#tell(note) });
  }

  /** A click on it brings the window to the front. */
  #tell(note: Note): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification(note);
    notification.on('click', this.#deps.showWindow);
    notification.show();
  }

  async #copy(file: ArrivedUpload): Promise<void> {
    const copied = await this.#deps.copyLink(file);
    if (!copied) return this.#deps.showWindow();
    if (!Notification.isSupported()) return;
    const title = nativeWords(this.#deps.settings().language).linkCopied;
    new Notification({ title, body: nameOfKey(file.key) }).show();
  }
}

/** The icon at the size of a tray, DIP, sharp on displays of any usual scale. */
function trayImage(file: string, size: number): NativeImage {
  const whole = nativeImage.createFromPath(file);
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 1.25, 1.5, 2, 3]) {
    const side = Math.round(size * scaleFactor);
    image.addRepresentation({
      scaleFactor,
      buffer: whole.resize({ width: side, height: side, quality: 'best' }).toPNG(),
    });
  }
  return image;
}
