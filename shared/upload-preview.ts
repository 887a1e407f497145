import type { Failure } from './failure';
import type { NameChange } from './upload-names';
import type { ConvertFormat } from './upload-rules';
import type { UploadSettings } from './upload-settings';

/** What may be chosen for one batch, in place of what the settings say. */
export interface UploadChoices extends Pick<UploadSettings, 'template' | 'lowerCase' | 'hiddenFiles'> {
  /** Whether the rules may convert pictures. */
  readonly convert: boolean;
  /** Whether the rules may take locations out. */
  readonly removeLocation: boolean;
}

/** At most this many files of a batch are shown one by one. */
export const PREVIEW_ROWS = 200;

/** What an upload would come to, before anything of it begins. */
export interface UploadPreview {
  /** The first ones. */
  readonly rows: readonly PreviewRow[];
  readonly files: number;
  readonly totalBytes: number;
  /** Files that are renamed or converted, or lose their location. */
  readonly changed: number;
  /** Hidden files and folders that stay out. */
  readonly hidden: number;
  /** Files that cannot be uploaded, at most 100 of them; `skippedCount` tells them all. */
  readonly skipped: readonly { readonly path: string; readonly failure: Failure }[];
  readonly skippedCount: number;
}

export interface PreviewRow {
  /** Below what was given, with `/`. */
  readonly from: string;
  readonly key: string;
  /** Bytes, before any conversion. */
  readonly size: number;
  readonly changes: readonly NameChange[];
  readonly convertsTo: ConvertFormat | null;
  /** What it says of its place stays behind, and nothing else of it. */
  readonly losesLocation: boolean;
}

/** The settings as they count for a batch. */
export function withChoices(settings: UploadSettings, choices: UploadChoices | null): UploadSettings {
  if (choices === null) return settings;
  const { convert, removeLocation, ...rest } = choices;
  const rules = settings.rules.map((rule) => ({
    ...rule,
    ...(convert ? {} : { conversion: null }),
    ...(removeLocation ? {} : { location: null }),
  }));
  return { ...settings, ...rest, rules };
}

/** What the settings would choose. */
export function choicesOf({ template, lowerCase, hiddenFiles }: UploadSettings): UploadChoices {
  return { template, lowerCase, hiddenFiles, convert: true, removeLocation: true };
}
