import { useEffect, useState } from 'react';
import { drop } from '../../../shared/drop';

export interface FullScreen {
  /** What the page shows it by; the change is told some frames late. */
  readonly on: boolean;
  toggle(): void;
  /** Leaves it, and answers true, where the window fills the screen at this very moment. */
  leave(): boolean;
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
  const toggle = (): void => {
    if (!leave()) enter();
  };
  return { on, toggle, leave };
}

function leave(): boolean {
  if (document.fullscreenElement === null) return false;
  drop(document.exitFullscreen().catch(() => undefined));
  return true;
}
