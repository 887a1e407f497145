import { HelpDialogs } from '../help/HelpDialogs';
import { LinkDialogs } from '../links/LinkDialogs';
import { ObjectDialogs } from '../objects/ObjectDialogs';
import { PassphraseDialogs } from '../ui/PassphraseDialogs';
import { ReplaceKeysDialog } from '../ui/ReplaceKeysDialog';
import { Palette } from './Palette';

/** What is asked in front of the app. */
export function AppDialogs() {
  return (
    <>
      <Palette />
      <ObjectDialogs />
      <LinkDialogs />
    </>
  );
}

/** What is asked in front of the wizard as well, and stays while one becomes the other. */
export function CommonDialogs() {
  return (
    <>
      <PassphraseDialogs />
      <ReplaceKeysDialog />
      <HelpDialogs />
    </>
  );
}
