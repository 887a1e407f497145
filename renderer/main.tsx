import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter/index.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { spokenLanguage, startI18n } from './i18n';
import { appFacts, connectMirror, readSlice } from './mirror';
import { AppProviders } from './AppProviders';

async function start(): Promise<void> {
  if (import.meta.env.DEV && window.flow === undefined)
    (await import('./fake-bridge')).installFakeBridge(location.search);
  await connectMirror();
  await startI18n(spokenLanguage(readSlice('settings').language, appFacts().systemLocale));
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root.');
  createRoot(root).render(
    <AppProviders>
      <App />
    </AppProviders>,
  );
}

await start();
