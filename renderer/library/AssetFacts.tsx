import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AssetDetails, AssetRow } from '../../shared/library';
import { ask } from '../bridge';
import { askEdit } from '../objects/requests';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatClock, formatDateTime, formatDay } from '../ui/format';
import { Facts, type Fact } from './Facts';
import { FoundPrompt } from './FoundPrompt';
import { useLibrary } from './library-model';
import { PromptBox } from './PromptBox';
import { cacheWords, dimensionsOf } from './row-words';
import { nextSelection, NOTHING, subjectOf } from './selection';
import { useMay } from '../ui/rights';
import { useAnswer } from '../ui/use-answer';
import classes from './Inspector.module.css';

interface AssetFactsProps {
  readonly row: AssetRow;
  /** It is in the bucket, so that the bucket can be asked. */
  readonly arrived: boolean;
}

/** The facts of a file: what the bucket says of it, and what was seen in the picture. Nothing else. */
export function AssetFacts({ row, arrived }: AssetFactsProps) {
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  // What it is served with can become another while its content, and so its version, stays. A listing tells parts of seconds.
  const name = arrived ? `${assetId}/${row.version}/${Math.trunc(row.modified / 1000)}` : null;
  const details = useAnswer(name, () => ask('library.details', { connectionId, assetId }));
  const known = details.kind === 'ready' ? details.value : null;
  const generation = known?.generation ?? null;
  return (
    <>
      <Facts facts={useFacts(row, known, arrived && details.kind === 'waiting')} />
      {known !== null && <EditButton row={row} />}
      {details.kind === 'failed' && (
        <div className={classes['trouble']}>
          <FailureNotice failure={details.failure} />
        </div>
      )}
      {generation === null ? <FoundPrompt row={row} /> : <PromptBox facts={generation} row={row} />}
    </>
  );
}

function EditButton({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('objects');
  const { view } = useLibrary();
  if (!useMay().write) return null;
  return (
    <Button
      className={classes['edit'] ?? ''}
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={<IconPencil size={15} stroke={1.7} />}
      onClick={() => askEdit(subjectOf(nextSelection(NOTHING, { kind: 'only', row }), view))}
    >
      {t('edit.open')}
    </Button>
  );
}

function useFacts(row: AssetRow, details: AssetDetails | null, waiting: boolean): readonly Fact[] {
  const { t } = useTranslation('library');
  const modified = details?.modified ?? row.modified;
  const size = formatBytes(details?.size ?? row.size);
  const facts: Fact[] = [
    { name: t('facts.size'), value: [size, dimensionsOf(row)].filter((part) => part !== null).join(' · ') },
    ...(row.durationMs === null ? [] : [{ name: t('facts.duration'), value: formatClock(row.durationMs) }]),
    { name: t('facts.modified'), value: formatDay(modified), whole: formatDateTime(modified) },
  ];
  if (details === null) {
    const names = [t('facts.type'), t('facts.etag'), t('facts.cache')];
    return waiting ? [...facts, ...names.map((name) => ({ name, value: null }))] : facts;
  }
  return [
    ...facts,
    { name: t('facts.type'), value: details.contentType },
    { name: t('facts.etag'), value: shortened(details.etag), whole: details.etag },
    cacheFact(t('facts.cache'), details.cacheControl, t('facts.notSet')),
    ...otherFacts(details, t('facts.storageClass')),
    ...Object.entries(details.metadata).map(([name, value]) => ({ name, value, whole: value })),
  ];
}

function cacheFact(name: string, header: string | null, notSet: string): Fact {
  return header === null ? { name, value: notSet } : { name, value: cacheWords(header), whole: header };
}

/** What few objects have: shown by their headers' own names, where they are set. */
function otherFacts({ others }: AssetDetails, storageClass: string): readonly Fact[] {
  const named = [
    ['Disposition', others.contentDisposition],
    ['Encoding', others.contentEncoding],
    ['Language', others.contentLanguage],
    ['Expires', others.expires],
    [storageClass, others.storageClass],
  ] as const;
  return named.flatMap(([name, value]) => (value === null ? [] : [{ name, value, whole: value }]));
}

/** `9f1c0e2b7a…d41`. */
function shortened(etag: string): string {
  const bare = etag.replace(/^"|"$/g, '');
  return bare.length <= 20 ? bare : `${bare.slice(0, 10)}…${bare.slice(-4)}`;
}
