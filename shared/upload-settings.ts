import type { NamePlan } from './upload-names';
import { KEEP_NAMES } from './upload-names';
import type { UploadRule } from './upload-rules';

/** How files become objects: what a person has chosen for all uploads. */
export interface UploadSettings extends NamePlan {
  /** Files and folders inside of folders whose names begin with a dot come along too. */
  readonly hiddenFiles: boolean;
  /** The first that fits a file counts for it. */
  readonly rules: readonly UploadRule[];
}

export const DEFAULT_UPLOADS: UploadSettings = {
  ...KEEP_NAMES,
  hiddenFiles: false,
  rules: [],
};
