import { useEffect } from 'react';
import { shortcutIn } from '../../shared/shortcuts';
import { pressOf } from '../ui/press';
import { obey } from './obey';

/** Where signs are typed, a sign is one. */
function isTyped(event: KeyboardEvent): boolean {
  const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
  // F1 is none.
  const isSign = event.key.length === 1;
  return inField && isSign && !event.ctrlKey && !event.metaKey;
}

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
