import { useEffect } from 'react';
import { drop } from '../shared/drop';
import { ask } from './bridge';
import { HelpDialogs } from './help/HelpDialogs';
import { useSlice } from './mirror';
import { lateWizard } from './setup/late-wizard';
import { type SetupRequest, useNavigation } from './navigation';
import { Shell } from './shell/Shell';
import { DropZone } from './ui/drop-zone';
import { useLate } from './ui/late';
import { useKeptFocus } from './ui/keep-focus';
import { ReplaceKeysDialog } from './ui/ReplaceKeysDialog';
import { PassphraseDialogs } from './ui/PassphraseDialogs';
import { ErrorBoundary } from './ui/ErrorBoundary';
import { useAppKeys } from './shell/keys';
import { useNotices } from './shell/notices';
import { Palette } from './shell/Palette';

/** Another purpose begins it anew; a first connection stays where it is when it becomes one of several. */
function wizardKey(setup: SetupRequest): string {
  if (setup.kind === 'edit') return setup.connectionId;
  return setup.kind === 'closed' ? 'new' : setup.kind;
}

/** The window: the wizard while nothing is connected or a connection is being made, else the app. */
export function App() {
  const { profiles } = useSlice('connections');
  const { setup } = useNavigation();
  const wizard = profiles.length === 0 || setup.kind !== 'closed';
  useNotices();
  useAppKeys();
  useKeptFocus();
  return (
    <ErrorBoundary part={wizard ? 'setup' : 'app'}>
      {wizard ? (
        <Wizard key={wizardKey(setup)} />
      ) : (
        <>
          <Shell />
          <Painted />
          <DropZone />
          <Palette />
        </>
      )}
      <PassphraseDialogs />
      <ReplaceKeysDialog />
      <HelpDialogs />
    </ErrorBoundary>
  );
}

function Wizard() {
  const SetupWizard = useLate(lateWizard);
  return SetupWizard === null ? null : (
    <>
      <SetupWizard />
      <Painted />
    </>
  );
}

/** Says, where it stands, that the screen beside it is on show. */
function Painted() {
  useEffect(() => drop(ask('app.painted', null)), []);
  return null;
}
