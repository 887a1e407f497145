import type { ConnectionProfile } from './connection';
import { GENERATED_NAMES } from './generated-names';
import type { LinkForm, LinkTemplate } from './link-formats';
import { DEFAULT_UPLOADS, type UploadSettings } from './upload-settings';
import { DEFAULT_WORK, type WorkSettings } from './work-settings';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const LANGUAGES = ['system', 'en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CONFLICT_RULES = ['ask', 'skip-identical', 'replace', 'skip', 'keep-both'] as const;
/** What to do when a key is taken already; `skip-identical` asks where the object is another than the file. */
export type ConflictRule = (typeof CONFLICT_RULES)[number];

export const TIPS_STATES = ['due', 'seen'] as const;

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly libraryLayout: 'grid' | 'list';
  /** Width of a tile that is aimed at, CSS px. */
  readonly tileSize: number;
  readonly inspectorOpen: boolean;
  /** Whether the facts of a file stand beside it in the viewer. */
  readonly viewerInfoOpen: boolean;
  readonly conflictRule: ConflictRule;
  readonly uploads: UploadSettings;
  /** What happens with a download whose name is taken on this computer. */
  readonly downloadConflictRule: ConflictRule;
  readonly work: WorkSettings;
  /** How a link is written on the clipboard. */
  readonly linkFormat: LinkForm;
  /** Forms of a person's own. */
  readonly linkTemplates: readonly LinkTemplate[];
  /** The links of what was uploaded go on the clipboard when all of it has arrived. */
  readonly copyLinksAfterUpload: boolean;
  /** How long a presigned link lives, seconds (1 to 604,800). */
  readonly presignSeconds: number;
  /** How old a connection's keys may be before the app speaks of it, days; null: it never does. */
  readonly keyReminderDays: number | null;
  /** Newer versions of the app are looked for and fetched; installed only when a person says so. */
  readonly lookForUpdates: boolean;
  /** What thumbnails may take on the disk, MiB. */
  readonly cacheMegabytes: number;
  /** Connections whose thumbnails are kept in the bucket too, for other computers. */
  readonly sharedThumbnails: readonly string[];
  /** How the keys of generated pictures and films are made; `generatedNamesProblem` finds nothing in it. */
  readonly generatedNames: string;
  /** By connection: whether generated pictures say in their files how they were made; see `keepsPrompts`. */
  readonly promptsInFiles: Readonly<Record<string, boolean>>;
  /** The tips of a first run, until they were put away. */
  readonly tips: (typeof TIPS_STATES)[number];
  /** An icon in the system's tray or menu bar; while it is there, closing the window does not quit the app. */
  readonly tray: boolean;
}

/** Of `cacheMegabytes`. */
export const CACHE_LIMITS = { min: 50, max: 50_000 } as const;

/** Of `keyReminderDays`. */
export const KEY_REMINDER_DAYS = { min: 1, max: 3650, usual: 90 } as const;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  libraryLayout: 'grid',
  tileSize: 220,
  inspectorOpen: true,
  viewerInfoOpen: false,
  conflictRule: 'ask',
  uploads: DEFAULT_UPLOADS,
  downloadConflictRule: 'ask',
  work: DEFAULT_WORK,
  linkFormat: 'url',
  linkTemplates: [],
  copyLinksAfterUpload: false,
  presignSeconds: 604_800,
  keyReminderDays: KEY_REMINDER_DAYS.usual,
  lookForUpdates: true,
  cacheMegabytes: 500,
  sharedThumbnails: [],
  generatedNames: GENERATED_NAMES,
  promptsInFiles: {},
  tips: 'due',
  tray: false,
};

/** Whether pictures for a bucket carry their prompt. Unless a person has said: not where everyone can read them. */
export function keepsPrompts(
  { promptsInFiles }: Pick<Settings, 'promptsInFiles'>,
  { id, publicBase }: Pick<ConnectionProfile, 'id' | 'publicBase'>,
): boolean {
  return Object.hasOwn(promptsInFiles, id) ? promptsInFiles[id] === true : publicBase === null;
}
