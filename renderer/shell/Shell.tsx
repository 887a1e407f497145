import { useEffect } from 'react';
import { drop } from '../../shared/drop';
import { GenerationNews } from '../generate/GenerationNews';
import { LibraryScreen } from '../library/LibraryScreen';
import { type Screen, useNavigation } from '../navigation';
import { DeletingStrip } from '../objects/DeletingStrip';
import { TransferStrip } from '../transfers/TransferStrip';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { Late, useLate } from '../ui/late';
import { useFocusOfFrame } from '../ui/keep-focus';
import { ConnectionBanner } from './ConnectionBanner';
import { KeyAgeBanner } from './KeyAgeBanner';
import { RightsLine } from './RightsLine';
import { Sidebar } from './Sidebar';
import { UpdateBanner } from './UpdateBanner';
import classes from './Shell.module.css';

const LATE_SCREENS = {
  generate: new Late(async () => (await import('../generate/GenerateScreen')).GenerateScreen),
  transfers: new Late(async () => (await import('../transfers/TransfersScreen')).TransfersScreen),
  usage: new Late(async () => (await import('../usage/UsageScreen')).UsageScreen),
  settings: new Late(async () => (await import('../settings/SettingsScreen')).SettingsScreen),
} satisfies Record<Exclude<Screen, 'library'>, Late>;

function LateScreen({ screen }: { readonly screen: keyof typeof LATE_SCREENS }) {
  const Fetched = useLate(LATE_SCREENS[screen]);
  return Fetched === null ? null : (
    <>
      <Fetched />
      <Loaded key={screen} />
    </>
  );
}

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  if (screen !== 'library') return <LateScreen screen={screen} />;
  return (
    <>
      <LibraryScreen />
      <Loaded key={screen} />
    </>
  );
}

/** Comes with the screen, once that is there. */
function Loaded() {
  return <span hidden ref={useFocusOfFrame<HTMLSpanElement>()} />;
}

/** The other screens, before anybody goes there: so that they are there at once. */
function fetchWhenIdle(): () => void {
  const waiting = requestIdleCallback(() => {
    for (const screen of Object.values(LATE_SCREENS)) drop(screen.fetch());
  });
  return () => cancelIdleCallback(waiting);
}

/** The app around a connection: navigation, the screen on show, the strip of what moves. */
export function Shell() {
  const { screen } = useNavigation();
  useEffect(fetchWhenIdle, []);
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
            <CurrentScreen screen={screen} />
          </ErrorBoundary>
        </div>
        <DeletingStrip />
        <TransferStrip />
        <GenerationNews />
      </main>
    </div>
  );
}
