import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { ProviderInfo } from '../../shared/generation';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { notify } from '../ui/notify';
import { isProviderAddress } from './provider-address';
import classes from './Providers.module.css';

type SaveState = { readonly kind: 'idle' | 'saving' } | { readonly kind: 'failed'; readonly failure: Failure };

const KEY_WORDS = {
  stored: 'keyStored',
  session: 'keySession',
  locked: 'keyLocked',
  unreadable: 'keyUnreadable',
  missing: 'keyMissing',
} as const;

/** Address, model and key of a provider. The key goes in and never comes out. */
export function ProviderForm({ provider }: { readonly provider: ProviderInfo }) {
  const { t } = useTranslation('settings');
  const [baseUrl, setBaseUrl] = useState(provider.baseUrl ?? '');
  const [model, setModel] = useState(provider.models[0]?.id ?? '');
  const [apiKey, setApiKey] = useState('');
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const wrong = baseUrl.trim() !== '' && !isProviderAddress(baseUrl);
  const send = async (key: string | null): Promise<void> => {
    setState({ kind: 'saving' });
    const setup = { provider: provider.id, baseUrl: baseUrl.trim(), model: model.trim(), apiKey: key };
    const result = await ask('generation.setUp', setup);
    setState(result.ok ? { kind: 'idle' } : { kind: 'failed', failure: result.failure });
    if (!result.ok) return;
    setApiKey('');
    notify.good({ title: t('providers.saved', { provider: provider.name }) });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!wrong) drop(send(apiKey === '' ? null : apiKey));
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <TextInput
        label={t('providers.baseUrl')}
        description={t('providers.baseUrlHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder="https://api.openai.com/v1"
        value={baseUrl}
        onChange={(event) => setBaseUrl(event.currentTarget.value)}
        error={wrong && t('providers.baseUrlBad')}
        spellCheck={false}
      />
      <TextInput
        label={t('providers.model')}
        description={t('providers.modelHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder="gpt-image-1"
        value={model}
        onChange={(event) => setModel(event.currentTarget.value)}
        spellCheck={false}
      />
      <PasswordInput
        className={classes['wide'] ?? ''}
        label={t('providers.key')}
        placeholder={t(`providers.${KEY_WORDS[provider.key ?? 'missing']}`)}
        value={apiKey}
        onChange={(event) => setApiKey(event.currentTarget.value)}
        autoComplete="off"
      />
      {state.kind === 'failed' && (
        <div className={classes['wide']}>
          <FailureNotice failure={state.failure} />
        </div>
      )}
      <div className={classes['foot']}>
        {provider.key !== null && provider.key !== 'missing' && (
          <Button variant="subtle" color="gray" onClick={() => drop(send(''))}>
            {t('providers.forget')}
          </Button>
        )}
        <Button type="submit" loading={state.kind === 'saving'}>
          {t('providers.save')}
        </Button>
      </div>
    </form>
  );
}
