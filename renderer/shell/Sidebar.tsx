import { NavLink, ScrollArea } from '@mantine/core';
import {
  IconArrowsUpDown,
  IconChartDonut3,
  IconFolder,
  IconFolderFilled,
  IconFolders,
  IconHelp,
  IconPhoto,
  IconSettings,
  IconSparkles,
} from '@tabler/icons-react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FolderRow, type LibraryScope, SMART_VIEWS, wholeSince } from '../../shared/library';
import { isUnderWay } from '../generate/results';
import { askHelp } from '../help/requests';
import { Tips } from '../help/Tips';
import { useFields, useSlice } from '../mirror';
import { navigate, openFolder, openSmartView, useNavigation } from '../navigation';
import { dropFolder } from '../ui/drop-folder';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { BucketSwitcher } from './BucketSwitcher';
import { FolderMenu } from './FolderMenu';
import { shownName } from '../ui/shown-name';
import classes from './Sidebar.module.css';
import { VIEW_ICONS } from './views';

interface PlaceProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly active: boolean;
  readonly onGo: () => void;
  readonly onMenu?: (event: MouseEvent) => void;
  /** What it holds: shown when it is not zero, and told as a description. */
  readonly count?: { readonly value: number; readonly words: string; readonly partial?: boolean };
  readonly busy?: boolean;
  /** The folder that takes what is dropped here. */
  readonly folder?: string;
}

function Place({ label, icon, active, onGo, onMenu, count, busy = false, folder }: PlaceProps) {
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    onGo();
  };
  const shown = count !== undefined && count.value > 0 ? count : undefined;
  // The count stands beside the link, not in it: the link's name is what it leads to.
  return (
    <div className={classes['placeBox']} onContextMenu={onMenu} {...dropFolder(folder ?? null)}>
      <NavLink
        href="#"
        onClick={go}
        active={active}
        label={label}
        title={label}
        {...(active ? { 'aria-current': 'page' as const } : {})}
        {...(shown === undefined ? {} : { 'aria-description': shown.words })}
        leftSection={icon}
        classNames={{ root: classes['place'] ?? '', label: classes['label'] ?? '', section: classes['section'] ?? '' }}
      />
      {shown !== undefined && (
        <span
          className={classes['count']}
          data-busy={busy}
          data-active={active}
          data-figures
          aria-hidden
          title={shown.partial === true ? shown.words : undefined}
        >
          {formatCount(shown.value)}
          {shown.partial === true && '+'}
        </span>
      )}
    </div>
  );
}

interface Count {
  readonly value: number;
  readonly words: string;
  readonly partial: boolean;
}

/** Before the whole bucket was read once, a count is of what was found so far, and says so. */
function useCountWords(): (value: number) => Count {
  const { t } = useTranslation();
  const partial = wholeSince(useFields('library', 'scan').scan) === null;
  return (value) => {
    const words = t('nav.count', { count: value, formatted: formatCount(value) });
    return { value, partial, words: partial ? t('nav.soFar', { words }) : words };
  };
}

function Screens() {
  const { t } = useTranslation();
  const { screen, scope } = useNavigation();
  const { objectCount } = useFields('library', 'objectCount');
  const { counts } = useFields('transfers', 'summary').summary;
  const countOf = useCountWords();
  const moving = counts.queued + counts.moving + counts.verifying + counts.paused + counts.waiting + counts.conflict;
  const making = useSlice('generation').tasks.filter(isUnderWay).length;
  const activeWords = (value: number) => ({
    value,
    words: t('nav.active', { count: value, formatted: formatCount(value) }),
  });
  const all = scope.kind === 'smart' && scope.view === 'all';
  const onLibrary = screen === 'library' ? () => openSmartView('all') : () => navigate('library');
  return (
    <>
      <Place
        label={t('nav.library')}
        icon={<IconPhoto size={18} stroke={1.6} />}
        active={screen === 'library' && all}
        onGo={onLibrary}
        count={countOf(objectCount)}
      />
      <Place
        label={t('nav.generate')}
        icon={<IconSparkles size={18} stroke={1.6} />}
        active={screen === 'generate'}
        onGo={() => navigate('generate')}
        count={activeWords(making)}
        busy
      />
      <Place
        label={t('nav.transfers')}
        icon={<IconArrowsUpDown size={18} stroke={1.6} />}
        active={screen === 'transfers'}
        onGo={() => navigate('transfers')}
        count={activeWords(moving)}
        busy
      />
      <Place
        label={t('nav.usage')}
        icon={<IconChartDonut3 size={18} stroke={1.6} />}
        active={screen === 'usage'}
        onGo={() => navigate('usage')}
      />
    </>
  );
}

