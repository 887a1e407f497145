import { UnstyledButton } from '@mantine/core';
import { IconListTree } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { LARGE_BYTES, wholeSince, type LibraryViewSummary } from '../../shared/library';
import { useFields } from '../mirror';
import { openFolder } from '../navigation';
import { dropFolder } from '../ui/drop-folder';
import { formatBytes } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { FilterMenu } from './FilterMenu';
import { useLibraryFrame, useLibraryRows } from './library-model';
import { showFlat } from './place';
import { folderWords, objectWords } from './row-words';
import { ScanNote } from './ScanNote';
import { KindMenu, SortMenu } from './ViewMenus';
import { shownName } from '../ui/shown-name';
import classes from './PlaceLine.module.css';

/** Where one is, how much is there, how well it is known; and what of it is shown in which order. */
export const PlaceLine = memo(function PlaceLine({ known }: { readonly known: boolean }) {
  return (
    <div className={classes['line']}>
      <Trail />
      <Status known={known} />
      <ScanNote />
      <span className={classes['space']} />
      <FlatToggle />
      <KindMenu />
      <FilterMenu />
      <SortMenu />
    </div>
  );
});

function Trail() {
  const { t } = useTranslation(['library', 'common']);
  const { place, bucket } = useLibraryFrame();
  const { scope } = place;
  const parts = scope.kind === 'folder' ? scope.prefix.split('/').slice(0, -1) : [];
  const last = scope.kind === 'smart' ? t(`common:view.${scope.view}`) : (parts.at(-1) ?? bucket);
  const above = scope.kind === 'folder' && parts.length === 0 ? [] : [bucket, ...parts.slice(0, -1)];
  return (
    <nav className={classes['trail']} aria-label={t('place.label')}>
      {above.map((name, depth) => (
        <span className={classes['step']} key={depth}>
          <UnstyledButton
            className={classes['up'] ?? ''}
            title={shownName(name)}
            onClick={() => openFolder(prefixAt(parts, depth))}
            {...dropFolder(scope.kind === 'folder' ? prefixAt(parts, depth) : null)}
          >
            {shownName(name)}
          </UnstyledButton>
          <span className={classes['slash']} aria-hidden>
            /
          </span>
        </span>
      ))}
      <h1 className={classes['here']} aria-current="page" title={shownName(last)}>
        {shownName(last)}
      </h1>
      {scope.kind === 'smart' && scope.view === 'large' && (
        <span className={classes['meaning']}>{t('place.large', { size: formatBytes(LARGE_BYTES) })}</span>
      )}
    </nav>
  );
}

/** Whether a folder shows one level or all that is below it. */
function FlatToggle() {
  const { t } = useTranslation('library');
  const { place } = useLibraryFrame();
  if (place.scope.kind !== 'folder') return null;
  return (
    <IconButton
      size="sm"
      className={classes['flat'] ?? ''}
      label={t('place.flat')}
      pressed={place.flat}
      onClick={() => showFlat(!place.flat)}
    >
      <IconListTree size={16} stroke={1.8} />
    </IconButton>
  );
}

function prefixAt(parts: readonly string[], depth: number): string {
  return parts
    .slice(0, depth)
    .map((part) => `${part}/`)
    .join('');
}

/** A view that could not be read has no number: none is not nought. One that was read in part says so. */
function Status({ known }: { readonly known: boolean }) {
  const { t } = useTranslation(['library', 'common']);
  const { rows } = useLibraryRows();
  const { scan } = useFields('library', 'scan');
  const count = known && rows.state.kind === 'ready' ? statusWords(rows.state.summary) : '';
  const words = count === '' || wholeSince(scan) !== null ? count : t('place.soFar', { words: count });
  return (
    <span
      className={classes['badge']}
      role="status"
      // Ten times a second would be read out for long after the reading.
      aria-live={scan.kind === 'scanning' ? 'off' : 'polite'}
      aria-label={t('place.status')}
      data-empty={words === '' || undefined}
    >
      {words}
    </span>
  );
}

function statusWords({ rowCount, objectCount, totalBytes }: LibraryViewSummary): string {
  const folders = rowCount - objectCount;
  const objects = `${objectWords(objectCount)} · ${formatBytes(totalBytes)}`;
  return folders > 0 ? `${folderWords(folders)} · ${objects}` : objects;
}
