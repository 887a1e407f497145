import { nativeTheme } from 'electron';
import type { Settings } from '../../shared/settings';
import { savedSettings } from '../../shared/settings-schemas';
import type { DocumentStore } from './document-store';

/** A person's settings, kept on disk; the theme is applied to native parts too. */
export class SettingsService {
  readonly #document: DocumentStore;
  readonly #onChange: (settings: Settings, before: Settings) => void;
  #current: Settings;

  constructor(document: DocumentStore, onChange: (settings: Settings, before: Settings) => void) {
    this.#document = document;
    this.#onChange = onChange;
    const read = savedSettings.safeParse(document.read() ?? {});
    // Not even a table of settings.
    if (!read.success) document.setAside();
    this.#current = read.data ?? savedSettings.parse({});
    nativeTheme.themeSource = this.#current.theme;
  }

  get current(): Settings {
    return this.#current;
  }

  update(change: Partial<Settings>): Settings {
    const before = this.#current;
    this.#current = { ...before, ...change };
    this.#document.write(this.#current);
    nativeTheme.themeSource = this.#current.theme;
    this.#onChange(this.#current, before);
    return this.#current;
  }
}
