import { useEffect, useState } from 'react';
import { drop } from '../../../shared/drop';

export interface FullScreen {
  readonly on: boolean;
  toggle(): void;
}

/** The window over the whole screen while the viewer is open; left again with it. */
export function useFullScreen(opened: boolean): FullScreen {
  const [on, setOn] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    if (!opened) return;
    const changed = (): void => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => {
      document.removeEventListener('fullscreenchange', changed);
      leave();
    };
  }, [opened]);
  // The whole page and not the viewer's element: tooltips, messages and questions stand beside it.
  const enter = (): void => drop(document.documentElement.requestFullscreen().catch(() => undefined));
  return { on, toggle: () => (document.fullscreenElement === null ? enter() : leave()) };
}

function leave(): void {
  if (document.fullscreenElement !== null) drop(document.exitFullscreen().catch(() => undefined));
}
