import { Button, Group, Loader, Modal, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { LibrarySelection, SelectionSize } from '../../shared/library';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatCount } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { deleteAll, measure } from './actions';
import { useAnswer } from './use-answer';

/** More than this many are only deleted when their number has been typed. */
const TYPED_ABOVE = 100;

export interface DeleteRequest {
  /** Tells one request from another. */
  readonly token: number;
  readonly parts: readonly LibrarySelection[];
  /** The name of the one file that is meant; null for several, and for folders. */
  readonly name: string | null;
}

interface DeleteDialogProps {
  readonly request: DeleteRequest | null;
  readonly close: () => void;
  readonly done: () => void;
}

/** Asks before objects are deleted, with their number and size; a large number has to be typed. */
export function DeleteDialog({ request, close, done }: DeleteDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={request !== null}
      onClose={close}
      title={<Title request={request} />}
      size="md"
      zIndex={400}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {request !== null && <Question key={request.token} request={request} close={close} done={done} />}
    </Modal>
  );
}

function Title({ request }: { readonly request: DeleteRequest | null }) {
  const { t } = useTranslation(['library', 'common']);
  return (
    <Text fw={620}>{request === null || request.name === null ? t('delete.titleMany') : t('delete.titleOne')}</Text>
  );
}

function Question({ request, close, done }: { readonly request: DeleteRequest } & Omit<DeleteDialogProps, 'request'>) {
  const size = useAnswer(String(request.token), () => measure(request.parts), 0);
  if (size.kind === 'failed') return <FailureNotice failure={size.failure} />;
  if (size.kind === 'waiting') return <Loader m="sm" />;
  return <Measured request={request} size={size.value} close={close} done={done} />;
}

interface MeasuredProps {
  readonly request: DeleteRequest;
  readonly size: SelectionSize;
  readonly close: () => void;
  readonly done: () => void;
}

function Measured({ request, size, close, done }: MeasuredProps) {
  const { t } = useTranslation(['library', 'common']);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The dialog gave its focus away while the selection was still being measured.
  useEffect(() => (field.current ?? button.current)?.focus(), []);
  const { count, totalBytes } = size;
  const mustType = count > TYPED_ABOVE;
  const sure = !mustType || typed.replace(/\D/g, '') === String(count);

  const run = async (): Promise<void> => {
    setBusy(true);
    await deleteAll(request.parts);
    done();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (sure && !busy) drop(run());
      }}
    >
      {request.name !== null && (
        <Text fw={560} component="div">
          <MiddleTruncate text={request.name} tail={14} />
        </Text>
      )}
      <Text>{t('delete.what', { count, formatted: formatCount(count), size: formatBytes(totalBytes) })}</Text>
      <Text c="dimmed" size="sm" mt={6}>
        {t('delete.forever')}
      </Text>
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
