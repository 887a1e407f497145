import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter/index.css';
import './fonts.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { drop } from '../shared/drop';
import { App } from './App';
import { askFirstRows } from './library/first-rows';
import { lateWizard } from './setup/late-wizard';
import { fetchWords, spokenLanguage, startI18n } from './i18n';
import { appFacts, connectMirror, readSlice } from './mirror';
import { AppProviders } from './AppProviders';
import { watchForRest } from './rest';
import { closeMenusByEscape } from './ui/menu-escape';

async function start(): Promise<void> {
  if (import.meta.env.DEV && window.flow === undefined)
    (await import('./fake-bridge')).installFakeBridge(location.search);
  // On their way while main is asked; nearly always it is this language.
  drop(fetchWords(spokenLanguage('system', navigator.language)));
  // Text that is measured before it is there is measured with each font of the system that might stand in for it; that will do, too.
  const font = document.fonts.load("1em 'Inter Latin'").catch(() => undefined);
  await connectMirror();
  if (readSlice('connections').profiles.length === 0) drop(lateWizard.fetch());
  else askFirstRows();
  await startI18n(spokenLanguage(readSlice('settings').language, appFacts().systemLocale));
  await font;
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root.');
  createRoot(root).render(
    <AppProviders>
      <App />
    </AppProviders>,
  );
  watchForRest();
  closeMenusByEscape();
}

await start();
