import { app } from 'electron';
import { DEEP_LINK_SCHEME, deepLinkIn, parseDeepLink, type DeepLink } from '../../shared/deep-link';

/** Links that open the app, wherever the system hands them over. One that is not understood opens the app and nothing more. */
export class DeepLinks {
  /** What waits until a page can follow it: the newest alone. */
  #waiting: DeepLink | null;
  #follow: ((link: DeepLink) => void) | null = null;

  /** `args`: those that this process was started with. */
  constructor(args: readonly string[]) {
    const link = deepLinkIn(args);
    this.#waiting = link === null ? null : parseDeepLink(link);
  }

  /** Hears the system's own way of handing over, which macOS alone has; before the app is ready, so as to miss none. */
  listen(show: () => void): void {
    app.on('open-url', (event, url) => {
      event.preventDefault();
      show();
      this.#arrive(url);
    });
  }

  /** A second start hands over what it was started with. */
  handedOver(args: readonly string[]): void {
    const link = deepLinkIn(args);
    if (link !== null) this.#arrive(link);
  }

  /** From now on there is a page that follows links; null: there is none. */
  followBy(follow: ((link: DeepLink) => void) | null): void {
    this.#follow = follow;
    const link = this.#waiting;
    if (link === null || follow === null) return;
    this.#waiting = null;
    follow(link);
  }

  #arrive(text: string): void {
    const link = parseDeepLink(text);
    if (link === null) return;
    if (this.#follow === null) this.#waiting = link;
    else this.#follow(link);
  }
}

/**
 * Makes this app the one that opens such links, on Windows, whose installer does not; elsewhere the package says so. A portable
 * app leaves nothing in the registry.
 */
export function claimScheme(): void {
  const isInstalled = app.isPackaged && process.env['PORTABLE_EXECUTABLE_FILE'] === undefined;
  if (process.platform === 'win32' && isInstalled) app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME);
}
