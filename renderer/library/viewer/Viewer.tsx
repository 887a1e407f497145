import { Modal } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconDownload,
  IconInfoCircle,
  IconLink,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { type KeyboardEvent, memo, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../../shared/drop';
import { type AssetRow, mediaUrls } from '../../../shared/library';
import { shortcutIn } from '../../../shared/shortcuts';
import { hasSelection, useEditMenu } from '../../ui/edit-menu';
import { formatCount } from '../../ui/format';
import { MiddleTruncate } from '../../ui/MiddleTruncate';
import { mediaSrc } from '../../ui/media-src';
import { pressOf } from '../../ui/press';
import { useMay } from '../../ui/rights';
import { shownName } from '../../ui/shown-name';
import { useLibrary } from '../library-model';
import { assetOf } from '../row-id';
import { dimensionsOf, sizeOf } from '../row-words';
import { copyShownPicture } from './copy-picture';
import { InfoPanel } from './InfoPanel';
import { Stage } from './Stage';
import { type Deeds, useDeeds } from './use-deeds';
import { type FullScreen, useFullScreen } from './use-full-screen';
import { type Info, useInfo } from './use-info';
import { useRowsVersion } from '../use-rows';
import { useWalk, type Walk } from './use-walk';
import { ViewerButton } from './ViewerButton';
import { LAYERS } from '../../ui/layers';
import classes from './Viewer.module.css';

interface ViewerProps {
  readonly opened: boolean;
  readonly close: () => void;
  /** A question stands before it, whose Escape is not the viewer's. */
  readonly covered: boolean;
  /** Once it is closed the focus goes back to where it came from. */
  readonly returnFocus: boolean;
}

/** The file under the cursor over the whole window; the arrows walk through the view beneath. */
export const Viewer = memo(function Viewer({ opened, close, covered, returnFocus }: ViewerProps) {
  const fullScreen = useFullScreen(opened);
  const onEscape = (): void => {
    if (!fullScreen.leave()) close();
  };
  return (
    <Modal.Root
      closeOnEscape={!covered}
      returnFocus={returnFocus}
      opened={opened}
      onClose={onEscape}
      fullScreen
      padding={0}
      transitionProps={{ duration: 120 }}
      zIndex={LAYERS.viewer}
    >
      <Opened opened={opened} close={close} fullScreen={fullScreen} />
    </Modal.Root>
  );
});

function Opened({
  opened,
  close,
  fullScreen,
}: Pick<ViewerProps, 'opened'> & Pick<TopBarProps, 'close' | 'fullScreen'>) {
  const { t } = useTranslation('library');
  const { grid, rows, rowCount, handle } = useLibrary();
  const walk = useWalk();
  useRowsVersion(rows);
  const row = assetOf(grid.cursorRow);
  const deeds = useDeeds(row);
  const info = useInfo();
  useEditMenu((command) => {
    if (command === 'copy') copyShown(row, deeds);
    else if (command === 'delete') deeds.remove?.();
    else return false;
    return true;
  }, opened);
  const gone = rowCount === 0 || grid.cursor < 0 || grid.cursorRow?.kind === 'folder';
  useEffect(() => {
    if (gone) close();
  }, [gone, close]);
  // Rows are read where the grid stands: it comes along to one that is not known, or only as it was.
  const unread = opened && grid.cursor >= 0 && !rows.source.isNow(grid.cursor, grid.cursor);
  useEffect(() => {
    if (unread) handle.current?.reveal(grid.cursor, 'nearest');
  }, [unread, grid.cursor, handle]);
  usePreload(assetOf(rows.source.rowAt(grid.cursor + 1)));
  usePreload(assetOf(rows.source.rowAt(grid.cursor - 1)));
  return (
    <Modal.Content
      data-viewer
      aria-label={row === null ? t('viewer.label') : shownName(row.name)}
      className={classes['content'] ?? ''}
      radius={0}
    >
      <div
        className={classes['viewer']}
        tabIndex={-1}
        data-autofocus
        data-home
        data-full-screen={fullScreen.on || undefined}
        role="presentation"
        onKeyDown={(event) => onKey(event, { row, deeds, walk, close, fullScreen, info })}
      >
        <TopBar row={row} deeds={deeds} walk={walk} close={close} fullScreen={fullScreen} info={info} />
        <div className={classes['room']}>
          <div className={classes['stage']}>
            <Stage row={row} />
            <Arrow walk={walk} by={-1} />
            <Arrow walk={walk} by={1} />
          </div>
          {info.open && <InfoPanel row={row} />}
        </div>
      </div>
    </Modal.Content>
  );
}

function onKey(event: KeyboardEvent<HTMLElement>, shown: TopBarProps): void {
  const { row, deeds, walk, close, fullScreen, info } = shown;
  // A film or a sound has the arrows and the space bar for itself once it has the focus.
  const inMedia = event.target instanceof HTMLMediaElement;
  const onButton = event.target instanceof HTMLButtonElement;
  if (event.defaultPrevented) return;
  const name = shortcutIn('viewer', pressOf(event));
  if (name === 'full-screen') fullScreen.toggle();
  else if (name === 'info') info.toggle();
  else if (name === 'copy-picture' && hasSelection()) return;
  else if (name === 'copy-picture') copyShown(row, deeds);
  else if (name === 'copy-link') deeds.copyLink?.();
  else if (name === 'delete') deeds.remove?.();
  else if (inMedia) return;
  else if (name === 'next') walk.go(1);
  else if (name === 'previous') walk.go(-1);
  else if (name === 'space' && !onButton) playOrClose(event.currentTarget, close);
  else return;
  // A button of the information goes with its file, and the keys would no longer be heard.
  if (event.target instanceof Element && event.target.closest('[data-info]') !== null) event.currentTarget.focus();
  event.preventDefault();
  event.stopPropagation();
}

function copyShown(row: AssetRow | null, deeds: Deeds): void {
  if (row?.media === 'image') drop(copyShownPicture());
  else deeds.copyLink?.();
}

function playOrClose(viewer: Element, close: () => void): void {
  const media = viewer.querySelector<HTMLMediaElement>('video, audio');
  if (media === null) return close();
  // One that is paused again, or gone, before it has begun says so by a rejection.
  if (media.paused) drop(media.play().catch(() => undefined));
  else media.pause();
}

interface TopBarProps {
  readonly row: AssetRow | null;
  readonly deeds: Deeds;
  readonly walk: Walk;
  readonly close: () => void;
  readonly fullScreen: FullScreen;
  readonly info: Info;
}

function TopBar({ row, deeds, walk, close, fullScreen, info }: TopBarProps) {
  const { t } = useTranslation('library');
  const may = useMay();
  const place = t('viewer.position', { position: formatCount(walk.position), total: formatCount(walk.total) });
  const facts = row === null ? [place] : [place, sizeOf(row), dimensionsOf(row)];
  return (
    <header className={classes['bar']}>
      <div className={classes['title']}>
        <h2 className={classes['name']}>{row !== null && <MiddleTruncate text={row.name} tail={14} />}</h2>
        <p className={classes['note']} aria-live="polite">
          {facts.filter((part) => part !== null).join(' · ')}
        </p>
      </div>
      <ViewerButton wide label={t('action.copyLink')} onClick={deeds.copyLink}>
        <IconLink size={18} stroke={1.8} />
      </ViewerButton>
      {row?.media === 'image' && (
        <ViewerButton label={t('viewer.copyPicture')} onClick={() => drop(copyShownPicture())}>
          <IconCopy size={19} stroke={1.7} />
        </ViewerButton>
      )}
      <ViewerButton label={t('action.download')} onClick={deeds.download}>
        <IconDownload size={19} stroke={1.7} />
      </ViewerButton>
      {may.delete && (
        <ViewerButton label={t('action.delete')} onClick={deeds.remove}>
          <IconTrash size={19} stroke={1.7} />
        </ViewerButton>
      )}
      <span className={classes['rule']} aria-hidden />
      <ViewerButton label={t('viewer.info')} pressed={info.open} onClick={info.toggle}>
        <IconInfoCircle size={19} stroke={1.7} />
      </ViewerButton>
      <FullScreenButton fullScreen={fullScreen} />
      <ViewerButton label={t('viewer.close')} onClick={close}>
        <IconX size={20} stroke={1.7} />
      </ViewerButton>
    </header>
  );
}

function FullScreenButton({ fullScreen }: { readonly fullScreen: FullScreen }) {
  const { t } = useTranslation('library');
  const Icon = fullScreen.on ? IconArrowsMinimize : IconArrowsMaximize;
  return (
    <ViewerButton
      label={fullScreen.on ? t('viewer.leaveFullScreen') : t('viewer.fullScreen')}
      onClick={fullScreen.toggle}
    >
      <Icon size={18} stroke={1.7} />
    </ViewerButton>
  );
}

function Arrow({ walk, by }: { readonly walk: Walk; readonly by: 1 | -1 }) {
  const { t } = useTranslation('library');
  if (!walk.can(by)) return null;
  const Icon = by === 1 ? IconChevronRight : IconChevronLeft;
  return (
    <div className={classes['arrow']} data-side={by === 1 ? 'right' : 'left'}>
      <ViewerButton label={by === 1 ? t('viewer.next') : t('viewer.previous')} onClick={() => walk.go(by)}>
        <Icon size={26} stroke={1.7} />
      </ViewerButton>
    </div>
  );
}

/** Larger pictures are not fetched on the chance that they are looked at, bytes. */
const PRELOAD_LIMIT = 40_000_000;

function usePreload(next: AssetRow | null): void {
  const src = next?.media === 'image' && next.size < PRELOAD_LIMIT ? mediaSrc(mediaUrls.file(next)) : null;
  useEffect(() => {
    if (src === null) return;
    const picture = new Image();
    picture.src = src;
    return () => picture.removeAttribute('src');
  }, [src]);
}
