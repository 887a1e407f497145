import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { showPassphraseDialog, usePassphraseDialog } from './passphrase-dialog';
import { PassphraseForm } from './PassphraseForm';
import { LAYERS } from './layers';
import { UnlockForm } from './UnlockForm';
import { useQuestioned } from './use-questioned';

/** Asks for the passphrase when the secrets are locked, and for a new one when it is set or changed. */
export function PassphraseDialogs() {
  const { t } = useTranslation();
  const { storage } = useSlice('connections');
  const shown = usePassphraseDialog();
  const questioned = useQuestioned();
  const lock = storage.kind === 'passphrase' ? storage.lock : 'none';
  useEffect(() => showPassphraseDialog(lock === 'locked' ? 'unlock' : 'closed'), [lock]);
  const close = (): void => showPassphraseDialog('closed');
  if (shown === 'closed') return null;
  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={!questioned}
      zIndex={LAYERS.dialog}
      title={t(`passphrase.${shown}Title`)}
      closeOnClickOutside={false}
      withCloseButton={shown !== 'unlock'}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      size={460}
      centered
    >
      {shown === 'unlock' ? (
        <UnlockForm onClose={close} />
      ) : (
        <PassphraseForm key={shown} what={shown} onClose={close} />
      )}
    </Modal>
  );
}
