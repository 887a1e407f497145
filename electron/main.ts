import { app, protocol, type BrowserWindow } from 'electron';
import { drop } from '../shared/drop';
import { PAGES } from '../shared/r2';
import { buildHouse, type RunningHouse } from './house';
import { createHandlers } from './ipc/handlers';
import { routeCommands } from './ipc/router';
import { APP_ORIGIN, APP_URL, handleAppProtocol, MAIN_PAGE_POLICY, registerSchemes } from './shell/app-protocol';
import { desktop } from './shell/desktop';
import { lockDown } from './shell/lockdown';
import { Log } from './shell/log';
import { handleMedia } from './shell/media-protocol';
import { installMenu } from './shell/menu';
import { builtFile, settleDataPaths } from './shell/paths';
import { QuitQuestion } from './shell/quit-question';
import { catchBugs, developmentServer, finishBeforeQuit, holdSingleInstance } from './shell/start';
import { createMainWindow } from './shell/window';
import { keepBounds, readBounds } from './shell/window-bounds';

const paths = settleDataPaths();
registerSchemes();
// As root (a container, a test machine) Chromium needs --no-sandbox, and enforcing the sandbox on top kills its children.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

let mainWindow: BrowserWindow | null = null;

if (holdSingleInstance(() => mainWindow)) {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // Not awaited at the top level: `ready` waits for this module, and would wait for ever.
  drop(app.whenReady().then(start));
} else {
  app.quit();
}

async function start(): Promise<void> {
  const log = new Log(paths.logs, () => new Date());
  catchBugs(log);
  const server = developmentServer();
  lockDown(server);
  const house = buildHouse({ paths, log, window: () => mainWindow });
  routeCommands(createHandlers(house.commands), {
    trustedOrigin: server === null ? APP_ORIGIN : new URL(server).origin,
    reportBug: (command, error) => log.error(command, error),
  });
  handleAppProtocol(protocol, { flow: { root: builtFile('renderer'), policy: MAIN_PAGE_POLICY } });
  handleMedia(protocol, house.media);
  const { publisher } = house.commands;
  installMenu({
    notify: (notice) => publisher.notify(notice),
    openPage: (page) => drop(desktop.openExternal(PAGES[page])),
    development: !app.isPackaged,
  });
  const quitQuestion = new QuitQuestion({ ...house.quitting, window: () => mainWindow });
  finishBeforeQuit(
    () => quitQuestion.mayQuit(),
    () => house.stop(),
    log,
  );
  const address = server ?? APP_URL;
  app.on('activate', () => {
    if (mainWindow === null) openWindow(house, address, quitQuestion);
  });
  openWindow(house, address, quitQuestion);
  await house.start();
  if (app.commandLine.hasSwitch('demo') && publisher.slices.connections.profiles.length === 0)
    await house.commands.openSandbox(null);
}

function openWindow(house: RunningHouse, address: string, quitQuestion: QuitQuestion): void {
  const window = createMainWindow({
    preload: builtFile('preload', 'preload.cjs'),
    bounds: readBounds(house.windowDocument),
  });
  mainWindow = window;
  house.commands.publisher.attach(window.webContents);
  keepBounds(window, house.windowDocument);
  window.on('query-session-end', () => quitQuestion.systemEnds());
  window.on('close', (event) => {
    // Elsewhere the app quits with its window: it is asked while that is still there.
    if (process.platform === 'darwin' || !quitQuestion.isDue) return;
    event.preventDefault();
    app.quit();
  });
  window.on('closed', () => {
    mainWindow = null;
    house.windowClosed();
  });
  drop(window.loadURL(address));
}
