import { Badge, Button, Loader, Modal, Select } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionProfile } from '../../shared/connection';
import type { UnfinishedUpload, UnfinishedUploads } from '../../shared/unfinished';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatCount, formatDay } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { useQuestioned } from '../ui/use-questioned';
import { oldOnes, useUnfinished } from './unfinished-model';
import classes from './UnfinishedDialog.module.css';

interface UnfinishedDialogProps {
  readonly connection: ConnectionProfile;
  readonly close: () => void;
}

/** The multipart uploads that were begun in a bucket and not finished, and how to be rid of them. */
export function UnfinishedDialog({ connection, close }: UnfinishedDialogProps) {
  const { t } = useTranslation(['transfers', 'common']);
  const questioned = useQuestioned();
  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={!questioned}
      size={680}
      title={t('unfinished.title', { bucket: connection.bucket })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <p className={classes['help']}>{t('unfinished.help')}</p>
      <Content connectionId={connection.id} />
    </Modal>
  );
}

function Content({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTranslation('transfers');
  const { knowledge, read, abort } = useUnfinished(connectionId);
  switch (knowledge.kind) {
    case 'reading':
      return (
        <p className={classes['state']} role="status">
          <Loader size={16} aria-hidden /> {t('unfinished.reading')}
        </p>
      );
    case 'failed':
      return <FailureNotice failure={knowledge.failure} own={{ retry: read }} />;
    case 'there':
      return knowledge.found.uploads.length === 0 ? (
        <p className={classes['state']} role="status">
          <IconCheck size={18} className={classes['good'] ?? ''} aria-hidden /> {t('unfinished.none')}
        </p>
      ) : (
        <Found found={knowledge.found} abort={abort} />
      );
    default:
      return assertNever(knowledge);
  }
}

interface FoundProps {
  readonly found: UnfinishedUploads;
  readonly abort: (uploads: readonly UnfinishedUpload[]) => void;
}

function Found({ found, abort }: FoundProps) {
  const { t } = useTranslation('transfers');
  return (
    <>
      <ul className={classes['list']} aria-label={t('unfinished.open')}>
        {found.uploads.map((upload) => (
          <Row key={upload.uploadId} upload={upload} abort={() => abort([upload])} />
        ))}
      </ul>
      {found.more && <p className={classes['help']}>{t('unfinished.more')}</p>}
      <AbortMany uploads={found.uploads} abort={abort} />
    </>
  );
}

function Row({ upload, abort }: { readonly upload: UnfinishedUpload; readonly abort: () => void }) {
  const { t } = useTranslation('transfers');
  return (
    <li className={classes['row']}>
      <div className={classes['main']}>
        <div className={classes['key']}>
          <MiddleTruncate text={upload.key} />
        </div>
        <div className={classes['facts']}>{useFacts(upload)}</div>
      </div>
      {upload.owner === 'queue' ? (
        <Badge variant="light" color="gray" className={classes['ours'] ?? ''}>
          {t('unfinished.ours')}
        </Badge>
      ) : (
        <Button size="xs" variant="default" aria-label={t('unfinished.abortOf', { name: upload.key })} onClick={abort}>
          {t('unfinished.abort')}
        </Button>
      )}
    </li>
  );
}

function useFacts({ bytes, begunAt }: UnfinishedUpload): string {
  const { t } = useTranslation('transfers');
  const when = formatDay(begunAt);
  return bytes === null ? t('unfinished.begun', { when }) : t('unfinished.facts', { size: formatBytes(bytes), when });
}

const AGES = [0, 1, 3, 7] as const;

/** All of others' that are older than so many days, at once. */
function AbortMany({
  uploads,
  abort,
}: {
  readonly uploads: readonly UnfinishedUpload[];
  readonly abort: FoundProps['abort'];
}) {
  const { t } = useTranslation('transfers');
  const [days, setDays] = useState<number>(1);
  const meant = oldOnes(uploads, days, Date.now());
  return (
    <div className={classes['foot']}>
      <Select
        size="xs"
        w={170}
        label={t('unfinished.olderThan')}
        allowDeselect={false}
        value={String(days)}
        onChange={(value) => setDays(Number(value ?? 0))}
        data={AGES.map((age) => ({
          value: String(age),
          label: age === 0 ? t('unfinished.anyAge') : t('unfinished.age', { count: age }),
        }))}
      />
      <Button size="xs" color="red.9" disabled={meant.length === 0} onClick={() => abort(meant)}>
        {t('unfinished.abortMany', { count: meant.length, formatted: formatCount(meant.length) })}
      </Button>
    </div>
  );
}
