import { useEffect } from 'react';
import { shortcutIn } from '../../shared/shortcuts';
import { pressOf } from '../ui/press';
import { isTyped } from '../ui/typed';
import { obey } from './obey';

function onKeyDown(event: KeyboardEvent): void {
  const name = event.defaultPrevented ? null : shortcutIn('app', pressOf(event));
  // Pasting is heard as what it is, by the drop zone.
  if (name === null || name === 'paste' || isTyped(event)) return;
  event.preventDefault();
  obey(name);
}

/** The keys that work everywhere, with Ctrl or Cmd also while a field has the focus. */
export function useAppKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
