import { app, protocol } from 'electron';
import { drop } from '../shared/drop';
import { closedBy, markData, newerBuildOf } from './core/data-folder/data-version';
import { openDoor } from './ipc/door';
import type { AppAtWork, AppOptions } from './run-app';
import { APP_ID } from './shell/app-id';
import { APP_URL, handleAppProtocol, MAIN_PAGE_POLICY, registerSchemes } from './shell/app-protocol';
import { claimScheme, DeepLinks } from './shell/deep-links';
import { takeEnvironment } from './shell/environment';
import { lockDown } from './shell/lockdown';
import { Log } from './shell/log';
import { handleScheme } from './shell/scheme';
import { PageBegun } from './shell/page-begun';
import { builtFile, dataRoot, passingFolder, settleDataPaths } from './shell/paths';
import { catchBugs, developmentServer, holdSingleInstance, tellOfNoSandbox } from './shell/start';
import { WindowPlace } from './shell/window-bounds';
import { WindowFrame } from './shell/window-frame';

// What has to stand before there is a window, and the window. All else (run-app.ts) is loaded while the page's process comes up: it is
// large, and Chromium does not begin until this module has come to its end.

const root = dataRoot();
const newerBuild = newerBuildOf(root);
// Chromium would end without a word.
const closed = newerBuild === null ? closedBy(root) : null;
// Not even Chromium may write into data that this build does not understand.
const paths = settleDataPaths(newerBuild === null && closed === null ? root : passingFolder());
registerSchemes();
if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
// As root (a container, a test machine) Chromium needs --no-sandbox, and enforcing the sandbox on top kills its children.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

/** Null until it is loaded; before that, there is a window. */
let atWork: AppAtWork | null = null;
const showWindow = (args?: readonly string[]): void => atWork?.showWindow(args);
const links = new DeepLinks(process.argv);

if (newerBuild !== null) {
  drop(app.whenReady().then(() => refuse(newerBuild)));
} else if (closed !== null) {
  drop(app.whenReady().then(() => refuseClosed(closed)));
} else if (holdSingleInstance(showWindow, (args) => links.handedOver(args))) {
  links.listen(showWindow);
  markData(root, app.getVersion());
  // Not awaited at the top level: `ready` waits for this module, and would wait for ever.
  drop(app.whenReady().then(start));
} else {
  app.quit();
}

async function refuse(newer: string): Promise<void> {
  const { refuseNewerData } = await import('./shell/refused-start');
  await refuseNewerData(newer, root);
}

async function refuseClosed(why: string): Promise<void> {
  const { refuseClosedData } = await import('./shell/refused-start');
  await refuseClosedData(why, root);
}

async function start(): Promise<void> {
  const log = new Log(paths.logs, () => new Date());
  catchBugs(log);
  tellOfNoSandbox(log, process.getuid?.());
  const server = developmentServer();
  lockDown(server);
  claimScheme();
  const page = new PageBegun();
  const flow = { root: builtFile('renderer'), policy: MAIN_PAGE_POLICY };
  handleAppProtocol(protocol, { flow }, (pathname) => page.handed(pathname));
  // Before there is a page: it would get the environment, too.
  const environment = takeEnvironment(process.env);
  const place = new WindowPlace(paths.settings);
  const frame = new WindowFrame(server ?? APP_URL, place);
  const loaded = load(page, { paths, log, server, environment, place, frame, links });
  openDoor(loaded.then(({ answer }) => answer));
  // Before the page's process begins, which else would not know the scheme.
  handleScheme(protocol, 'media', async (asked) => (await loaded).serveMedia(asked));
  try {
    atWork = await loaded;
  } catch (error) {
    log.error('start', error);
    const { refuseBroken } = await import('./shell/refused-start');
    return refuseBroken(error, root);
  }
  // Closed before anything stood behind it: the app is on its way out.
  if (atWork.hasWindow()) await atWork.start();
}

async function load(page: PageBegun, needs: Omit<AppOptions, 'window'>): Promise<AppAtWork> {
  const window = needs.frame.open();
  await page.scripts;
  const { runApp } = await import('./run-app');
  return runApp({ ...needs, window });
}
