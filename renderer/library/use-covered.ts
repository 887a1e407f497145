import { useHelpRequest } from '../help/requests';
import { useLinkRequest } from '../links/requests';
import { useObjectRequest } from '../objects/requests';
import { useIsConflictShown } from '../ui/conflict-shown';
import { useIsPaletteOpen } from '../ui/palette';
import { usePassphraseDialog } from '../ui/passphrase-dialog';
import { useReplaceKeys } from '../ui/replace-keys';
import { useShownUpload } from '../ui/upload-batch';
import { useQuestioned, useUntilHeard } from '../ui/use-questioned';

/** Whether the palette or a question stands before the library, or has until the key that is being heard. */
export function useCovered(): boolean {
  const requests = [useObjectRequest(), useHelpRequest(), useLinkRequest(), useReplaceKeys(), useShownUpload()];
  const passphrase = usePassphraseDialog();
  const isOpen = [useIsPaletteOpen(), useIsConflictShown(), useQuestioned(), passphrase !== 'closed'];
  return useUntilHeard(isOpen.includes(true) || requests.some((request) => request !== null));
}
