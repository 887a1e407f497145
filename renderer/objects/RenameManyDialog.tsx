import { Button, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { KEEP_ALL } from '../../shared/renames';
import { ask } from '../bridge';
import { formatCount } from '../ui/format';
import { RequestDialog } from '../ui/RequestDialog';
import { usePreview } from '../ui/use-preview';
import { renameAll } from './object-actions';
import { PriceLine, WORK } from './PriceLine';
import { RenameFields } from './RenameFields';
import { RenamePreviewPane } from './RenamePreviewPane';
import type { ObjectRequest } from './requests';
import classes from './RenameMany.module.css';

type RenameManyRequest = Extract<ObjectRequest, { kind: 'rename-many' }>;

interface RenameManyDialogProps {
  readonly request: RenameManyRequest | null;
  readonly close: () => void;
}

/** Gives many files other names by a pattern, and shows each of them before anything happens. */
export function RenameManyDialog({ request, close }: RenameManyDialogProps) {
  const { t } = useTranslation(['objects', 'common']);
  return (
    <RequestDialog request={request} title={() => t('renames.title')} size={880} close={close}>
      {(asked) => <Body request={asked} close={close} />}
    </RequestDialog>
  );
}

function Body({ request, close }: { readonly request: RenameManyRequest; readonly close: () => void }) {
  const { t } = useTranslation(['objects', 'common']);
  const { connectionId, parts } = request.subject;
  const [pattern, setPattern] = useState(KEEP_ALL);
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState(false);
  const read = useCallback(() => ask('library.planRenames', { selections: parts, pattern }), [parts, pattern]);
  const preview = usePreview(read);
  const { shown, reading } = preview;
  const renamed = shown?.problem === null ? shown.renamed : 0;

  const run = async (): Promise<void> => {
    if (shown === null) return;
    setBusy(true);
    const outcome = await renameAll(parts, pattern, shown.digest);
    setBusy(false);
    if (outcome === 'sent') close();
    if (outcome !== 'changed') return;
    // What is shown is out of date: a pattern that is another one, though the same, is read again.
    setPattern({ ...pattern });
    setChanged(true);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (renamed > 0 && !reading && !busy) drop(run());
      }}
    >
      <RenameFields
        pattern={pattern}
        setPattern={(next) => {
          setPattern(next);
          setChanged(false);
        }}
        problem={shown?.problem ?? null}
      />
      <RenamePreviewPane preview={preview} changed={changed} />
      <PriceLine connectionId={connectionId} count={renamed} work={WORK.move} />
      <div className={classes['foot']}>
        <Text size="sm" c="dimmed" className={classes['hint'] ?? ''}>
          {t('renames.hint')}
        </Text>
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={renamed === 0 || reading} loading={busy}>
          {renamed === 0 ? t('rename.do') : t('renames.do', { count: renamed, formatted: formatCount(renamed) })}
        </Button>
      </div>
    </form>
  );
}
