import { Button } from '@mantine/core';
import { IconFiles, IconFolderFilled, IconPencil } from '@tabler/icons-react';
import { memo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { wholeSince, type FolderRow, type LibraryRow } from '../../shared/library';
import { useFields } from '../mirror';
import { askEdit } from '../objects/requests';
import { formatBytes, formatCount, formatDateTime } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { AssetInspector } from './AssetInspector';
import { Facts } from './Facts';
import { useLibrary, useLibraryFrame, useLibraryRows } from './library-model';
import { assetOf, rowId } from './row-id';
import { objectWords } from './row-words';
import { onlySelected, selectedCount, subjectOf } from './selection';
import { Thumb } from './Thumb';
import { useSelectionSize } from './use-selection-size';
import { shownName } from '../ui/shown-name';
import classes from './Inspector.module.css';

interface InspectorProps {
  /** The viewer tells the same before it: to ask for all of it twice would cost twice. */
  readonly resting: boolean;
}

/** What is known of the selection. */
export const Inspector = memo(function Inspector({ resting }: InspectorProps) {
  const { t } = useTranslation('library');
  return (
    <aside className={classes['inspector']} aria-label={t('inspector.label')}>
      {!resting && <Content />}
    </aside>
  );
});

function Content() {
  const { grid, fileCount } = useLibraryRows();
  const count = selectedCount(grid.selection, fileCount);
  if (count === 0) return <PlaceFacts />;
  const only = onlySelected(grid.selection);
  if (only === null) return <ManyFacts count={count} />;
  return <RowFacts only={only} />;
}

/** The row as it is now, where it is on the screen; else as it was when it was selected. */
function RowFacts({ only }: { readonly only: LibraryRow }) {
  const { source } = useLibraryRows().rows;
  const row = useSyncExternalStore(source.subscribe, () => source.find(rowId(only))?.row ?? only);
  return row.kind === 'folder' ? <FolderFacts row={row} /> : <AssetInspector key={row.assetId} row={row} />;
}

/** With nothing selected: the bucket itself. */
const PlaceFacts = memo(function PlaceFacts() {
  const { t } = useTranslation('library');
  const { bucket } = useLibraryFrame();
  const { objectCount, totalBytes, scan } = useFields('library', 'objectCount', 'totalBytes', 'scan');
  const unknown = scan.kind === 'never' || (scan.kind === 'failed' && scan.knownAt === null);
  const words = (count: string): string => (wholeSince(scan) === null ? t('place.soFar', { words: count }) : count);
  const read =
    scan.kind === 'complete'
      ? [
          { name: t('facts.read'), value: formatDateTime(scan.at) },
          { name: t('facts.requests'), value: formatCount(scan.requests) },
        ]
      : [];
  return (
    <>
      <div className={classes['stage']} data-quiet>
        <IconFiles size={40} stroke={1.3} aria-hidden />
        <span className={classes['hint']}>{t('inspector.nothing')}</span>
      </div>
      <h2 className={classes['name']}>
        <MiddleTruncate text={bucket} />
      </h2>
      <p className={classes['where']}>{t('inspector.bucket')}</p>
      <Facts
        facts={
          unknown
            ? []
            : [
                { name: t('facts.objects'), value: words(formatCount(objectCount)) },
                { name: t('facts.size'), value: words(formatBytes(totalBytes)) },
                ...read,
              ]
        }
      />
    </>
  );
});

function FolderFacts({ row }: { readonly row: FolderRow }) {
  const { t } = useTranslation('library');
  return (
    <>
      <div className={classes['stage']} data-folder>
        <IconFolderFilled size={88} aria-hidden />
      </div>
      <h2 className={classes['name']}>
        <MiddleTruncate text={row.name} />
      </h2>
      <p className={classes['where']} data-selectable>
        {shownName(row.prefix)}
      </p>
      <Facts facts={[{ name: t('facts.inside'), value: objectWords(row.count) }]} />
      <p className={classes['hint']}>{t('inspector.folderHint')}</p>
    </>
  );
}

function ManyFacts({ count }: { readonly count: number }) {
  const { t } = useTranslation(['library', 'objects']);
  const { grid, view } = useLibrary();
  const size = useSelectionSize();
  return (
    <>
      <div className={classes['stage']} data-quiet>
        <Stack />
        <span className={classes['number']}>{formatCount(count)}</span>
        <span className={classes['hint']}>{t('inspector.selected')}</span>
      </div>
      {size.kind === 'ready' && (
        <Facts
          facts={[
            { name: t('facts.objects'), value: formatCount(size.value.count) },
            { name: t('facts.size'), value: formatBytes(size.value.totalBytes) },
          ]}
        />
      )}
      <Button
        className={classes['edit'] ?? ''}
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconPencil size={15} stroke={1.7} />}
        onClick={() => askEdit(subjectOf(grid.selection, view))}
      >
        {t('objects:edit.open')}
      </Button>
    </>
  );
}

const STACKED = 3;

/** The first few of what is selected, as a little pile. */
function Stack() {
  const { grid } = useLibrary();
  const { selection } = grid;
  if (selection.kind === 'all') return null;
  const pile = [...selection.rows.values()].slice(0, 24).flatMap((row) => assetOf(row) ?? []);
  if (pile.length === 0) return null;
  return (
    <div className={classes['pile']} aria-hidden>
      {pile.slice(0, STACKED).map((row) => (
        <span key={row.assetId}>
          <Thumb row={row} />
        </span>
      ))}
    </div>
  );
}
