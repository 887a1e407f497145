import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, Notice } from '../../shared/state';
import type { PageName } from '../../shared/r2';

export interface MenuActions {
  readonly notify: (notice: Notice) => void;
  readonly openPage: (page: PageName) => void;
  /** Developer tools and reload; never in a packaged app. */
  readonly development: boolean;
}

/** The application menu: what each platform expects, and the page's own commands. */
export function installMenu(actions: MenuActions): void {
  const ask = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => actions.notify({ kind: 'menu', command }),
  });
  const page = (label: string, name: PageName): MenuItemConstructorOptions => ({
    label,
    click: () => actions.openPage(name),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: 'File',
      submenu: [
        ask('Upload Files…', 'upload-files', 'CmdOrCtrl+O'),
        ask('Upload Folder…', 'upload-folder', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        ask('Add a Connection…', 'new-connection'),
        ask('Settings', 'open-settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ask('Library', 'open-library', 'CmdOrCtrl+1'),
        ask('Generate', 'open-generate', 'CmdOrCtrl+2'),
        ask('Transfers', 'open-transfers', 'CmdOrCtrl+3'),
        ask('Usage', 'open-usage', 'CmdOrCtrl+4'),
        { type: 'separator' },
        ask('Find', 'find', 'CmdOrCtrl+F'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(actions.development ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        page('R2 Documentation', 'docs-r2'),
        page('S3 API of R2', 'docs-s3'),
        page('R2 Pricing', 'docs-pricing'),
        page('Cloudflare Dashboard', 'dashboard'),
        { type: 'separator' },
        ask('Copy Diagnostics', 'copy-diagnostics'),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
