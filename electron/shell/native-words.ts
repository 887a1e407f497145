import { app } from 'electron';
import type { Language } from '../../shared/settings';
import type { BatchResult } from '../core/transfers/work-signs';
import type { Note } from './note';
import type { TrayWords } from './tray-menu';
import type { TrayUploadWords } from './tray-upload';

/** What is started by itself, and is missing where it could not be. */
export type StartPart = 'library' | 'usage' | 'transfers' | 'generation' | 'tray' | 'watch' | 'localApi' | 'updates';

/** What main itself says in the system's own windows: the question before quitting, the word at the end of the work. */
export interface NativeWords {
  readonly quitQuestion: (underWay: number) => string;
  readonly quitDetail: string;
  readonly quit: string;
  readonly keepRunning: string;
  readonly dontAskAgain: string;
  readonly allDone: string;
  readonly someFailed: string;
  readonly batch: (result: BatchResult) => string;
  /** So many transfers wait for what is to become of a taken name. */
  readonly unanswered: (count: number) => Note;
  readonly journalNewer: string;
  readonly journalNewerDetail: (path: string) => string;
  readonly journalDamaged: string;
  readonly journalDamagedDetail: (path: string) => string;
  readonly crashes: string;
  readonly crashesDetail: string;
  readonly openAgain: string;
  readonly dataNewer: string;
  readonly dataNewerDetail: (data: { readonly own: string; readonly newer: string; readonly root: string }) => string;
  readonly dataClosed: string;
  readonly dataClosedDetail: (data: { readonly root: string; readonly why: string }) => string;
  readonly broken: string;
  readonly brokenDetail: (data: { readonly root: string; readonly why: string }) => string;
  readonly damaged: string;
  readonly damagedDetail: (copies: readonly string[]) => string;
  readonly notStarted: string;
  readonly notStartedDetail: (missing: { readonly parts: readonly string[]; readonly why: string }) => string;
  readonly parts: Readonly<Record<StartPart, string>>;
  readonly tray: TrayWords;
  readonly trayUpload: TrayUploadWords;
  readonly linkCopied: string;
}

