import type { KeyPress } from '../../shared/shortcuts';
import { appFacts } from '../mirror';

interface KeyEvent {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** A key event in the words of the shortcuts. */
export function pressOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyEvent): KeyPress {
  const mac = appFacts().platform === 'darwin';
  // With the key that is the system's own (Ctrl on a Mac, the Windows key elsewhere) none of ours is meant.
  const foreign = mac ? ctrlKey : metaKey;
  return { key: foreign ? `System+${key}` : key, shift: shiftKey, command: mac ? metaKey : ctrlKey, alt: altKey };
}
