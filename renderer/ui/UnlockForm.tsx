import { Button, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { confirm } from './confirm';
import { failureSentences } from './failure-words';
import { notify } from './notify';
import classes from './Passphrase.module.css';

type State = { readonly kind: 'idle' | 'trying' } | { readonly kind: 'failed'; readonly failure: Failure };

/** The passphrase, or the ways to go on without it. */
export function UnlockForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<State>({ kind: 'idle' });
  const unlock = async (): Promise<void> => {
    setState({ kind: 'trying' });
    const result = await ask('secrets.unlock', { passphrase });
    setState(result.ok ? { kind: 'idle' } : { kind: 'failed', failure: result.failure });
    if (result.ok) onClose();
  };
  const forget = async (): Promise<void> => {
    const sure = await confirm({
      title: t('passphrase.forgetTitle'),
      text: t('passphrase.forgetText'),
      confirm: t('passphrase.forgetConfirm'),
      danger: true,
    });
    if (!sure) return;
    const result = await ask('secrets.forgetPassphrase', null);
    if (result.ok) onClose();
    else notify.failure(result.failure);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (passphrase !== '' && state.kind !== 'trying') drop(unlock());
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <p className={classes['lead']}>{t('passphrase.unlockLead')}</p>
      <PasswordInput
        data-autofocus
        label={t('passphrase.label')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={state.kind === 'failed' && failureSentences(state.failure)}
        autoComplete="off"
      />
      <Button type="submit" loading={state.kind === 'trying'} disabled={passphrase === ''} fullWidth>
        {t('passphrase.unlock')}
      </Button>
      <div className={classes['ways']}>
        <Button variant="subtle" color="gray" size="xs" onClick={() => drop(forget())}>
          {t('passphrase.forgot')}
        </Button>
        <Button variant="subtle" color="gray" size="xs" onClick={onClose}>
          {t('passphrase.without')}
        </Button>
      </div>
    </form>
  );
}
