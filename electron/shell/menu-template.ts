import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, SHORTCUT_IDS, type ShortcutId } from '../../shared/shortcuts';
import type { MenuCommand } from '../../shared/state';
import type { HelpPage, MenuRole, MenuWords } from './menu-words';

export interface MenuOptions {
  readonly words: MenuWords;
  readonly mac: boolean;
  /** Developer tools and reload; never in a packaged app. */
  readonly development: boolean;
  readonly ask: (command: MenuCommand) => void;
  readonly openPage: (page: HelpPage) => void;
}

type Items = MenuItemConstructorOptions[];
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** The application menu as each platform expects it. Its keys stand in the table of shortcuts. */
export function menuTemplate(options: MenuOptions): Items {
  const { words, mac, development } = options;
  const command = (name: MenuCommand): MenuItemConstructorOptions => ({
    id: name,
    label: words.commands[name],
    ...acceleratorOfCommand(name),
    click: () => options.ask(name),
  });
  const role = (name: MenuRole): MenuItemConstructorOptions => ({ role: name, label: words.roles[name] });
  const page = (name: HelpPage): MenuItemConstructorOptions => ({
    label: words.pages[name],
    click: () => options.openPage(name),
  });
  const commands = (...names: MenuCommand[]): Items => names.map(command);
  const roles = (...names: MenuRole[]): Items => names.map(role);
  return [
    ...(mac ? [{ label: 'Flow Media', submenu: macMenu(command('open-settings'), roles) }] : []),
    { label: words.menus.file, submenu: fileMenu(mac, commands, roles) },
    {
      label: words.menus.edit,
      submenu: [...roles('undo', 'redo'), SEPARATOR, ...roles('cut', 'copy', 'paste', 'delete', 'selectAll')],
    },
    { label: words.menus.view, submenu: viewMenu(development, commands, roles) },
    {
      role: 'windowMenu',
      label: words.menus.window,
      submenu: mac ? [...roles('minimize', 'zoom'), SEPARATOR, ...roles('front')] : roles('minimize', 'close'),
    },
    {
      role: 'help',
      label: words.menus.help,
      submenu: [
        ...commands('open-help', 'open-shortcuts'),
        SEPARATOR,
        ...(['docs-r2', 'docs-s3', 'docs-pricing', 'dashboard'] as const).map(page),
        SEPARATOR,
        ...commands('copy-diagnostics'),
      ],
    },
  ];
}

type Commands = (...names: MenuCommand[]) => Items;
type Roles = (...names: MenuRole[]) => Items;

function macMenu(settings: MenuItemConstructorOptions, roles: Roles): Items {
  return [
    ...roles('about'),
    SEPARATOR,
    settings,
    SEPARATOR,
    ...roles('services'),
    SEPARATOR,
    ...roles('hide', 'hideOthers', 'unhide'),
    SEPARATOR,
    ...roles('quit'),
  ];
}

function fileMenu(mac: boolean, commands: Commands, roles: Roles): Items {
  return [
    ...commands('upload-files', 'upload-folder'),
    SEPARATOR,
    ...commands('new-connection'),
    // A Mac has them in the app's own menu.
    ...(mac ? [] : commands('open-settings')),
    SEPARATOR,
    ...roles(mac ? 'close' : 'quit'),
  ];
}

function viewMenu(development: boolean, commands: Commands, roles: Roles): Items {
  return [
    ...commands('open-library', 'open-generate', 'open-transfers', 'open-usage'),
    SEPARATOR,
    ...commands('find', 'open-palette'),
    SEPARATOR,
    ...roles('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
    ...(development ? [SEPARATOR, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
  ];
}

function acceleratorOfCommand(name: MenuCommand): { readonly accelerator?: string } {
  const id = SHORTCUT_IDS.find((one): one is ShortcutId => one === `app.${name}`);
  return id === undefined ? {} : { accelerator: acceleratorOf(id) };
}
