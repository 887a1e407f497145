import { drop } from '../../../shared/drop';
import { ask } from '../../bridge';
import { useSlice } from '../../mirror';

/** Whether the viewer tells of the file beside it; kept until it is wanted otherwise. */
export interface Info {
  readonly open: boolean;
  toggle(): void;
}

export function useInfo(): Info {
  const { viewerInfoOpen: open } = useSlice('settings');
  return { open, toggle: () => drop(ask('settings.update', { viewerInfoOpen: !open })) };
}
