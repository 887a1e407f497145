import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import classes from './ConnectionBanner.module.css';

/** Names a connection whose secret cannot be had, so that nothing fails in silence. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const { profiles, activeId } = useSlice('connections');
  const active = profiles.find(({ id }) => id === activeId);
  if (active === undefined || active.secret === 'stored' || active.secret === 'session') return null;
  return (
    <div className={classes['banner']} role="alert">
      <IconKey size={18} aria-hidden />
      <div className={classes['text']}>
        <strong>{t(active.secret === 'locked' ? 'connection.lockedTitle' : 'connection.brokenTitle')}</strong>{' '}
        {t(`connection.${active.secret}`, { bucket: active.bucket })}
      </div>
      {active.secret === 'locked' ? (
        <Button size="xs" onClick={() => showPassphraseDialog('unlock')}>
          {t('passphrase.unlock')}
        </Button>
      ) : (
        <Button size="xs" onClick={() => editConnection(active.id, 'keys')}>
          {t('connection.enter')}
        </Button>
      )}
    </div>
  );
}
