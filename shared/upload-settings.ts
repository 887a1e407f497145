import type { NamePlan } from './upload-names';
import { KEEP_NAMES } from './upload-names';
import type { UploadRule } from './upload-rules';

export const PREVIEW_RULES = ['changes', 'always', 'never'] as const;
export type PreviewRule = (typeof PREVIEW_RULES)[number];

/** How files become objects: what a person has chosen for all uploads. */
export interface UploadSettings extends NamePlan {
  /** Files and folders inside of folders whose names begin with a dot come along too. */
  readonly hiddenFiles: boolean;
  /** When what will be uploaded is shown before it starts; `changes`: where names or pictures are changed on the way. */
  readonly preview: PreviewRule;
  /** The first that fits a file counts for it. */
  readonly rules: readonly UploadRule[];
}

export const DEFAULT_UPLOADS: UploadSettings = {
  ...KEEP_NAMES,
  hiddenFiles: false,
  preview: 'changes',
  rules: [],
};
