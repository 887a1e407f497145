import { Button, Checkbox, Modal, PasswordInput, TextInput } from '@mantine/core';
import { IconCircleCheck, IconExternalLink } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckLine, ConnectionCheck, ConnectionProfile, NewKeys } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { failure, type Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { FailureNotice } from './FailureNotice';
import classes from './ReplaceKeys.module.css';
import { LAYERS } from './layers';
import { showReplaceKeys, useReplaceKeys } from './replace-keys';

type State =
  | { readonly kind: 'entering' | 'checking' | 'replaced' | 'kept' }
  | { readonly kind: 'failed'; readonly failure: Failure };

function openTokens(): void {
  drop(ask('app.openPage', { page: 'r2-tokens' }));
}

/** What the keys themselves cannot do; links and websites are another matter. */
function firstProblem(lines: readonly CheckLine[]): Failure {
  const ours = lines.filter(({ name }) => name === 'list' || name === 'write' || name === 'read' || name === 'delete');
  const problems = ours.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.failure] : []));
  return problems[0] ?? failure('access-denied');
}

function Dashboard({ label }: { readonly label: string }) {
  return (
    <Button variant="default" size="xs" rightSection={<IconExternalLink size={14} />} onClick={openTokens}>
      {label}
    </Button>
  );
}

function Replaced({ profile, oldKeyId }: { readonly profile: ConnectionProfile; readonly oldKeyId: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes['form']} role="status">
      <div className={classes['done']}>
        <IconCircleCheck size={22} aria-hidden />
        <strong>{t('replaceKeys.done', { bucket: profile.bucket })}</strong>
      </div>
      <p className={classes['lead']}>{t('replaceKeys.deleteOld', { id: oldKeyId })}</p>
      {profile.apiToken !== 'none' && <p className={classes['lead']}>{t('replaceKeys.apiToken')}</p>}
      <div className={classes['foot']}>
        <Dashboard label={t('replaceKeys.openOld')} />
        <Button onClick={() => showReplaceKeys(null)}>{t('action.close')}</Button>
      </div>
    </div>
  );
}

/** Tries new keys for a connection in full and, where they do, puts them in the place of the old ones. */
function useReplacement(connectionId: string, replaced: () => void) {
  const check = useSlice('check');
  const [state, setState] = useState<State>({ kind: 'entering' });
  const [checkId, setCheckId] = useState('');
  useEffect(() => {
    if (checkId === '') return;
    // Keys that nobody waits for any more must not take the place of the old ones.
    return () => drop(ask('connections.stopCheck', { checkId }));
  }, [checkId]);
  const replace = async (keys: Pick<NewKeys, 'accessKeyId' | 'secret' | 'rights'>): Promise<void> => {
    setState({ kind: 'checking' });
    const id = crypto.randomUUID();
    setCheckId(id);
    const result = await ask('connections.replaceKeys', { connectionId, checkId: id, ...keys });
    if (!result.ok) setState({ kind: 'failed', failure: result.failure });
    else setState({ kind: result.value ? 'replaced' : 'kept' });
    if (result.ok && result.value) replaced();
  };
  return { state, check: check !== null && check.checkId === checkId ? check : null, replace };
}

interface OutcomeProps {
  readonly state: State;
  /** The check of these keys, once it has begun. */
  readonly check: ConnectionCheck | null;
}

/** Why the keys are not in place yet, or why they will not be. */
function Outcome({ state, check }: OutcomeProps) {
  const { t } = useTranslation();
  return (
    <>
      {state.kind === 'checking' && check?.stage === 'trying-again' && (
        <p className={classes['lead']} role="status">
          {t('replaceKeys.tryingAgain')}
        </p>
      )}
      {state.kind === 'failed' && <FailureNotice failure={state.failure} own={{ 'edit-connection': openTokens }} />}
      {state.kind === 'kept' && (
        <>
          <strong>{t('replaceKeys.kept')}</strong>
          <FailureNotice failure={firstProblem(check?.lines ?? [])} own={{ 'edit-connection': openTokens }} />
        </>
      )}
    </>
  );
}

function ReplaceKeysForm({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation();
  const [oldKeyId] = useState(profile.accessKeyId);
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secret, setSecret] = useState('');
  const [readOnly, setReadOnly] = useState(false);
  const { state, check, replace } = useReplacement(profile.id, () => setSecret(''));
  const ready = accessKeyId.trim() !== '' && secret.trim() !== '' && state.kind !== 'checking';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (ready) drop(replace({ accessKeyId, secret, rights: readOnly ? 'read-only' : 'write' }));
  };
  if (state.kind === 'replaced') return <Replaced profile={profile} oldKeyId={oldKeyId} />;
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <p className={classes['lead']}>{t('replaceKeys.lead')}</p>
      <Dashboard label={t('replaceKeys.openNew')} />
      <TextInput
        data-autofocus
        label={t('replaceKeys.keyId')}
        value={accessKeyId}
        onChange={(event) => setAccessKeyId(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <PasswordInput
        label={t('replaceKeys.secret')}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        autoComplete="off"
      />
      <Checkbox
        label={t('replaceKeys.readOnly')}
        checked={readOnly}
        onChange={(event) => setReadOnly(event.currentTarget.checked)}
      />
      <Outcome state={state} check={check} />
      <div className={classes['foot']}>
        <Button variant="default" onClick={() => showReplaceKeys(null)}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={state.kind === 'checking'} disabled={!ready}>
          {t('replaceKeys.replace')}
        </Button>
      </div>
    </form>
  );
}

/** New keys in the place of old ones: made in the dashboard, tried in full here, and only then the old ones go. */
export function ReplaceKeysDialog() {
  const { t } = useTranslation();
  const { profiles } = useSlice('connections');
  const connectionId = useReplaceKeys();
  const profile = profiles.find(({ id }) => id === connectionId);
  if (profile === undefined) return null;
  return (
    <Modal
      opened
      onClose={() => showReplaceKeys(null)}
      zIndex={LAYERS.dialog}
      title={t('replaceKeys.title', { bucket: profile.bucket })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      size={520}
      centered
    >
      <ReplaceKeysForm key={profile.id} profile={profile} />
    </Modal>
  );
}
