import { Button, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { ProviderInfo, SetupField } from '../../shared/generation';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { notify } from '../ui/notify';
import { providerName } from '../ui/provider-words';
import classes from './Providers.module.css';
import { isWrongField, ProviderSetupField } from './ProviderSetupField';

type Values = Readonly<Record<string, string>>;
type Step = { readonly kind: 'idle' | 'saving' | 'checking' } | { readonly kind: 'failed'; readonly failure: Failure };

const KEY_WORDS = {
  stored: 'keyStored',
  session: 'keySession',
  locked: 'keyLocked',
  unreadable: 'keyUnreadable',
  missing: 'keyMissing',
} as const;

interface KeyFieldProps {
  readonly kept: NonNullable<ProviderInfo['key']>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A new key for the provider; of the kept one it only says how it is kept. */
function KeyField({ kept, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation('settings');
  return (
    <PasswordInput
      className={classes['wide'] ?? ''}
      label={t('providers.key')}
      placeholder={t(`providers.${KEY_WORDS[kept]}`)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
    />
  );
}

/** What can be set up of a provider. Its key goes in and never comes out. */
export function ProviderForm({ provider }: { readonly provider: ProviderInfo }) {
  const { t } = useTranslation('settings');
  const [values, setValues] = useState<Values>(() => valuesOf(provider.fields));
  const [apiKey, setApiKey] = useState('');
  const { step, send, check } = useProvider(provider, () => setApiKey(''));
  const wrong = provider.fields.some((field) => isWrongField(field, values[field.name] ?? ''));
  const kept = valuesOf(provider.fields);
  const changed = apiKey !== '' || provider.fields.some(({ name }) => values[name] !== kept[name]);
  const save = (): Promise<boolean> => send(values, apiKey === '' ? null : apiKey);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!wrong) drop(save());
  };
  // What is asked is what is kept: an answer to older settings would say nothing of these.
  const saveAndCheck = async (): Promise<void> => {
    if (!changed || (await save())) await check();
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      {provider.fields.map((field) => (
        <ProviderSetupField
          key={field.name}
          provider={provider}
          field={field}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {provider.key !== null && <KeyField kept={provider.key} value={apiKey} onChange={setApiKey} />}
      {step.kind === 'failed' && (
        <div className={classes['wide']}>
          <FailureNotice failure={step.failure} />
        </div>
      )}
      <div className={classes['foot']}>
        {provider.key !== null && provider.key !== 'missing' && (
          <Button variant="subtle" color="gray" onClick={() => drop(send({}, ''))}>
            {t('providers.forget')}
          </Button>
        )}
        <Button
          variant="default"
          disabled={wrong || (provider.key === 'missing' && apiKey === '' && provider.status !== 'ready')}
          loading={step.kind === 'checking'}
          onClick={() => drop(saveAndCheck())}
        >
          {t(changed ? 'providers.saveAndCheck' : 'providers.check')}
        </Button>
        <Button type="submit" loading={step.kind === 'saving'}>
          {t('providers.save')}
        </Button>
      </div>
    </form>
  );
}

function useProvider(provider: ProviderInfo, saved: () => void) {
  const { t } = useTranslation('settings');
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  /** Whether it was saved. */
  const send = async (fields: Values, apiKey: string | null): Promise<boolean> => {
    setStep({ kind: 'saving' });
    const result = await ask('generation.setUp', { provider: provider.id, fields, apiKey });
    setStep(result.ok ? { kind: 'idle' } : { kind: 'failed', failure: result.failure });
    if (!result.ok) return false;
    saved();
    notify.good({ title: t('providers.saved', { provider: providerName(provider) }) });
    return true;
  };
  const check = async (): Promise<void> => {
    setStep({ kind: 'checking' });
    const result = await ask('generation.check', { provider: provider.id });
    setStep(result.ok ? { kind: 'idle' } : { kind: 'failed', failure: result.failure });
    if (result.ok) notify.good({ title: t('providers.checked', { provider: providerName(provider) }) });
  };
  return { step, send, check };
}

/** A field that only holds its preset is shown empty, with the preset behind it. */
function valuesOf(fields: readonly SetupField[]): Values {
  return Object.fromEntries(fields.map(({ name, value, preset }) => [name, value === preset ? '' : value]));
}
