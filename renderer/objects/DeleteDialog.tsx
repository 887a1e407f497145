import { Button, Group, Loader, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { SelectionSize } from '../../shared/library';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatCount } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { RequestDialog } from '../ui/RequestDialog';
import { useAnswer } from '../ui/use-answer';
import { deleteAll, measure } from './object-actions';
import { FreeLine } from './PriceLine';
import { isAsked, type ObjectRequest } from './requests';

/** More than this many are only deleted when their number has been typed. */
const TYPED_ABOVE = 100;

/** From so many on the dialog closes at once, and a line at the bottom tells how far it is. */
const SHOWN_ELSEWHERE_ABOVE = 500;

type DeleteRequest = Extract<ObjectRequest, { kind: 'delete' }>;

interface DeleteDialogProps {
  readonly request: DeleteRequest | null;
  readonly close: () => void;
}

/** Asks before objects are deleted, with their number and size; a large number has to be typed. */
export function DeleteDialog({ request, close }: DeleteDialogProps) {
  const { t } = useTranslation('library');
  const title = (asked: DeleteRequest): string => t(nameOf(asked) === null ? 'delete.titleMany' : 'delete.titleOne');
  return (
    <RequestDialog request={request} title={title} size="md" close={close}>
      {(asked) => <Question request={asked} close={close} />}
    </RequestDialog>
  );
}

interface QuestionProps {
  readonly request: DeleteRequest;
  readonly close: () => void;
}

function Question({ request, close }: QuestionProps) {
  const size = useAnswer(String(request.token), () => measure(request.subject.parts), 0);
  const [grown, setGrown] = useState<SelectionSize | null>(null);
  if (size.kind === 'failed') return <FailureNotice failure={size.failure} />;
  if (size.kind === 'waiting') return <Loader m="sm" />;
  const told = grown ?? size.value;
  return (
    <Measured key={told.count} request={request} size={told} grew={grown !== null} onGrown={setGrown} close={close} />
  );
}

/** The one file that is meant; null for several, and for folders. */
function nameOf({ subject }: DeleteRequest): string | null {
  return subject.only?.kind === 'asset' ? subject.only.name : null;
}

interface MeasuredProps extends QuestionProps {
  readonly size: SelectionSize;
  /** It is more than what was asked about at first. */
  readonly grew: boolean;
  readonly onGrown: (size: SelectionSize) => void;
}

function Measured({ request, size, grew, onGrown, close }: MeasuredProps) {
  const { t } = useTranslation(['library', 'common']);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The dialog gave its focus away while the selection was still being measured.
  useEffect(() => (field.current ?? button.current)?.focus(), []);
  const { count, totalBytes } = size;
  const name = nameOf(request);
  const mustType = count > TYPED_ABOVE;
  const sure = !mustType || typed.replace(/\D/g, '') === String(count);

  const run = async (): Promise<void> => {
    setBusy(true);
    const now = await measure(request.subject.parts);
    // Who has closed it meanwhile has said no.
    if (!isAsked(request)) return;
    // A folder or a view holds more by now, which nobody has agreed to.
    if (now.ok && now.value.count > count) return onGrown(now.value);
    const deleting = deleteAll(request.subject.parts);
    if (count > SHOWN_ELSEWHERE_ABOVE) drop(deleting);
    else await deleting;
    // Where it was closed, something else may be selected by now.
    if (isAsked(request)) request.done();
    close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (sure && !busy) drop(run());
      }}
    >
      {name !== null && (
        <Text fw={560} component="div">
          <MiddleTruncate text={name} tail={14} />
        </Text>
      )}
      {grew && (
        <Text mb={6} role="alert">
          {t('delete.grew')}
        </Text>
      )}
      <Text>{t('delete.what', { count, formatted: formatCount(count), size: formatBytes(totalBytes) })}</Text>
      <Text c="dimmed" size="sm" mt={6}>
        {t('delete.forever', { count })}
      </Text>
      <FreeLine connectionId={request.subject.connectionId} />
      {mustType && (
        <TextInput
          mt="md"
          ref={field}
          label={t('delete.type', { formatted: formatCount(count) })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button ref={button} type="submit" color="red.8" disabled={!sure} loading={busy}>
          {t('action.delete')}
        </Button>
      </Group>
    </form>
  );
}
