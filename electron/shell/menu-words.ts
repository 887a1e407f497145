import type { MenuCommand } from '../../shared/state';
import type { PageName } from '../../shared/r2';

/** Roles whose labels Electron would only write in English. */
export type MenuRole =
  | 'about'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'quit'
  | 'close'
  | 'redo'
  | 'cut'
  | 'paste'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'minimize'
  | 'zoom'
  | 'front';

/** The pages that the Help menu opens in the browser. */
export type HelpPage = Extract<PageName, 'docs-r2' | 'docs-s3' | 'docs-pricing' | 'dashboard'>;

/** What the application menu says. */
export interface MenuWords {
  readonly menus: Readonly<Record<'file' | 'edit' | 'view' | 'window' | 'help', string>>;
  readonly commands: Readonly<Record<MenuCommand, string>>;
  readonly roles: Readonly<Record<MenuRole, string>>;
  readonly pages: Readonly<Record<HelpPage, string>>;
}

export const ENGLISH_MENU: MenuWords = {
  menus: { file: 'File', edit: 'Edit', view: 'View', window: 'Window', help: 'Help' },
  commands: {
    undo: 'Undo',
    copy: 'Copy',
    delete: 'Delete',
    'select-all': 'Select All',
    'upload-files': 'Upload Files…',
    'upload-folder': 'Upload Folder…',
    'new-connection': 'Add a Connection…',
    'open-settings': 'Settings',
    'open-library': 'Library',
    'open-generate': 'Generate',
    'open-transfers': 'Transfers',
    'open-usage': 'Usage',
    'open-palette': 'Command Palette…',
    'open-shortcuts': 'Keyboard Shortcuts',
    'open-help': 'Flow Media Help',
    'copy-diagnostics': 'Copy Diagnostics',
    find: 'Find',
  },
  roles: {
    about: 'About Flow Media',
    services: 'Services',
    hide: 'Hide Flow Media',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit Flow Media',
    close: 'Close Window',
    redo: 'Redo',
    cut: 'Cut',
    paste: 'Paste',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Full Screen',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring All to Front',
  },
  pages: {
    'docs-r2': 'R2 Documentation',
    'docs-s3': 'S3 API of R2',
    'docs-pricing': 'R2 Pricing',
    dashboard: 'Cloudflare Dashboard',
  },
};

export const CHINESE_MENU: MenuWords = {
  menus: { file: '文件', edit: '编辑', view: '查看', window: '窗口', help: '帮助' },
  commands: {
    undo: '撤销',
    copy: '复制',
    delete: '删除',
    'select-all': '全选',
    'upload-files': '上传文件…',
    'upload-folder': '上传文件夹…',
    'new-connection': '添加连接…',
    'open-settings': '设置',
    'open-library': '资料库',
    'open-generate': '生成',
    'open-transfers': '传输',
    'open-usage': '用量',
    'open-palette': '命令面板…',
    'open-shortcuts': '键盘快捷键',
    'open-help': 'Flow Media 帮助',
    'copy-diagnostics': '复制诊断信息',
    find: '查找',
  },
  roles: {
    about: '关于 Flow Media',
    services: '服务',
    hide: '隐藏 Flow Media',
    hideOthers: '隐藏其他',
    unhide: '全部显示',
    quit: '退出 Flow Media',
    close: '关闭窗口',
    redo: '重做',
    cut: '剪切',
    paste: '粘贴',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    togglefullscreen: '全屏',
    minimize: '最小化',
    zoom: '缩放',
    front: '前置全部窗口',
  },
  pages: {
    'docs-r2': 'R2 文档',
    'docs-s3': 'R2 的 S3 API',
    'docs-pricing': 'R2 定价',
    dashboard: 'Cloudflare 仪表板',
  },
};
