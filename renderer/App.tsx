import { useEffect } from 'react';
import { drop } from '../shared/drop';
import { ask } from './bridge';
import { useSlice } from './mirror';
import { lateWizard } from './setup/late-wizard';
import { type SetupRequest, useNavigation } from './navigation';
import { Shell } from './shell/Shell';
import { DropZone } from './ui/drop-zone';
import { Late, useLate } from './ui/late';
import { useKeptFocus } from './ui/keep-focus';
import { ErrorBoundary } from './ui/ErrorBoundary';
import { useAppKeys } from './shell/keys';
import { useNotices } from './shell/notices';

// Nobody is asked anything before the window is on show.
const APP_DIALOGS = new Late(async () => (await import('./shell/Dialogs')).AppDialogs);
const COMMON_DIALOGS = new Late(async () => (await import('./shell/Dialogs')).CommonDialogs);

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
        </>
      )}
      {!wizard && <Dialogs late={APP_DIALOGS} />}
      <Dialogs late={COMMON_DIALOGS} />
    </ErrorBoundary>
  );
}

function Dialogs({ late }: { readonly late: Late }) {
  const Fetched = useLate(late);
  return Fetched === null ? null : <Fetched />;
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
