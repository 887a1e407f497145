import { IconKey, IconShieldLock } from '@tabler/icons-react';
import { type ClipboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { Field } from './Field';
import { HelpCard } from './HelpCard';
import classes from './KeysStep.module.css';
import { readKeyPair } from './read-keys';
import { StepForm } from './StepForm';
import { areKeysSwapped, keyIdVerdict, meansR2, secretVerdict } from './verdicts';
import { useWizard } from './wizard-context';

/** How the secret will be kept on this machine, as it is. */
function StorageTruth() {
  const { t } = useTranslation('setup');
  const { storage } = useSlice('connections');
  const keychain = storage.kind === 'keychain';
  return (
    <div className={classes['truth']} data-kind={storage.kind}>
      {keychain ? (
        <IconShieldLock size={20} stroke={1.6} aria-hidden />
      ) : (
        <IconKey size={20} stroke={1.6} aria-hidden />
      )}
      <div>
        <strong>{t(keychain ? 'keys.keychainTitle' : 'keys.sessionTitle')}</strong>
        <div className={classes['truthText']}>
          {keychain ? t('keys.keychain', { backend: storage.backend }) : t('keys.session')}
        </div>
      </div>
    </div>
  );
}

function SecretField() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const { secret } = fields;
  return (
    <Field
      secret
      needed={secret.kind === 'typed'}
      label={t('keys.secret')}
      placeholder={t(secret.kind === 'typed' ? 'keys.secretPlaceholder' : 'keys.secretKept')}
      value={secret.kind === 'typed' ? secret.value : ''}
      onType={(value) => send({ kind: 'type', fields: { secret: { kind: 'typed', value } } })}
      verdict={secretVerdict(fields)}
      good={meansR2(fields) && secret.kind === 'typed' ? t('keys.secretGood') : null}
      mend={areKeysSwapped(fields) ? { label: t('keys.swap'), run: () => send({ kind: 'swap-keys' }) } : undefined}
    />
  );
}

/** The two keys, pasted in any form. */
export function KeysStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const [tookPair, setTookPair] = useState(false);
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pair = readKeyPair(event.clipboardData.getData('text'));
    if (pair === null) return;
    event.preventDefault();
    send({ kind: 'pair', pair });
    setTookPair(true);
  };
  const help = (
    <HelpCard
      title={t('keys.helpTitle')}
      steps={[t('keys.help1'), t('keys.help2'), t('keys.help3'), t('keys.help4')]}
      open={{ label: t('keys.open'), page: 'r2-tokens' }}
      note={t('keys.lost')}
    />
  );
  return (
    <StepForm title={t('keys.title')} lead={t('keys.lead')} help={help}>
      <Field
        focus
        needed
        label={t('keys.id')}
        placeholder={t('keys.idPlaceholder')}
        value={fields.accessKeyId}
        onType={(accessKeyId) => send({ kind: 'type', fields: { accessKeyId } })}
        onPaste={onPaste}
        verdict={keyIdVerdict(fields)}
        good={tookPair ? t('keys.pair') : meansR2(fields) ? t('keys.idGood') : null}
      />
      <SecretField />
      <StorageTruth />
    </StepForm>
  );
}
