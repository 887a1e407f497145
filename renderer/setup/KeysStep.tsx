import { Button } from '@mantine/core';
import { IconKey, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { type ImportedConnection, type ImportWarning, isKeptOnDisk } from '../../shared/connection';
import { useSlice } from '../mirror';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import { Field } from './Field';
import { HelpCard } from './HelpCard';
import { ImportWarnings } from './ImportWarnings';
import classes from './KeysStep.module.css';
import { StepForm } from './StepForm';
import { type KeysField, type PasteInto, TokenField } from './TokenField';
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
      onPaste={pasteInto('secret', type)}
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

/** A field that took a text as it is, and what is odd about that text. */
interface Refused {
  readonly field: KeysField;
  readonly text: string;
  readonly warnings: readonly ImportWarning[];
}

function hasFound({ parts }: ImportedConnection): boolean {
  return parts.some(({ state }) => state === 'found');
}

/** A block that is pasted into any field is taken apart, and each value goes to its own. What it is not goes into the field as it is. */
function useTakenPaste(): Pasted & { readonly took: boolean; readonly refused: Refused | null } {
  const { send } = useWizard();
  const [took, setTook] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const take = async (text: string, asItIs: (warnings: readonly ImportWarning[]) => void): Promise<void> => {
    const result = await ask('connections.readImport', { text });
    const [found] = result.ok ? result.value : [];
    if (found === undefined || !hasFound(found)) return asItIs(found?.warnings ?? []);
    send({ kind: 'take', found });
    setTook(found.accessKeyId !== null);
  };
  const pasteInto: PasteInto = (field, type) => (event) => {
    const pasted = event.clipboardData.getData('text');
    if (!isBlock(pasted)) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const [start, end] = [selectionStart ?? value.length, selectionEnd ?? value.length];
    // As a field of one line would have it.
    const text = value.slice(0, start) + pasted.trim().replace(/[\r\n]+/g, '') + value.slice(end);
    const asItIs = (warnings: readonly ImportWarning[]): void => {
      type(text);
      setRefused({ field, text, warnings });
    };
    drop(take(pasted, asItIs));
  };
  return { took, refused, pasteInto };
}

/** What is odd about what was pasted, for as long as it stands in its field. */
function PasteWarnings({ refused, field, value }: PasteWarningsProps) {
  const stands = refused?.field === field && refused.text === value;
  if (!stands || refused.warnings.length === 0) return null;
  return (
    <div className={classes['refused']} role="status">
      <ImportWarnings warnings={refused.warnings} />
    </div>
  );
}

interface PasteWarningsProps {
  readonly refused: Refused | null;
  readonly field: KeysField;
  readonly value: string;
}

/** The two keys, pasted in any form; or the API token that gives both. */
export function KeysStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const { took, refused, pasteInto } = useTakenPaste();
  const typedToken = fields.apiToken.kind === 'typed' ? fields.apiToken.value : '';
  const typedSecret = fields.secret.kind === 'typed' ? fields.secret.value : '';
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
        onPaste={pasteInto('key-id', typeKeyId)}
        verdict={keyIdVerdict(fields)}
        good={took ? t('keys.pair') : meansR2(fields) ? t('keys.idGood') : null}
      />
      <PasteWarnings refused={refused} field="key-id" value={fields.accessKeyId} />
      <SecretField pasteInto={pasteInto} />
      <PasteWarnings refused={refused} field="secret" value={typedSecret} />
      {meansR2(fields) && <TokenField pasteInto={pasteInto} />}
      <PasteWarnings refused={refused} field="token" value={typedToken} />
      <StorageTruth />
    </StepForm>
  );
}
