import { app, protocol, type BrowserWindow } from 'electron';
import { drop } from '../shared/drop';
import { PAGES } from '../shared/r2';
import { markData, newerBuildOf } from './core/data-folder/data-version';
import { buildHouse, type RunningHouse } from './house';
import { createHandlers } from './ipc/handlers';
import { routeCommands } from './ipc/router';
import { APP_ORIGIN, APP_URL, handleAppProtocol, MAIN_PAGE_POLICY, registerSchemes } from './shell/app-protocol';
import { claimScheme, DeepLinks } from './shell/deep-links';
import { desktop } from './shell/desktop';
import { Documents } from './shell/document-store';
import { takeEnvironment } from './shell/environment';
import { lockDown } from './shell/lockdown';
import { Log } from './shell/log';
import { handleMedia } from './shell/media-protocol';
import { AppMenu } from './shell/menu';
import { passingFolder, refuseNewerData } from './shell/newer-data';
import { askAfterCrashes } from './shell/crash-question';
import { PageRecovery } from './shell/page-recovery';
import { builtFile, dataRoot, settleDataPaths } from './shell/paths';
import { QuitQuestion } from './shell/quit-question';
import { bringToFront, catchBugs, developmentServer, finishBeforeQuit, holdSingleInstance } from './shell/start';
import { pageColour } from './shell/window';
import { WindowFrame } from './shell/window-frame';

const root = dataRoot();
const newerBuild = newerBuildOf(root);
// Not even Chromium may write into data that this build does not understand.
const paths = settleDataPaths(newerBuild === null ? root : passingFolder());
registerSchemes();
// As root (a container, a test machine) Chromium needs --no-sandbox, and enforcing the sandbox on top kills its children.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

let mainWindow: BrowserWindow | null = null;
/** Brings the window to the front, or opens it; once the app has started. */
let showWindow = (): void => undefined;
const links = new DeepLinks(process.argv);

if (newerBuild !== null) {
  drop(app.whenReady().then(() => refuseNewerData(newerBuild, root)));
} else if (
  holdSingleInstance(
    () => showWindow(),
    (args) => links.handedOver(args),
  )
) {
  links.listen(() => showWindow());
  markData(root, app.getVersion());
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
  claimScheme();
  handleAppProtocol(protocol, { flow: { root: builtFile('renderer'), policy: MAIN_PAGE_POLICY } });
  // Before there is a page: it would get the environment, too.
  const environment = takeEnvironment(process.env);
  const documents = new Documents(paths.settings, log);
  const frame = new WindowFrame(server ?? APP_URL, documents.open('window'));
  // The page's process comes up while the house is built.
  mainWindow = frame.open();
  const painted = (): void => {
    recovery.painted();
    links.followBy((link) => publisher.notify({ kind: 'open-link', link }));
  };
  const house = buildHouse({
    ...{ paths, log, documents, environment, painted, window: () => mainWindow, showWindow: () => showWindow() },
    quitWith: (last) => quitWith(last),
    onSettings: ({ language }) => menu.speak(language),
  });
  const { publisher } = house.commands;
  const recovery = pageRecovery(house, log);
  routeCommands(createHandlers(house.commands), {
    trustedOrigin: server === null ? APP_ORIGIN : new URL(server).origin,
    reportBug: (command, error) => log.error(command, error),
  });
  handleMedia(protocol, house.media);
  const menu = new AppMenu({
    ask: (command) => publisher.notify({ kind: 'menu', command }),
    openPage: (page) => drop(desktop.openExternal(PAGES[page])),
    development: !app.isPackaged,
  });
  menu.speak(publisher.slices.settings.language);
  const quitQuestion = new QuitQuestion({ ...house.quitting, window: () => mainWindow });
  const quitWith = finishBeforeQuit(
    () => quitQuestion.mayQuit(),
    () => house.stop(),
    log,
  );
  const furnish = (window: BrowserWindow): void => furnishWindow(window, { house, frame, quitQuestion, recovery });
  furnish(mainWindow);
  showWindow = () => {
    if (mainWindow !== null) return bringToFront(mainWindow);
    mainWindow = frame.open();
    furnish(mainWindow);
  };
  app.on('activate', () => showWindow());
  app.on('window-all-closed', () => {
    if (!staysWithoutWindow(house)) app.quit();
  });
  await house.start();
  if (app.commandLine.hasSwitch('demo') && publisher.slices.connections.profiles.length === 0)
    await house.commands.openSandbox(null);
}

/** On a Mac, and while the icon in the tray brings the window back. */
function staysWithoutWindow({ tray }: RunningHouse): boolean {
  return process.platform === 'darwin' || tray.isShown;
}

function pageRecovery({ commands: { settings, publisher } }: RunningHouse, log: Log): PageRecovery {
  return new PageRecovery({
    log,
    now: () => Date.now(),
    ask: () => askAfterCrashes(settings.current.language),
    tell: () => publisher.notify({ kind: 'page-recovered' }),
    quit: () => app.quit(),
  });
}

interface WindowNeeds {
  readonly house: RunningHouse;
  readonly frame: WindowFrame;
  readonly quitQuestion: QuitQuestion;
  readonly recovery: PageRecovery;
}

/** What a window that has just been opened has to do with the rest; before anything else runs. */
function furnishWindow(window: BrowserWindow, { house, frame, quitQuestion, recovery }: WindowNeeds): void {
  // The settings, by which it may be another than the system's, were read after the first window was opened.
  window.setBackgroundColor(pageColour());
  house.commands.publisher.attach(window.webContents);
  window.on('query-session-end', () => quitQuestion.systemEnds());
  window.on('close', (event) => {
    // Elsewhere the app quits with its window: it is asked while that is still there.
    if (staysWithoutWindow(house) || !quitQuestion.isDue) return;
    event.preventDefault();
    app.quit();
  });
  window.on('closed', () => {
    mainWindow = null;
    links.followBy(null);
    house.windowClosed();
  });
  recovery.watch(window, () => {
    links.followBy(null);
    frame.load(window);
  });
}
