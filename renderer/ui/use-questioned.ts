import { useModals } from '@mantine/modals';
import { useDeferredValue } from 'react';

/** True as long as `now` is, and until the key that has ended it is heard by all. */
export function useUntilHeard(now: boolean): boolean {
  // React draws anew between two listeners to one key: the Escape that closes a question would find what lies behind it uncovered.
  const before = useDeferredValue(now);
  return now || before;
}

/**
 * Whether a plain question is open, or has been until the key that is being heard. Of Mantine's dialogs (9) each closes by Escape,
 * also one behind another: a dialog that a question can stand before hears the key only without one.
 */
export function useQuestioned(): boolean {
  return useUntilHeard(useModals().modals.length > 0);
}
