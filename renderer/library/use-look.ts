import { useEffect, useRef } from 'react';
import { drop } from '../../shared/drop';
import type { LibraryView } from '../../shared/library';
import { ask } from '../bridge';

/** Tells main which view a person looks at, when it opens and when they come back to the window: what is old in it is read. */
export function useLook(view: LibraryView): void {
  const latest = useRef(view);
  latest.current = view;
  // How it is sorted or searched reads nothing.
  const place = JSON.stringify([view.connectionId, view.scope]);
  useEffect(() => {
    const look = (): void => drop(ask('library.look', { view: latest.current, isAsked: false }));
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [place]);
}
