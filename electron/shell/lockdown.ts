import { app, session, type Session, type WebContents } from 'electron';
import { drop } from '../../shared/drop';

/** The permissions that the page has: putting a link on the clipboard, and showing a video on the whole screen. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/**
 * Closes what Electron leaves open: navigation, new windows, webviews, permissions, and requests of the page to anywhere but
 * its own schemes. `extraOrigin` is the development server's, never set in a packaged app.
 */
export function lockDown(extraOrigin: string | null): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  // Else `<link rel="dns-prefetch">` has any name looked up, past policies, `webRequest` and proxy.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
  // Else Chromium fetches dictionaries from a server of Google's, even if no page checks spelling (electron/electron#22995).
  const quieten = (target: Session): void => {
    target.setSpellCheckerLanguages([]);
    target.setSpellCheckerEnabled(false);
  };
  app.on('session-created', quieten);
  quieten(session.defaultSession);
  lockSession(session.defaultSession, extraOrigin);
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Neither a policy nor `webRequest` is asked about it. What it sends over TCP goes through the session's proxy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Denies permissions, and every request that is not for the app's own schemes: the network belongs to main. */
export function lockSession(target: Session, extraOrigin: string | null): void {
  target.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)));
  target.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  target.setDevicePermissionHandler(() => false);
  target.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, extraOrigin) }));
  cutOff(target, extraOrigin);
}

/**
 * Leads whatever a page sends without asking (WebRTC over TCP) to a proxy that is not there. The app's own schemes go through none; main
 * asks for the system's proxy elsewhere (system-proxy.ts).
 */
export function cutOff(target: Session, extraOrigin: string | null): void {
  const open = extraOrigin === null ? '' : `;${new URL(extraOrigin).host}`;
  drop(
    target.setProxy({
      mode: 'fixed_servers',
      proxyRules: '127.0.0.1:9',
      // Else Chromium goes straight to this machine.
      proxyBypassRules: `<-loopback>${open}`,
    }),
  );
}

const OWN_SCHEMES: ReadonlySet<string> = new Set(['app:', 'media:', 'data:', 'blob:', 'devtools:']);

/** Whether a page may ask for an address. */
export function mayRequest(address: string, extraOrigin: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (OWN_SCHEMES.has(url.protocol)) return true;
  if (extraOrigin === null) return false;
  const development = new URL(extraOrigin);
  return url.host === development.host && ['http:', 'ws:'].includes(url.protocol);
}
