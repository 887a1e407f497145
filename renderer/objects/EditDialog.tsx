import { Button, Loader, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { changesNothing, type SeenHeaders } from '../../shared/header-edit';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { formatCount } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { RequestDialog } from '../ui/RequestDialog';
import { useAnswer } from '../ui/use-answer';
import { HeaderFields } from './HeaderFields';
import { draftOf, editOf, problemOf } from './header-draft';
import { MetadataFields } from './MetadataFields';
import { editHeaders, measure } from './object-actions';
import { PriceLine, WORK } from './PriceLine';
import { isAsked, type ObjectRequest } from './requests';
import classes from './EditDialog.module.css';

type EditRequest = Extract<ObjectRequest, { kind: 'edit' }>;

interface EditDialogProps {
  readonly request: EditRequest | null;
  readonly close: () => void;
}

/** What files are served with: type, cache, metadata, of one or of many. */
export function EditDialog({ request, close }: EditDialogProps) {
  const { t } = useTranslation(['objects', 'common']);
  return (
    <RequestDialog request={request} title={() => t('edit.title')} size={640} close={close}>
      {(asked) => <Question request={asked} close={close} />}
    </RequestDialog>
  );
}

interface QuestionProps {
  readonly request: EditRequest;
  readonly close: () => void;
}

/** Reads what they are served with now. */
function Question({ request, close }: QuestionProps) {
  const { t } = useTranslation('objects');
  const { parts } = request.subject;
  const name = String(request.token);
  const seen = useAnswer(name, () => ask('library.headers', { selections: parts }), 0);
  const size = useAnswer(name, () => measure(parts), 0);
  if (seen.kind === 'failed') return <FailureNotice failure={seen.failure} />;
  if (size.kind === 'failed') return <FailureNotice failure={size.failure} />;
  if (seen.kind === 'waiting' || size.kind === 'waiting')
    return (
      <div className={classes['waiting']}>
        <Loader aria-label={t('edit.reading')} />
      </div>
    );
  return <Fields request={request} close={close} seen={seen.value} count={size.value.count} />;
}

function Fields({
  request,
  close,
  seen,
  count: atFirst,
}: QuestionProps & { readonly seen: SeenHeaders; readonly count: number }) {
  const { t } = useTranslation(['objects', 'common']);
  const { connectionId, parts } = request.subject;
  const [draft, setDraft] = useState(() => draftOf(seen));
  const [busy, setBusy] = useState(false);
  const [count, setCount] = useState(atFirst);
  const problem = problemOf(draft);
  const edit = editOf(draft);
  const ready = problem === null && !changesNothing(edit);
  const run = async (): Promise<void> => {
    setBusy(true);
    const now = await measure(parts);
    if (!isAsked(request)) return;
    // A folder or a view holds more by now, which nobody has agreed to.
    const grows = now.ok && now.value.count > count;
    if (grows) setCount(now.value.count);
    const fine = !grows && (await editHeaders(parts, edit));
    setBusy(false);
    if (fine) close();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) drop(run());
      }}
    >
      {count > atFirst && (
        <Text mb={6} role="alert">
          {t('edit.grew')}
        </Text>
      )}
      <What request={request} seen={seen} count={count} />
      <HeaderFields draft={draft} setDraft={setDraft} seen={seen} problem={problem} />
      <MetadataFields draft={draft} setDraft={setDraft} problem={problem} />
      <Text size="sm" c="dimmed" mt="md">
        {t('edit.hint')}
      </Text>
      <PriceLine connectionId={connectionId} count={count} work={WORK.edit} />
      <div className={classes['foot']}>
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={!ready} loading={busy}>
          {t('edit.do', { count, formatted: formatCount(count) })}
        </Button>
      </div>
    </form>
  );
}

type WhatProps = Pick<QuestionProps, 'request'> & { readonly seen: SeenHeaders; readonly count: number };

/** Of what the values are. */
function What({ request, seen, count }: WhatProps) {
  const { t } = useTranslation('objects');
  const { only } = request.subject;
  if (only?.kind === 'asset')
    return (
      <Text fw={560} component="div" mb="md">
        <MiddleTruncate text={only.name} tail={14} />
      </Text>
    );
  const counted = { count, formatted: formatCount(count) };
  return (
    <Text mb="md">
      {t('edit.what', counted)}{' '}
      {seen.more && (
        <Text span c="dimmed" size="sm">
          {t('edit.first', { read: formatCount(seen.read) })}
        </Text>
      )}
    </Text>
  );
}
