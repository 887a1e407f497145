import { lazy, Suspense } from 'react';
import { assertNever } from '../../shared/assert';
import { GenerationNews } from '../generate/GenerationNews';
import { LibraryScreen } from '../library/LibraryScreen';
import { type Screen, useNavigation } from '../navigation';
import { DeletingStrip } from '../objects/DeletingStrip';
import { LinkDialogs } from '../links/LinkDialogs';
import { ObjectDialogs } from '../objects/ObjectDialogs';
import { TransferStrip } from '../transfers/TransferStrip';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { useFocusOfFrame } from '../ui/keep-focus';
import { ConnectionBanner } from './ConnectionBanner';
import { KeyAgeBanner } from './KeyAgeBanner';
import { RightsLine } from './RightsLine';
import { Sidebar } from './Sidebar';
import { UpdateBanner } from './UpdateBanner';
import classes from './Shell.module.css';

const GenerateScreen = lazy(async () => ({ default: (await import('../generate/GenerateScreen')).GenerateScreen }));
const TransfersScreen = lazy(async () => ({ default: (await import('../transfers/TransfersScreen')).TransfersScreen }));
const UsageScreen = lazy(async () => ({ default: (await import('../usage/UsageScreen')).UsageScreen }));
const SettingsScreen = lazy(async () => ({ default: (await import('../settings/SettingsScreen')).SettingsScreen }));

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  switch (screen) {
    case 'library':
      return <LibraryScreen />;
    case 'generate':
      return <GenerateScreen />;
    case 'transfers':
      return <TransfersScreen />;
    case 'usage':
      return <UsageScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(screen);
  }
}

/** Comes with the screen, once that is there. */
function Loaded() {
  return <span hidden ref={useFocusOfFrame<HTMLSpanElement>()} />;
}

/** The app around a connection: navigation, the screen on show, the strip of what moves. */
export function Shell() {
  const { screen } = useNavigation();
  return (
    <div className={classes['shell']}>
      <Sidebar />
      <main className={classes['main']}>
        <ConnectionBanner />
        <RightsLine />
        <KeyAgeBanner />
        <UpdateBanner />
        <div className={classes['screen']} tabIndex={-1}>
          <ErrorBoundary part={screen}>
            <Suspense>
              <CurrentScreen screen={screen} />
              <Loaded key={screen} />
            </Suspense>
          </ErrorBoundary>
        </div>
        <DeletingStrip />
        <TransferStrip />
        <GenerationNews />
      </main>
      <ObjectDialogs />
      <LinkDialogs />
    </div>
  );
}
