import { nativeTheme } from 'electron';
import { z } from 'zod';
import {
  CACHE_LIMITS,
  CONFLICT_RULES,
  DEFAULT_SETTINGS,
  LANGUAGES,
  THEMES,
  type Settings,
} from '../../shared/settings';
import { LINK_FORMATS } from '../../shared/links';
import { R2_LIMITS } from '../../shared/r2';
import { savedUploadSettings } from '../../shared/upload-schemas';
import { savedWorkSettings } from '../../shared/work-schemas';
import type { DocumentStore } from './document-store';

/** Each field falls back by itself: one that is broken or from another version costs no other. */
const fields = z.object({
  theme: z.enum(THEMES).catch(DEFAULT_SETTINGS.theme),
  language: z.enum(LANGUAGES).catch(DEFAULT_SETTINGS.language),
  libraryLayout: z.enum(['grid', 'list']).catch(DEFAULT_SETTINGS.libraryLayout),
  tileSize: z.number().min(80).max(640).catch(DEFAULT_SETTINGS.tileSize),
  inspectorOpen: z.boolean().catch(DEFAULT_SETTINGS.inspectorOpen),
  conflictRule: z.enum(CONFLICT_RULES).catch(DEFAULT_SETTINGS.conflictRule),
  uploads: savedUploadSettings.catch(DEFAULT_SETTINGS.uploads),
  downloadConflictRule: z.enum(CONFLICT_RULES).catch(DEFAULT_SETTINGS.downloadConflictRule),
  work: savedWorkSettings,
  linkFormat: z.enum(LINK_FORMATS).catch(DEFAULT_SETTINGS.linkFormat),
  presignSeconds: z.int().min(1).max(R2_LIMITS.maxPresignSeconds).catch(DEFAULT_SETTINGS.presignSeconds),
  cacheMegabytes: z.int().min(CACHE_LIMITS.min).max(CACHE_LIMITS.max).catch(DEFAULT_SETTINGS.cacheMegabytes),
});

/** A person's settings, kept on disk; the theme is applied to native parts too. */
export class SettingsService {
  readonly #document: DocumentStore;
  readonly #onChange: (settings: Settings) => void;
  #current: Settings;

  constructor(document: DocumentStore, onChange: (settings: Settings) => void) {
    this.#document = document;
    this.#onChange = onChange;
    this.#current = fields.parse(document.read() ?? {});
    nativeTheme.themeSource = this.#current.theme;
  }

  get current(): Settings {
    return this.#current;
  }

  update(change: Partial<Settings>): Settings {
    this.#current = { ...this.#current, ...change };
    this.#document.write(this.#current);
    nativeTheme.themeSource = this.#current.theme;
    this.#onChange(this.#current);
    return this.#current;
  }
}
