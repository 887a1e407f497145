import { Button } from '@mantine/core';
import { IconKey, IconLock, IconShieldLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SecretStorage } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { lockKeys } from '../ui/lock-keys';
import { notify } from '../ui/notify';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import { KeyReminder } from './KeyReminder';
import { Section } from './Section';
import classes from './SecretStore.module.css';

const ICONS = { keychain: IconShieldLock, passphrase: IconLock, 'session-only': IconKey } as const;

function useKeychain(): () => Promise<void> {
  const { t } = useTranslation('settings');
  return async () => {
    const result = await ask('secrets.useKeychain', null);
    if (result.ok) notify.good({ title: t('secrets.keychainDone') });
    else notify.failure(result.failure);
  };
}

function Actions({ storage }: { readonly storage: SecretStorage }) {
  const { t } = useTranslation('settings');
  const moveToKeychain = useKeychain();
  if (storage.kind !== 'passphrase')
    return (
      <Button
        variant={storage.kind === 'session-only' ? 'filled' : 'default'}
        onClick={() => showPassphraseDialog('protect')}
      >
        {t(storage.kind === 'session-only' ? 'secrets.protect' : 'secrets.usePassphrase')}
      </Button>
    );
  if (storage.lock === 'locked')
    return <Button onClick={() => showPassphraseDialog('unlock')}>{t('secrets.unlock')}</Button>;
  return (
    <>
      <Button variant="default" onClick={() => drop(lockKeys())}>
        {t('secrets.lock')}
      </Button>
      <Button variant="default" onClick={() => showPassphraseDialog('change')}>
        {t('secrets.change')}
      </Button>
      {storage.keychain && (
        <Button variant="default" onClick={() => drop(moveToKeychain())}>
          {t('secrets.useKeychain')}
        </Button>
      )}
    </>
  );
}

/** How keys are kept on this computer, as it is, and the way to another. */
export function SecretStore() {
  const { t } = useTranslation('settings');
  const { storage } = useSlice('connections');
  const Icon = ICONS[storage.kind];
  const kind = storage.kind === 'passphrase' && storage.lock === 'locked' ? 'locked' : storage.kind;
  return (
    <Section name="secrets" title={t('secrets.title')} help={t('secrets.help')}>
      <div className={classes['fact']} data-kind={kind}>
        <Icon size={22} stroke={1.6} aria-hidden />
        <div>
          <strong>{t(`secrets.${kind}Title`)}</strong>
          <div className={classes['text']}>{t(`secrets.${kind}Text`)}</div>
        </div>
      </div>
      <div className={classes['actions']}>
        <Actions storage={storage} />
      </div>
      <KeyReminder />
    </Section>
  );
}
