import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, SHORTCUT_IDS, type ShortcutId } from '../../shared/shortcuts';
import { EDIT_COMMANDS, type EditCommand, type MenuCommand } from '../../shared/state';
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
    ...acceleratorOfCommand(name, mac),
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
      submenu: [
        ...(mac ? keysOfPanels(words) : []),
        ...commands('undo'),
        ...roles('redo'),
        SEPARATOR,
        ...roles('cut'),
        ...commands('copy'),
        ...roles('paste'),
        ...commands('delete', 'select-all'),
      ],
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

/**
 * A Mac's own panels, as that which asks where to save, hear Cmd-C and the like from the menu alone, and from roles alone. The first
 * item with a key has it, shown or not.
 */
function keysOfPanels({ commands }: MenuWords): Items {
  return [
    { role: 'undo', label: commands.undo, visible: false },
    { role: 'copy', label: commands.copy, visible: false },
    { role: 'selectAll', label: commands['select-all'], visible: false },
  ];
}

function acceleratorOfCommand(
  name: MenuCommand,
  mac: boolean,
): Pick<MenuItemConstructorOptions, 'accelerator' | 'registerAccelerator'> {
  if (EDIT_COMMANDS.some((one) => one === name)) return acceleratorOfEdit(name as EditCommand, mac);
  const id = SHORTCUT_IDS.find((one): one is ShortcutId => one === `app.${name}`);
  return id === undefined ? {} : { accelerator: acceleratorOf(id) };
}

/** Its key is shown, and heard by the page: in a field it means the text. A Mac cannot leave one so, and takes Delete from the fields. */
function acceleratorOfEdit(name: EditCommand, mac: boolean): ReturnType<typeof acceleratorOfCommand> {
  return mac && name === 'delete' ? {} : { accelerator: acceleratorOf(`library.${name}`), registerAccelerator: false };
}
