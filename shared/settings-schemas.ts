import { z } from 'zod';
import { generatedNames } from './generation-schemas';
import { linkForm, linkTemplates, presignSeconds } from './link-schemas';
import {
  CACHE_LIMITS,
  CONFLICT_RULES,
  DEFAULT_SETTINGS,
  KEY_REMINDER_DAYS,
  LANGUAGES,
  THEMES,
  TIPS_STATES,
} from './settings';
import { savedUploadSettings } from './upload-schemas';
import { savedWorkSettings } from './work-schemas';

/** What a settings file says. Each field falls back by itself: one that is broken or from another version costs no other. */
export const savedSettings = z.object({
  theme: z.enum(THEMES).catch(DEFAULT_SETTINGS.theme),
  language: z.enum(LANGUAGES).catch(DEFAULT_SETTINGS.language),
  libraryLayout: z.enum(['grid', 'list']).catch(DEFAULT_SETTINGS.libraryLayout),
  tileSize: z.number().min(80).max(640).catch(DEFAULT_SETTINGS.tileSize),
  inspectorOpen: z.boolean().catch(DEFAULT_SETTINGS.inspectorOpen),
  viewerInfoOpen: z.boolean().catch(DEFAULT_SETTINGS.viewerInfoOpen),
  conflictRule: z.enum(CONFLICT_RULES).catch(DEFAULT_SETTINGS.conflictRule),
  uploads: savedUploadSettings.catch(DEFAULT_SETTINGS.uploads),
  downloadConflictRule: z.enum(CONFLICT_RULES).catch(DEFAULT_SETTINGS.downloadConflictRule),
  work: savedWorkSettings,
  linkFormat: linkForm.catch(DEFAULT_SETTINGS.linkFormat),
  linkTemplates: linkTemplates.catch([...DEFAULT_SETTINGS.linkTemplates]),
  copyLinksAfterUpload: z.boolean().catch(DEFAULT_SETTINGS.copyLinksAfterUpload),
  presignSeconds: presignSeconds.catch(DEFAULT_SETTINGS.presignSeconds),
  keyReminderDays: z
    .int()
    .min(KEY_REMINDER_DAYS.min)
    .max(KEY_REMINDER_DAYS.max)
    .nullable()
    .catch(DEFAULT_SETTINGS.keyReminderDays),
  lookForUpdates: z.boolean().catch(DEFAULT_SETTINGS.lookForUpdates),
  cacheMegabytes: z.int().min(CACHE_LIMITS.min).max(CACHE_LIMITS.max).catch(DEFAULT_SETTINGS.cacheMegabytes),
  sharedThumbnails: z
    .array(z.string().max(200))
    .max(1000)
    .catch([...DEFAULT_SETTINGS.sharedThumbnails]),
  generatedNames: generatedNames.catch(DEFAULT_SETTINGS.generatedNames),
  promptsInFiles: z.record(z.string().max(200), z.boolean()).catch(DEFAULT_SETTINGS.promptsInFiles),
  tips: z.enum(TIPS_STATES).catch(DEFAULT_SETTINGS.tips),
  tray: z.boolean().catch(DEFAULT_SETTINGS.tray),
});