const english: NativeWords = {
  quitQuestion: (count) =>
    `Quit while ${count === 1 ? '1 transfer is' : `${formatted(count, 'en')} transfers are`} under way?`,
  quitDetail: 'What has arrived so far is kept, and the rest goes on when you open Flow Media again.',
  quit: 'Quit',
  keepRunning: 'Keep Running',
  dontAskAgain: 'Don’t ask again',
  allDone: 'All done',
  someFailed: 'Done, with failures',
  batch: ({ uploaded, downloaded, others, failed }) => {
    const files = (count: number): string => (count === 1 ? '1 file' : `${formatted(count, 'en')} files`);
    return [
      uploaded > 0 ? `${files(uploaded)} uploaded` : '',
      downloaded > 0 ? `${files(downloaded)} downloaded` : '',
      others > 0 ? `${files(others)} copied, moved or changed` : '',
      failed > 0 ? `${formatted(failed, 'en')} failed` : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  },
  unanswered: (count) =>
    count === 1
      ? { title: '1 file waits for your answer', body: 'Another file has its name already.' }
      : {
          title: `${formatted(count, 'en')} files wait for your answer`,
          body: 'Other files have their names already.',
        },
  journalNewer: 'A newer version of Flow Media has been used here.',
  journalNewerDetail: (path) =>
    `This version cannot read its list of transfers, and does not go on with them. Nothing was deleted: the list is kept as ${path}. Update Flow Media, and add what was under way again.`,
  journalDamaged: 'Part of the list of transfers could not be read.',
  journalDamagedDetail: (path) =>
    `What could be read goes on. Look whether all of your files have arrived, and add what is missing. The damaged list is kept as ${path}.`,
  crashes: 'The window crashes again and again.',
  crashesDetail: 'Transfers go on without it, and nothing in the queue is lost.',
  openAgain: 'Open Again',
  dataNewer: 'A newer version of Flow Media has been used here.',
  dataNewerDetail: ({ own, newer, root }) =>
    `Version ${newer} has kept its data in ${root}, and this is version ${own}, which could harm it. Nothing there was changed. Open version ${newer}, or a newer one.`,
  dataClosed: 'Flow Media cannot write into its data folder.',
  dataClosedDetail: ({ root, why }) =>
    `The folder is ${root}, and the system says ${why}. Make room on the disk, or let your user write there, and open Flow Media again.`,
  broken: 'Flow Media could not be opened.',
  brokenDetail: ({ root, why }) =>
    `Its data lies in ${root}; if a file there belongs to another user, give it back to yours.\n\n${why}`,
  damaged: 'Some of what Flow Media keeps on this computer is damaged.',
  damagedDetail: (copies) =>
    `What could be read goes on; look whether your settings and connections are as you left them. Your buckets are not touched. The damaged files are kept:\n\n${copies.join('\n')}`,
  notStarted: 'Some of Flow Media could not be started.',
  notStartedDetail: ({ parts, why }) =>
    `Missing until it is opened again: ${parts.join(', ')}. All else works, and what was under way is kept. Quit and open Flow Media again; if that does not help, Help → Copy Diagnostics has the details.\n\n${why}`,
  parts: {
    library: 'Library',
    usage: 'Usage',
    transfers: 'Transfers',
    generation: 'Generate',
    tray: 'Icon in the tray',
    watch: 'Watched folders',
    localApi: 'Local API',
    updates: 'Updates',
  },
  tray: {
    open: 'Open Flow Media',
    upload: 'Upload Files…',
    recent: 'Copy a Link',
    none: 'No uploads yet',
    quit: 'Quit Flow Media',
  },
  trayUpload: {
    readOnly: (bucket) => ({
      title: 'Nothing was uploaded',
      body: `The token for ${bucket} may only read, as its last check has shown.`,
    }),
    nothing: (hidden) => ({
      title: 'Nothing to upload in there',
      body:
        hidden === 0
          ? ''
          : hidden === 1
            ? '1 hidden file or folder left out'
            : `${formatted(hidden, 'en')} hidden files and folders left out`,
    }),
    leftOut: ({ count, name, others }) => ({
      title: count === 1 ? '1 file was left out' : `${formatted(count, 'en')} files were left out`,
      body: [
        count === 1 ? `${name}.` : `${name} and ${formatted(count - 1, 'en')} more.`,
        others ? 'The others are on their way.' : '',
        `Add ${count === 1 ? 'it' : 'them'} in the window of Flow Media, which says why.`,
      ]
        .filter((part) => part !== '')
        .join(' '),
    }),
    brokeOff: {
      title: 'Not all files could be added',
      body: 'Transfers shows what was. Add the others in the window of Flow Media, which says why.',
    },
  },
  linkCopied: 'Link copied',
};

const chinese: NativeWords = {
  quitQuestion: (count) => `有 ${formatted(count, 'zh-CN')} 个传输正在进行，确定退出吗？`,
  quitDetail: '已传输的部分会保留，下次打开 Flow Media 时会继续其余部分。',
  quit: '退出',
  keepRunning: '继续运行',
  dontAskAgain: '不再询问',
  allDone: '全部完成',
  someFailed: '已完成，但有失败项',
  batch: ({ uploaded, downloaded, others, failed }) =>
    [
      uploaded > 0 ? `已上传 ${formatted(uploaded, 'zh-CN')} 个文件` : '',
      downloaded > 0 ? `已下载 ${formatted(downloaded, 'zh-CN')} 个文件` : '',
      others > 0 ? `已复制、移动或更改 ${formatted(others, 'zh-CN')} 个文件` : '',
      failed > 0 ? `${formatted(failed, 'zh-CN')} 个失败` : '',
    ]
      .filter((part) => part !== '')
      .join('，'),
  unanswered: (count) => ({ title: `有 ${formatted(count, 'zh-CN')} 个文件等待你的答复`, body: '已有同名文件。' }),
  journalNewer: '此处曾使用过更新版本的 Flow Media。',
  journalNewerDetail: (path) =>
    `当前版本无法读取其传输列表，因此不会继续这些传输。没有删除任何内容：列表保存在 ${path}。请更新 Flow Media，然后重新添加未完成的传输。`,
  journalDamaged: '传输列表的一部分无法读取。',
  journalDamagedDetail: (path) =>
    `可以读取的部分会继续。请检查文件是否都已到达，并重新添加缺少的文件。损坏的列表保存在 ${path}。`,
  crashes: '窗口反复崩溃。',
  crashesDetail: '传输仍在后台继续，队列中没有丢失任何内容。',
  openAgain: '重新打开',
  dataNewer: '此处曾使用过更新版本的 Flow Media。',
  dataNewerDetail: ({ own, newer, root }) =>
    `版本 ${newer} 的数据保存在 ${root}。当前为版本 ${own}，可能会损坏这些数据，因此没有做任何更改。请打开版本 ${newer} 或更新的版本。`,
  dataClosed: 'Flow Media 无法写入其数据文件夹。',
  dataClosedDetail: ({ root, why }) =>
    `文件夹为 ${root}，系统返回 ${why}。请释放磁盘空间，或让当前系统用户可以写入该文件夹，然后重新打开 Flow Media。`,
  broken: '无法打开 Flow Media。',
  brokenDetail: ({ root, why }) =>
    `数据保存在 ${root}；如果其中有文件属于其他系统用户，请将其所有者改回当前用户。\n\n${why}`,
  damaged: 'Flow Media 保存在此电脑上的部分文件已损坏。',
  damagedDetail: (copies) =>
    `可以读取的部分会继续使用；请检查设置和连接是否与你离开时一致。存储桶未受影响。损坏的文件保存在：\n\n${copies.join('\n')}`,
  notStarted: 'Flow Media 的部分功能未能启动。',
  notStartedDetail: ({ parts, why }) =>
    `重新打开之前无法使用：${parts.join('、')}。其他功能正常，未完成的工作都已保留。请退出并重新打开 Flow Media；如果仍然出现，可用“帮助 → 复制诊断信息”查看详情。\n\n${why}`,
  parts: {
    library: '资料库',
    usage: '用量',
    transfers: '传输',
    generation: '生成',
    tray: '托盘图标',
    watch: '监视文件夹',
    localApi: '本地 API',
    updates: '更新',
  },
  tray: {
    open: '打开 Flow Media',
    upload: '上传文件…',
    recent: '复制链接',
    none: '还没有上传',
    quit: '退出 Flow Media',
  },
  trayUpload: {
    readOnly: (bucket) => ({ title: '没有上传任何文件', body: `上次检查表明，${bucket} 的令牌只能读取。` }),
    nothing: (hidden) => ({
      title: '其中没有可上传的内容',
      body: hidden === 0 ? '' : `未包含 ${formatted(hidden, 'zh-CN')} 个隐藏文件或文件夹`,
    }),
    leftOut: ({ count, name, others }) => ({
      title: `有 ${formatted(count, 'zh-CN')} 个文件未加入`,
      body: [
        count === 1 ? `${name}。` : `${name} 等。`,
        others ? '其他文件正在上传。' : '',
        '在 Flow Media 窗口中添加，即可查看原因。',
      ].join(''),
    }),
    brokeOff: {
      title: '未能添加全部文件',
      body: '“传输”中会显示已添加的文件。请在 Flow Media 窗口中添加其余文件，即可查看原因。',
    },
  },
  linkCopied: '链接已复制',
};

/** The language that the page speaks too. */
export function spokenLanguage(language: Language): 'en' | 'zh-CN' {
  const spoken = language === 'system' ? app.getLocale() : language;
  return spoken.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** In that language. */
export function nativeWords(language: Language): NativeWords {
  return spokenLanguage(language) === 'zh-CN' ? chinese : english;
}

function formatted(count: number, locale: string): string {
  return count.toLocaleString(locale);
}
