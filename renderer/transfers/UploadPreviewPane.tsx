import { Badge, Loader, ScrollArea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PreviewRow, UploadPreview } from '../../shared/upload-preview';
import { failureWords } from '../ui/failure-words';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatCount } from '../ui/format';
import type { PreviewState } from './use-preview';
import classes from './UploadDialog.module.css';

/** The files of a batch with their keys, and what there is to say of all of them. */
export function UploadPreviewPane({ preview }: { readonly preview: PreviewState }) {
  const { t } = useTranslation('uploads');
  const { shown, failure, reading } = preview;
  if (failure !== null) return <FailureNotice failure={failure} />;
  if (shown === null)
    return (
      <div className={classes['waiting']}>
        <Loader aria-label={t('dialog.reading')} />
      </div>
    );
  return (
    <div data-reading={reading || undefined} className={classes['pane']}>
      <Files shown={shown} />
      <Sums shown={shown} />
    </div>
  );
}

function Files({ shown }: { readonly shown: UploadPreview }) {
  const { t } = useTranslation('uploads');
  const more = shown.files - shown.rows.length;
  return (
    <ScrollArea.Autosize mah={300} className={classes['list'] ?? ''} viewportProps={{ tabIndex: 0 }}>
      <table className={classes['table']} aria-label={t('dialog.list')}>
        <thead>
          <tr>
            <th scope="col">{t('dialog.from')}</th>
            <th scope="col">{t('dialog.to')}</th>
            <th scope="col" aria-label={t('dialog.size')} />
          </tr>
        </thead>
        <tbody>
          {shown.rows.map((row) => (
            <Row key={row.from} row={row} />
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <div className={classes['more']}>{t('dialog.more', { count: more, formatted: formatCount(more) })}</div>
      )}
    </ScrollArea.Autosize>
  );
}

function Row({ row }: { readonly row: PreviewRow }) {
  const { t } = useTranslation('uploads');
  const why = row.changes.filter((change) => change !== 'template').map((change) => t(`dialog.changes.${change}`));
  if (row.convertsTo !== null) {
    why.unshift(t('dialog.changes.converted', { format: t(`rules.formats.${row.convertsTo}`) }));
  }
  if (row.losesLocation) why.unshift(t('dialog.changes.location'));
  return (
    <tr>
      <td className={classes['from']}>{row.from}</td>
      <td className={classes['key']}>
        <span>{row.key}</span>
        {why.map((words) => (
          <Badge key={words} size="sm" variant="light" className={classes['why'] ?? ''}>
            {words}
          </Badge>
        ))}
      </td>
      <td className={classes['size']}>{formatBytes(row.size)}</td>
    </tr>
  );
}

function Sums({ shown }: { readonly shown: UploadPreview }) {
  const { t } = useTranslation(['uploads', 'common', 'transfers']);
  const { files, changed, hidden, skipped, skippedCount } = shown;
  const counted = (count: number) => ({ count, formatted: formatCount(count) });
  const why = skipped[0] === undefined ? '' : failureWords(skipped[0].failure).title;
  const words = [
    `${t('transfers:files', counted(files))}, ${formatBytes(shown.totalBytes)}`,
    changed === 0 ? t('dialog.unchanged') : t('dialog.changed', counted(changed)),
    ...(hidden === 0 ? [] : [t('common:added.hidden', counted(hidden))]),
    ...(skippedCount === 0 ? [] : [t('dialog.skipped', { ...counted(skippedCount), why })]),
  ];
  return (
    <p className={classes['sums']} role="status">
      {words.join(' · ')}
    </p>
  );
}
