import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import {
  changedEntry,
  shownOf,
  withEntry,
  withoutEntry,
  type DraftEntry,
  type HeaderDraft,
  type problemOf,
} from './header-draft';
import classes from './EditDialog.module.css';

interface MetadataFieldsProps {
  readonly draft: HeaderDraft;
  readonly setDraft: (draft: HeaderDraft) => void;
  readonly problem: ReturnType<typeof problemOf>;
}

/** User metadata, a line an entry. */
export function MetadataFields({ draft, setDraft, problem }: MetadataFieldsProps) {
  const { t } = useTranslation('objects');
  const isOurs = problem !== null && problem !== 'content-type' && problem !== 'cache-control';
  return (
    <fieldset className={classes['metadata']}>
      <legend>{t('edit.metadata')}</legend>
      {draft.metadata.map((entry) => (
        <Entry key={entry.id} entry={entry} draft={draft} setDraft={setDraft} />
      ))}
      {isOurs && (
        <p className={classes['problem']} role="alert">
          {t(`edit.problem.${problem}`)}
        </p>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={15} stroke={1.8} />}
        onClick={() => setDraft(withEntry(draft))}
      >
        {t('edit.add')}
      </Button>
    </fieldset>
  );
}

function Entry({ entry, draft, setDraft }: Omit<MetadataFieldsProps, 'problem'> & { readonly entry: DraftEntry }) {
  const { t } = useTranslation('objects');
  const { id, name, stored, removed } = entry;
  const placeholder = removed ? t('edit.removed') : entry.known === null ? t('edit.several') : '';
  return (
    <div className={classes['entry']} data-removed={removed || undefined}>
      <TextInput
        aria-label={t('edit.name')}
        placeholder={t('edit.nameHint')}
        maxLength={128}
        readOnly={stored}
        variant={stored ? 'unstyled' : 'default'}
        value={name}
        onChange={(event) => setDraft(changedEntry(draft, id, { name: event.currentTarget.value }))}
        spellCheck={false}
        autoComplete="off"
      />
      <TextInput
        aria-label={t('edit.valueOf', { name })}
        placeholder={placeholder}
        disabled={removed}
        maxLength={8192}
        value={removed ? '' : shownOf(entry)}
        onChange={(event) => setDraft(changedEntry(draft, id, { typed: event.currentTarget.value }))}
        autoComplete="off"
      />
      <IconButton
        label={t(removed ? 'edit.keep' : 'edit.remove', { name })}
        onClick={() => setDraft(withoutEntry(draft, id))}
      >
        {removed ? <IconArrowBackUp size={17} stroke={1.7} /> : <IconTrash size={17} stroke={1.7} />}
      </IconButton>
    </div>
  );
}
