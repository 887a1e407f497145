import type { WatchedFolderSettings } from '../../shared/watch';

/** A part of the form: the folder as it is drafted, and how it changes. */
export interface PartProps {
  readonly draft: WatchedFolderSettings;
  readonly change: (part: Partial<WatchedFolderSettings>) => void;
}
