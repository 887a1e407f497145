import { useModals } from '@mantine/modals';
import { useDeferredValue } from 'react';
import { useHelpRequest } from '../help/requests';
import { useLinkRequest } from '../links/requests';
import { useObjectRequest } from '../objects/requests';
import { useIsConflictShown } from '../ui/conflict-shown';
import { useIsPaletteOpen } from '../ui/palette';
import { usePassphraseDialog } from '../ui/passphrase-dialog';
import { useReplaceKeys } from '../ui/replace-keys';
import { useShownUpload } from '../ui/upload-batch';

/** Whether the palette or a question stands before the library, or has until the key that is being heard. */
export function useCovered(): boolean {
  const requests = [useObjectRequest(), useHelpRequest(), useLinkRequest(), useReplaceKeys(), useShownUpload()];
  const passphrase = usePassphraseDialog();
  const isOpen = [useIsPaletteOpen(), useIsConflictShown(), useModals().modals.length > 0, passphrase !== 'closed'];
  const covered = isOpen.includes(true) || requests.some((request) => request !== null);
  // React draws anew between two listeners to one key: the Escape that closes a question would find the viewer uncovered.
  const before = useDeferredValue(covered);
  return covered || before;
}
