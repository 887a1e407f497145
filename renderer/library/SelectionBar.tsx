import { Button, Menu, Transition } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconExternalLink,
  IconFileZip,
  IconFolderShare,
  IconLink,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { LinkItems } from '../links/LinkItems';
import { ObjectItems } from '../objects/ObjectItems';
import { askTarget } from '../objects/requests';
import { formatBytes, formatCount } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { Kbd } from '../ui/Kbd';
import { useMay } from '../ui/rights';
import { copyLinks, download, downloadZip, openInBrowser } from './actions';
import { useLibrary, useLibraryRows } from './library-model';
import { selectedCount, subjectOf } from './selection';
import { useSelectionSize } from './use-selection-size';
import classes from './SelectionBar.module.css';

/** What can be done with several rows at once; comes when more than one is selected. */
export const SelectionBar = memo(function SelectionBar() {
  const { grid, fileCount } = useLibraryRows();
  return <Bar count={selectedCount(grid.selection, fileCount)} />;
});

const Bar = memo(function Bar({ count }: { readonly count: number }) {
  return (
    <Transition mounted={count > 1} transition="slide-up" duration={160}>
      {(style) => (
        <div className={classes['place']}>
          <div className={classes['bar']} style={style}>
            <Words count={count} />
            <Actions />
          </div>
        </div>
      )}
    </Transition>
  );
});

function Words({ count }: { readonly count: number }) {
  const { t } = useTranslation('library');
  const { grid, rowCount } = useLibrary();
  const size = useSelectionSize();
  const all = grid.selection.kind === 'all' && count === rowCount;
  return (
    <span className={classes['words']} aria-live="polite">
      <strong>{t(all ? 'selection.inView' : 'selection.count', { count, formatted: formatCount(count) })}</strong>
      {size.kind === 'ready' && <span className={classes['size']}>{formatBytes(size.value.totalBytes)}</span>}
    </span>
  );
}

function Actions() {
  const { t } = useTranslation(['library', 'objects']);
  const { grid, view, remove } = useLibrary();
  const { selection } = grid;
  const may = useMay();
  return (
    <>
      <Button size="xs" leftSection={<IconLink size={16} />} onClick={() => drop(copyLinks(selection, view))}>
        {t('action.copyLinks')}
      </Button>
      <Button
        size="xs"
        variant="default"
        className={classes['short'] ?? ''}
        leftSection={<IconDownload size={16} />}
        title={t('action.download')}
        aria-label={t('action.download')}
        onClick={() => drop(download(selection, view))}
      >
        <span className={classes['label']}>{t('action.download')}</span>
      </Button>
      {may.delete && (
        <Button
          size="xs"
          variant="default"
          className={classes['short'] ?? ''}
          leftSection={<IconFolderShare size={16} />}
          title={t('objects:menu.moveTo')}
          aria-label={t('objects:menu.moveTo')}
          onClick={() => askTarget(subjectOf(selection, view), true)}
        >
          <span className={classes['label']}>{t('objects:menu.moveTo')}</span>
        </Button>
      )}
      <More />
      {may.delete && (
        <Button
          size="xs"
          variant="default"
          className={`${classes['short']} ${classes['danger']}`}
          leftSection={<IconTrash size={16} />}
          title={t('action.delete')}
          aria-label={t('action.delete')}
          onClick={() => remove(selection)}
        >
          <span className={classes['label']}>{t('action.delete')}</span>
        </Button>
      )}
      <IconButton label={t('selection.clear')} onClick={() => grid.clear()}>
        <IconX size={17} />
      </IconButton>
    </>
  );
}

/** What is asked for less often. */
function More() {
  const { t } = useTranslation('library');
  const { grid, view } = useLibrary();
  const { selection } = grid;
  return (
    <Menu position="top-end" width={276} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" w={30} px={0} aria-label={t('inspector.more')}>
          <IconDots size={17} stroke={1.7} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconExternalLink size={17} stroke={1.7} />}
          rightSection={<Kbd shortcut="library.browse" />}
          onClick={() => drop(openInBrowser(selection, view))}
        >
          {t('action.openInBrowser')}
        </Menu.Item>
        <LinkItems subject={subjectOf(selection, view)} />
        <Menu.Item
          leftSection={<IconFileZip size={17} stroke={1.7} />}
          onClick={() => drop(downloadZip(selection, view))}
        >
          {t('action.zip')}
        </Menu.Item>
        <Menu.Divider />
        <ObjectItems subject={subjectOf(selection, view)} />
      </Menu.Dropdown>
    </Menu>
  );
}
