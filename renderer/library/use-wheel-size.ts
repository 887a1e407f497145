import { type RefObject, useEffect, useRef } from 'react';
import { resized } from './grid-layout';
import { useLibraryFrame } from './library-model';

/** The last step of a turn is kept. */
const SETTLED_MS = 250;
/** What a notch of a mouse wheel counts in Chromium, px; a pinch comes in many smaller steps. */
const NOTCH = 100;

/** The wheel with Ctrl, and a pinch, make tiles larger and smaller. A listener of its own: React's may not keep the page from zooming. */
export function useWheelSize(element: RefObject<HTMLDivElement | null>): void {
  const { tileSize, setTileSize, layout } = useLibraryFrame();
  const latest = useRef({ tileSize, setTileSize });
  latest.current = { tileSize, setTileSize };
  useEffect(() => {
    const grid = element.current;
    if (grid === null || layout === 'list') return;
    let settling: ReturnType<typeof setTimeout> | undefined;
    let size: number | null = null;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const now: number = resized(size ?? latest.current.tileSize, -event.deltaY / NOTCH);
      size = now;
      latest.current.setTileSize(now, false);
      clearTimeout(settling);
      settling = setTimeout(() => {
        size = null;
        latest.current.setTileSize(now, true);
      }, SETTLED_MS);
    };
    grid.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      clearTimeout(settling);
      grid.removeEventListener('wheel', onWheel);
    };
  }, [element, layout]);
}
