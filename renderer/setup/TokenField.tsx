import { Button, Loader } from '@mantine/core';
import { IconCloudCheck } from '@tabler/icons-react';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from './Field';
import classes from './TokenField.module.css';
import { useTokenProof } from './token-proof';
import { tokenVerdict } from './verdicts';
import { useWizard } from './wizard-context';
import { WizardFailure } from './WizardFailure';

export type KeysField = 'key-id' | 'secret' | 'token';

/** Hears what is pasted into a field; `type` puts into it what stands in it then. */
export type PasteInto = (
  field: KeysField,
  type: (value: string) => void,
) => (event: ClipboardEvent<HTMLInputElement>) => void;

/** The one value that gives both keys and more. It never comes back into the page once Cloudflare has proved it. */
export function TokenField({ pasteInto }: { readonly pasteInto: PasteInto }) {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const { apiToken } = fields;
  const type = (value: string): void => send({ kind: 'type', fields: { apiToken: { kind: 'typed', value } } });
  const { proof, retry } = useTokenProof(fields, (token) => send({ kind: 'token', token }));
  const isKept = apiToken.kind === 'held' || apiToken.kind === 'stored';
  const isProven = apiToken.kind === 'held' && apiToken.id === state.provenTokenId;
  const verdict = tokenVerdict(fields);
  const isUnproven = verdict.kind === 'bad' && verdict.problem === 'token-unproven';
  const remove = (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      onClick={() => send({ kind: 'type', fields: { apiToken: { kind: 'none' } } })}
    >
      {t('token.remove')}
    </Button>
  );
  if (isKept && proof.kind !== 'failed')
    return (
      <div className={classes['kept']} role="status">
        {proof.kind === 'asking' ? <Loader size={18} /> : <IconCloudCheck size={20} stroke={1.6} aria-hidden />}
        <div className={classes['words']}>
          <strong>{t('token.label')}</strong>
          <div>{t(proof.kind === 'asking' ? 'token.asking' : isProven ? 'token.proven' : 'token.kept')}</div>
        </div>
        {remove}
      </div>
    );
  return (
    <div className={classes['box']}>
      <Field
        secret
        label={t('token.label')}
        placeholder={t('token.placeholder')}
        value={apiToken.kind === 'typed' ? apiToken.value : ''}
        onType={type}
        onPaste={pasteInto('token', type)}
        verdict={isUnproven && (proof.kind === 'asking' || state.tried !== 'keys') ? { kind: 'empty' } : verdict}
        help={t(proof.kind === 'asking' ? 'token.asking' : 'token.help')}
      />
      {proof.kind === 'failed' && <WizardFailure failure={proof.failure} retry={retry} />}
      {isKept && remove}
    </div>
  );
}