function isFolder(scope: LibraryScope, prefix: string): boolean {
  return scope.kind === 'folder' && scope.prefix.startsWith(prefix);
}

function Views() {
  const { t } = useTranslation();
  const { screen, scope } = useNavigation();
  const { viewCounts } = useFields('library', 'viewCounts');
  const countOf = useCountWords();
  return SMART_VIEWS.filter((view) => view !== 'all').map((view) => {
    const Icon = VIEW_ICONS[view];
    const active = screen === 'library' && scope.kind === 'smart' && scope.view === view;
    return (
      <Place
        key={view}
        label={t(`view.${view}`)}
        icon={<Icon size={18} stroke={1.6} />}
        active={active}
        onGo={() => openSmartView(view)}
        count={countOf(viewCounts[view])}
      />
    );
  });
}

interface AskedMenu {
  readonly folder: FolderRow;
  readonly x: number;
  readonly y: number;
  /** What it was asked for on, which has the focus again afterwards. */
  readonly link: HTMLElement | null;
}

/** The menu of a folder, at the point where it was asked for. */
function useFolderMenu() {
  const [menu, setMenu] = useState<AskedMenu | null>(null);
  const openOn = (folder: FolderRow) => (event: MouseEvent) => {
    event.preventDefault();
    setMenu({ folder, x: event.clientX, y: event.clientY, link: event.currentTarget.querySelector('a') });
  };
  const close = (): void => {
    setMenu(null);
    menu?.link?.focus({ preventScroll: true });
  };
  const element = menu === null ? null : <FolderMenu folder={menu.folder} x={menu.x} y={menu.y} close={close} />;
  return { openOn, element };
}

function Folders() {
  const { t } = useTranslation();
  const { screen, scope } = useNavigation();
  const { folders } = useFields('library', 'folders');
  const countOf = useCountWords();
  const top = screen === 'library' && scope.kind === 'folder' && scope.prefix === '';
  const menu = useFolderMenu();
  const rows = folders.map((folder) => {
    const { prefix, name, count } = folder;
    const active = screen === 'library' && isFolder(scope, prefix);
    const Icon = active ? IconFolderFilled : IconFolder;
    return (
      <Place
        key={prefix}
        label={shownName(name)}
        icon={<Icon size={18} stroke={1.6} />}
        active={active}
        onGo={() => openFolder(prefix)}
        onMenu={menu.openOn(folder)}
        count={countOf(count)}
        folder={prefix}
      />
    );
  });
  return (
    <>
      <Place
        label={t('nav.top')}
        icon={<IconFolders size={18} stroke={1.6} />}
        active={top}
        onGo={() => openFolder('')}
        folder=""
      />
      <div className={classes['folders']}>{rows}</div>
      {menu.element}
    </>
  );
}

/** Left: which bucket, which screen, which part of the library. */
export function Sidebar() {
  const { t } = useTranslation();
  const { screen } = useNavigation();
  return (
    <nav className={classes['sidebar']} aria-label={t('nav.label')}>
      <BucketSwitcher />
      <ScrollArea className={classes['scroll'] ?? ''} viewportProps={{ tabIndex: -1 }}>
        <Screens />
        <div className={classes['group']}>{t('nav.views')}</div>
        <Views />
        <div className={classes['group']}>{t('nav.folders')}</div>
        <Folders />
      </ScrollArea>
      <div className={classes['tips']}>
        <Tips />
      </div>
      <div className={classes['foot']}>
        <Place
          label={t('nav.settings')}
          icon={<IconSettings size={18} stroke={1.6} />}
          active={screen === 'settings'}
          onGo={() => navigate('settings')}
        />
        <IconButton label={t('nav.help')} onClick={() => askHelp({ kind: 'answers', answer: null })}>
          <IconHelp size={18} stroke={1.6} />
        </IconButton>
      </div>
    </nav>
  );
}
