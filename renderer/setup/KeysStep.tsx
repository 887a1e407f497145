import { Button } from '@mantine/core';
import { IconKey, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { isKeptOnDisk } from '../../shared/connection';
import { useSlice } from '../mirror';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import { Field } from './Field';
import { HelpCard } from './HelpCard';
import classes from './KeysStep.module.css';
import { StepForm } from './StepForm';
import { type PasteInto, TokenField } from './TokenField';
import { areKeysSwapped, keyIdVerdict, meansR2, secretVerdict } from './verdicts';
import { useWizard } from './wizard-context';

interface Pasted {
  readonly pasteInto: PasteInto;
}

/** How the secret will be kept on this machine, as it is. */
function StorageTruth() {
  const { t } = useTranslation('setup');
  const { storage } = useSlice('connections');
  const words = ({ keychain: 'keychain', passphrase: 'passphrase', 'session-only': 'session' } as const)[
    isKeptOnDisk(storage) ? storage.kind : 'session-only'
  ];
  return (
    <div className={classes['truth']} data-kind={words === 'session' ? 'session-only' : 'keychain'}>
      {words === 'session' ? (
        <IconKey size={20} stroke={1.6} aria-hidden />
      ) : (
        <IconShieldLock size={20} stroke={1.6} aria-hidden />
      )}
      <div>
        <strong>{t(`keys.${words}Title`)}</strong>
        <div className={classes['truthText']}>
          {storage.kind === 'keychain' ? t('keys.keychain', { backend: storage.backend }) : t(`keys.${words}`)}
        </div>
        {storage.kind === 'session-only' && (
          <Button variant="default" size="xs" mt={8} onClick={() => showPassphraseDialog('protect')}>
            {t('keys.protect')}
          </Button>
        )}
      </div>
    </div>
  );
}

function SecretField({ pasteInto }: Pasted) {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const { secret } = fields;
  const type = (value: string): void => send({ kind: 'type', fields: { secret: { kind: 'typed', value } } });
  return (
    <Field
      secret
      needed={secret.kind === 'typed'}
      label={t('keys.secret')}
      onPaste={pasteInto(type)}
      placeholder={t(secret.kind === 'typed' ? 'keys.secretPlaceholder' : 'keys.secretKept')}
      value={secret.kind === 'typed' ? secret.value : ''}
      onType={type}
      verdict={secretVerdict(fields)}
      good={meansR2(fields) && secret.kind === 'typed' ? t('keys.secretGood') : null}
      mend={areKeysSwapped(fields) ? { label: t('keys.swap'), run: () => send({ kind: 'swap-keys' }) } : undefined}
    />
  );
}

/** More than any one value has, or on several lines: a block of them. */
function isBlock(text: string): boolean {
  return text.trim().length > 70 || /\S\s+\S/.test(text.trim());
}

/** A block that is pasted into any field is taken apart, and each value goes to its own. What it is not goes into the field as it is. */
function useTakenPaste(): Pasted & { readonly took: boolean } {
  const { send } = useWizard();
  const [took, setTook] = useState(false);
  const take = async (text: string, asItIs: () => void): Promise<void> => {
    const result = await ask('connections.readImport', { text });
    const [found] = result.ok ? result.value : [];
    if (found === undefined) return asItIs();
    send({ kind: 'take', found });
    setTook(found.accessKeyId !== null);
  };
  const pasteInto: PasteInto = (type) => (event) => {
    const text = event.clipboardData.getData('text');
    if (!isBlock(text)) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const [start, end] = [selectionStart ?? value.length, selectionEnd ?? value.length];
    drop(take(text, () => type(value.slice(0, start) + text.trim() + value.slice(end))));
  };
  return { took, pasteInto };
}

/** The two keys, pasted in any form; or the API token that gives both. */
export function KeysStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const { took, pasteInto } = useTakenPaste();
  const typeKeyId = (accessKeyId: string): void => send({ kind: 'type', fields: { accessKeyId } });
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
        onType={typeKeyId}
        onPaste={pasteInto(typeKeyId)}
        verdict={keyIdVerdict(fields)}
        good={took ? t('keys.pair') : meansR2(fields) ? t('keys.idGood') : null}
      />
      <SecretField pasteInto={pasteInto} />
      {meansR2(fields) && <TokenField pasteInto={pasteInto} />}
      <StorageTruth />
    </StepForm>
  );
}
