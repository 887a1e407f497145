import { app, type BrowserWindow } from 'electron';
import { PAGES } from '../shared/r2';
import { drop } from '../shared/drop';
import { buildHouse, type RunningHouse } from './house';
import type { HouseOptions } from './house/rooms';
import type { Asked, Reply } from './core/reply';
import type { Answerer } from './ipc/door';
import { createHandlers } from './ipc/handlers';
import { routeCommands } from './ipc/router';
import { APP_ORIGIN } from './shell/app-protocol';
import { askAfterCrashes } from './shell/crash-question';
import type { DeepLinks } from './shell/deep-links';
import { desktop } from './shell/desktop';
import { FirstPaint } from './shell/first-paint';
import { Documents } from './shell/document-store';
import type { Log } from './shell/log';
import { mediaServer } from './shell/media-protocol';
import { AppMenu } from './shell/menu';
import { PageOrders } from './shell/page-orders';
import { PageRecovery } from './shell/page-recovery';
import { QuitQuestion } from './shell/quit-question';
import { bringToFront, finishBeforeQuit, quitOnSignals } from './shell/start';
import { pageColour } from './shell/window';
import { PLACE_DOCUMENT, type WindowPlace } from './shell/window-bounds';
import type { WindowFrame } from './shell/window-frame';

export interface AppOptions extends Pick<HouseOptions, 'paths' | 'log' | 'environment'> {
  /** The development server's address; null where the page is the built one. */
  readonly server: string | null;
  readonly place: WindowPlace;
  readonly frame: WindowFrame;
  /** The first window, whose page is on its way. */
  readonly window: BrowserWindow;
  readonly links: DeepLinks;
}

export interface AppAtWork {
  readonly answer: Answerer;
  /** Answers for `media://`. */
  serveMedia(asked: Asked): Promise<Reply>;
  hasWindow(): boolean;
  /** Brings the window to the front, or opens it; `args`: of another start that wants it. */
  showWindow(args?: readonly string[]): void;
  /** Takes up what the last run left, and opens the bucket that was open. */
  start(): Promise<void>;
}

/** All of the app behind its window: the services, and what ties them to the window, the menu and the end of the run. */
export async function runApp({ server, place, frame, window, links, ...base }: AppOptions): Promise<AppAtWork> {
  const { paths, log } = base;
  const documents = new Documents(paths.settings, log);
  place.keepIn(documents.open(PLACE_DOCUMENT));
  let mainWindow: BrowserWindow | null = null;
  const firstPaint = new FirstPaint();
  const painted = (): void => {
    firstPaint.painted();
    recovery.painted();
    orders.painted();
    links.followBy((link) => publisher.notify({ kind: 'open-link', link }));
  };
  const house = await buildHouse({
    ...base,
    documents,
    painted,
    firstPaint: firstPaint.over,
    window: () => mainWindow,
    showWindow: () => showWindow(),
    askPage: (command) => orders.ask(command),
    quitWith: (last) => quitWith(last),
    onSettings: ({ language }) => menu.speak(language),
  });
  const { publisher } = house.commands;
  const recovery = pageRecovery(house, log);
  const orders = new PageOrders({
    showWindow: () => showWindow(),
    send: (command) => publisher.notify({ kind: 'menu', command }),
  });
  const menu = appMenu(house, orders);
  const quitQuestion = new QuitQuestion({ ...house.quitting, window: () => mainWindow });
  const { quitWith, comesBack } = finishBeforeQuit(
    () => quitQuestion.mayQuit(),
    () => house.stop(),
    log,
  );
  quitOnSignals(() => quitQuestion.systemEnds());
  const furnish = (opened: BrowserWindow): void => {
    mainWindow = opened;
    furnishWindow(opened, { house, frame, quitQuestion, recovery, links, orders });
    opened.on('closed', () => (mainWindow = null));
  };
  const showWindow = (args?: readonly string[]): void => {
    if (comesBack(args)) return;
    bringToFront(mainWindow);
    if (mainWindow === null) furnish(frame.open());
  };
  if (!window.isDestroyed()) furnish(window);
  app.on('activate', () => showWindow());
  app.on('window-all-closed', () => {
    if (!staysWithoutWindow(house)) app.quit();
  });
  return {
    hasWindow: () => mainWindow !== null,
    showWindow,
    serveMedia: mediaServer(house.media),
    answer: routeCommands(createHandlers(house.commands), {
      trustedOrigin: server === null ? APP_ORIGIN : new URL(server).origin,
      reportBug: (command, error) => log.error(command, error),
    }),
    async start() {
      await house.start();
      if (app.commandLine.hasSwitch('demo') && publisher.slices.connections.profiles.length === 0)
        await house.commands.openSandbox(null);
    },
  };
}

/** On a Mac, and while the icon in the tray brings the window back. */
function staysWithoutWindow({ tray }: RunningHouse): boolean {
  return process.platform === 'darwin' || tray.isShown;
}

function appMenu({ commands: { publisher } }: RunningHouse, orders: PageOrders): AppMenu {
  const menu = new AppMenu({
    ask: (command) => orders.ask(command),
    openPage: (page) => drop(desktop.openExternal(PAGES[page])),
    development: !app.isPackaged,
  });
  menu.speak(publisher.slices.settings.language);
  return menu;
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

interface WindowNeeds extends Pick<AppOptions, 'frame' | 'links'> {
  readonly house: RunningHouse;
  readonly quitQuestion: QuitQuestion;
  readonly recovery: PageRecovery;
  readonly orders: PageOrders;
}

/** What a window that has just been opened has to do with the rest. */
function furnishWindow(
  window: BrowserWindow,
  { house, frame, quitQuestion, recovery, links, orders }: WindowNeeds,
): void {
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
  const pageGoes = (): void => {
    links.followBy(null);
    orders.gone();
  };
  window.on('closed', () => {
    pageGoes();
    house.windowClosed();
  });
  recovery.watch(window, () => {
    pageGoes();
    frame.load(window);
  });
}
