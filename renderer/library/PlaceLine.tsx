import { Loader, UnstyledButton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { LibraryViewSummary } from '../../shared/library';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { openFolder } from '../navigation';
import { formatBytes, formatCount, formatDay } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { notify } from '../ui/notify';
import { useLibrary } from './library-model';
import { folderWords, objectWords } from './row-words';
import type { ViewKnowledge } from './view-knowledge';
import { KindMenu, SortMenu } from './ViewMenus';
import classes from './PlaceLine.module.css';

/** Where one is, how much is there, how well it is known; and what of it is shown in which order. */
export function PlaceLine({ knowledge }: { readonly knowledge: ViewKnowledge }) {
  return (
    <div className={classes['line']}>
      <Trail />
      <Status known={knowledge.kind !== 'loading' && knowledge.kind !== 'unreadable'} />
      <ScanNote />
      <span className={classes['space']} />
      <KindMenu />
      <SortMenu />
    </div>
  );
}

function Trail() {
  const { t } = useTranslation(['library', 'common']);
  const { view, bucket } = useLibrary();
  const { scope } = view;
  const parts = scope.kind === 'folder' ? scope.prefix.split('/').slice(0, -1) : [];
  const last = scope.kind === 'smart' ? t(`common:view.${scope.view}`) : (parts.at(-1) ?? bucket);
  const above = scope.kind === 'folder' && parts.length === 0 ? [] : [bucket, ...parts.slice(0, -1)];
  return (
    <nav className={classes['trail']} aria-label={t('place.label')}>
      {above.map((name, depth) => (
        <span className={classes['step']} key={depth}>
          <UnstyledButton className={classes['up'] ?? ''} onClick={() => openFolder(prefixAt(parts, depth))}>
            {name}
          </UnstyledButton>
          <span className={classes['slash']} aria-hidden>
            /
          </span>
        </span>
      ))}
      <h1 className={classes['here']} aria-current="page" title={last}>
        {last}
      </h1>
    </nav>
  );
}

function prefixAt(parts: readonly string[], depth: number): string {
  return parts
    .slice(0, depth)
    .map((part) => `${part}/`)
    .join('');
}

/** A view that could not be read has no number: none is not nought. */
function Status({ known }: { readonly known: boolean }) {
  const { t } = useTranslation(['library', 'common']);
  const { rows } = useLibrary();
  const words = known && rows.state.kind === 'ready' ? statusWords(rows.state.summary) : '';
  return (
    <span
      className={classes['badge']}
      role="status"
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

function ScanNote() {
  const { t } = useTranslation(['library', 'common']);
  const { view } = useLibrary();
  const { scan } = useSlice('library');
  switch (scan.kind) {
    case 'never':
    case 'failed':
      return null;
    case 'scanning':
      return (
        <span className={classes['scan']}>
          <Loader size={13} aria-hidden />
          {t('scan.running', { count: scan.found, formatted: formatCount(scan.found) })}
        </span>
      );
    case 'complete':
      return (
        <IconButton
          size="sm"
          className={classes['refresh'] ?? ''}
          label={t('scan.refresh', { when: formatDay(scan.at) })}
          onClick={() => drop(refresh(view.connectionId))}
        >
          <IconRefresh size={15} stroke={1.8} />
        </IconButton>
      );
    default:
      return assertNever(scan);
  }
}

/** Reads the bucket again. */
export async function refresh(connectionId: string): Promise<void> {
  const result = await ask('library.refresh', { connectionId });
  if (!result.ok) notify.failure(result.failure);
}
