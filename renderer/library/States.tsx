import { Button } from '@mantine/core';
import {
  IconCloudOff,
  IconFolderOpen,
  IconFolderUp,
  IconLibraryPhoto,
  IconLink,
  IconPhotoPlus,
  IconPlayerPause,
  IconSearchOff,
  IconSparkles,
  IconUpload,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { useFields } from '../mirror';
import { navigate, openSmartView } from '../navigation';
import { EmptyState } from '../ui/EmptyState';
import { FailureNotice } from '../ui/FailureNotice';
import { failureWords } from '../ui/failure-words';
import { formatDay } from '../ui/format';
import { useMay } from '../ui/rights';
import { pickAndUpload } from '../ui/upload';
import { useLibrary, useLibraryFrame } from './library-model';
import { clearFilters, searchFor } from './place';
import { refresh } from './ScanNote';
import type { ViewKnowledge } from './view-knowledge';
import classes from './States.module.css';

const ICON = { size: 36, stroke: 1.5 } as const;

/** What stands in the place of rows where there are none. */
export function Void({ knowledge }: { readonly knowledge: ViewKnowledge }) {
  switch (knowledge.kind) {
    case 'loading':
    case 'rows':
      return null;
    case 'unreadable':
      return <Unreadable failure={knowledge.failure} cause={knowledge.cause} />;
    case 'unread':
      return <NotRead />;
    case 'nothing-found':
      return <NothingFound />;
    case 'empty':
      return knowledge.what === 'unlinked' ? <AllLinked /> : <Empty what={knowledge.what} />;
    default:
      return assertNever(knowledge);
  }
}

function Unreadable({ failure, cause }: { readonly failure: Failure; readonly cause: 'index' | 'bucket' }) {
  const { t } = useTranslation(['library', 'common']);
  const { view, rows, bucket } = useLibrary();
  const retry = (): void => (cause === 'index' ? rows.source.retry() : drop(refresh(view.connectionId)));
  return (
    <div className={classes['void']}>
      <EmptyState
        tone="bad"
        icon={<IconCloudOff {...ICON} />}
        title={t('unreadable.title', { bucket })}
        help={t('unreadable.help')}
      >
        <div className={classes['notice']}>
          <FailureNotice failure={failure} />
          <Button onClick={retry}>{t('common:action.retry')}</Button>
        </div>
      </EmptyState>
    </div>
  );
}

function NotRead() {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  return (
    <div className={classes['void']}>
      <EmptyState icon={<IconPlayerPause {...ICON} />} title={t('unread.title')} help={t('unread.help')}>
        <Button onClick={() => drop(refresh(view.connectionId))}>{t('scan.goOn')}</Button>
      </EmptyState>
    </div>
  );
}

function NothingFound() {
  const { t } = useTranslation(['library', 'common']);
  const { view } = useLibrary();
  const searched = view.search !== '';
  const clear = (): void => {
    if (searched) searchFor(view, '');
    clearFilters();
  };
  return (
    <div className={classes['void']}>
      <EmptyState
        icon={<IconSearchOff {...ICON} />}
        title={searched ? t('nothing.search', { text: view.search }) : t('nothing.filter')}
        help={t('nothing.help')}
      >
        <Button variant="default" onClick={clear}>
          {t('nothing.clear')}
        </Button>
        {view.scope.kind === 'folder' && view.scope.prefix !== '' && searched && (
          <Button
            variant="default"
            onClick={() => {
              openSmartView('all');
              searchFor({ connectionId: view.connectionId, scope: { kind: 'smart', view: 'all' } }, view.search);
            }}
          >
            {t('nothing.everywhere')}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}

/** Nothing to do here: what might be missed is not. */
function AllLinked() {
  const { t } = useTranslation('library');
  return (
    <div className={classes['void']}>
      <EmptyState icon={<IconLink {...ICON} />} title={t('empty.unlinked.title')} help={t('empty.unlinked.help')} />
    </div>
  );
}

function Empty({ what }: { readonly what: 'bucket' | 'folder' | 'smart' }) {
  const { t } = useTranslation(['library', 'common']);
  const icons = { bucket: IconPhotoPlus, folder: IconFolderOpen, smart: IconLibraryPhoto } as const;
  const Icon = icons[what];
  const may = useMay();
  return (
    <div className={classes['void']}>
      <EmptyState
        icon={<Icon {...ICON} />}
        title={t(`empty.${what}.title`)}
        help={may.write ? t(`empty.${what}.help`) : t('common:rights.readOnly')}
      >
        {may.write && <Beginnings />}
      </EmptyState>
    </div>
  );
}

/** The ways in which a first thing comes. */
function Beginnings() {
  const { t } = useTranslation('library');
  return (
    <>
      <Button leftSection={<IconUpload size={18} />} onClick={() => drop(pickAndUpload('files'))}>
        {t('empty.files')}
      </Button>
      <Button variant="default" leftSection={<IconFolderUp size={18} />} onClick={() => drop(pickAndUpload('folder'))}>
        {t('empty.folderButton')}
      </Button>
      <Button variant="default" leftSection={<IconSparkles size={18} />} onClick={() => navigate('generate')}>
        {t('empty.generate')}
      </Button>
    </>
  );
}

/** The bucket could not be read just now, and what is on show was known before, or is a part of it. */
export const StaleBanner = memo(function StaleBanner() {
  const { t } = useTranslation(['library', 'common']);
  const { place } = useLibraryFrame();
  const { scan, connectionId, objectCount } = useFields('library', 'scan', 'connectionId', 'objectCount');
  if (scan.kind !== 'failed' || connectionId !== place.connectionId) return null;
  // With nothing to show, that is said in its place.
  if (objectCount === 0) return null;
  const { title, help } = failureWords(scan.failure);
  return (
    <div className={classes['stale']} role="alert" title={help}>
      <IconCloudOff size={17} stroke={1.8} aria-hidden />
      <span className={classes['staleText']}>
        {scan.knownAt === null
          ? t('stale.partly', { title })
          : t('stale.known', { title, when: formatDay(scan.knownAt) })}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => drop(refresh(place.connectionId))}>
        {t('common:action.retry')}
      </Button>
    </div>
  );
});
