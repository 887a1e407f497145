/** How files become objects: what a person has chosen for all uploads. */
export interface UploadSettings {
  /** Files and folders inside of folders whose names begin with a dot come along too. */
  readonly hiddenFiles: boolean;
}

export const DEFAULT_UPLOADS: UploadSettings = {
  hiddenFiles: false,
};
