import { useTranslation } from 'react-i18next';
import type { PreviewRow, UploadPreview } from '../../shared/upload-preview';
import { failureWords } from '../ui/failure-words';
import { formatBytes, formatCount } from '../ui/format';
import { PreviewNote, PreviewPane, PreviewSums, PreviewTable } from '../ui/PreviewPane';
import type { Preview } from '../ui/use-preview';
import classes from './UploadDialog.module.css';

/** The files of a batch with their keys, and what there is to say of all of them. */
export function UploadPreviewPane({ preview }: { readonly preview: Preview<UploadPreview> }) {
  const { t } = useTranslation('uploads');
  return (
    <PreviewPane preview={preview} waiting={t('dialog.reading')}>
      {(shown) => (
        <>
          <Files shown={shown} />
          <Sums shown={shown} />
        </>
      )}
    </PreviewPane>
  );
}

function Files({ shown }: { readonly shown: UploadPreview }) {
  const { t } = useTranslation('uploads');
  const more = shown.files - shown.rows.length;
  return (
    <PreviewTable
      label={t('dialog.list')}
      columns={[t('dialog.from'), t('dialog.to')]}
      lastColumn={t('dialog.size')}
      maxHeight={300}
      more={more > 0 ? t('dialog.more', { count: more, formatted: formatCount(more) }) : null}
    >
      {shown.rows.map((row) => (
        <Row key={row.from} row={row} />
      ))}
    </PreviewTable>
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
      <td>{row.from}</td>
      <td>
        <span>{row.key}</span>
        {why.map((words) => (
          <PreviewNote key={words} words={words} />
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
  return <PreviewSums words={words} />;
}
