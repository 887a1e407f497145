import { useTranslation } from 'react-i18next';
import { About } from './About';
import { Appearance } from './Appearance';
import { Cache } from './Cache';
import { Connections } from './Connections';
import { Downloads } from './Downloads';
import { Links } from './Links';
import { LocalApi } from './LocalApi';
import { Providers } from './Providers';
import { PublicDomains } from './PublicDomains';
import classes from './Settings.module.css';
import { SecretStore } from './SecretStore';
import { Updates } from './Updates';
import { Uploads } from './Uploads';
import { WatchedFolders } from './WatchedFolders';
import { Work } from './Work';

/** Connections, appearance, uploads, downloads, links, providers, and what this program is. Every change counts at once. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  return (
    <div className={classes['screen']}>
      <div className={classes['page']}>
        <h1 className={classes['title']}>{t('title')}</h1>
        <Connections />
        <SecretStore />
        <Appearance />
        <Uploads />
        <WatchedFolders />
        <Downloads />
        <Work />
        <Links />
        <PublicDomains />
        <Cache />
        <Providers />
        <LocalApi />
        <Updates />
        <About />
      </div>
    </div>
  );
}
