import { Button, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSPHRASE_LENGTH } from '../../shared/connection';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { FailureNotice } from './FailureNotice';
import { notify } from './notify';
import classes from './Passphrase.module.css';

type State = { readonly kind: 'idle' | 'saving' } | { readonly kind: 'failed'; readonly failure: Failure };

interface PassphraseFormProps {
  readonly what: 'protect' | 'change';
  readonly onClose: () => void;
}

/** Hands the passphrases to main, and closes once they count. */
function useSaving({ what, onClose }: PassphraseFormProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const save = async (current: string, next: string): Promise<void> => {
    setState({ kind: 'saving' });
    const result =
      what === 'protect'
        ? await ask('secrets.protect', { passphrase: next })
        : await ask('secrets.changePassphrase', { current, next });
    setState(result.ok ? { kind: 'idle' } : { kind: 'failed', failure: result.failure });
    if (!result.ok) return;
    notify.good({ title: t(`passphrase.${what}Done`) });
    onClose();
  };
  return { state, save };
}

/** A new passphrase, typed twice; to change one, with the one that counts now. */
export function PassphraseForm({ what, onClose }: PassphraseFormProps) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const { state, save } = useSaving({ what, onClose });
  const short = next !== '' && next.length < PASSPHRASE_LENGTH.min;
  const differs = again !== '' && again !== next;
  const ready = next !== '' && again === next && !short && (what === 'protect' || current !== '');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (ready && state.kind !== 'saving') drop(save(current, next));
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <p className={classes['lead']}>{t(`passphrase.${what}Lead`)}</p>
      {what === 'change' && (
        <PasswordInput
          data-autofocus
          label={t('passphrase.current')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <PasswordInput
        data-autofocus={what === 'protect' || undefined}
        label={t(what === 'protect' ? 'passphrase.label' : 'passphrase.next')}
        description={t('passphrase.hint', { count: PASSPHRASE_LENGTH.min })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={next}
        maxLength={PASSPHRASE_LENGTH.max}
        onChange={(event) => setNext(event.currentTarget.value)}
        error={short && t('passphrase.short', { count: PASSPHRASE_LENGTH.min })}
        autoComplete="new-password"
      />
      <PasswordInput
        label={t('passphrase.again')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={differs && t('passphrase.differs')}
        autoComplete="new-password"
      />
      {state.kind === 'failed' && <FailureNotice failure={state.failure} />}
      <div className={classes['foot']}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={state.kind === 'saving'} disabled={!ready}>
          {t(`passphrase.${what}`)}
        </Button>
      </div>
    </form>
  );
}
