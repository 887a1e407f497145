import { Button, Transition } from '@mantine/core';
import { IconDownload, IconFileZip, IconFolderShare, IconLink, IconTrash, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { askTarget } from '../objects/requests';
import { formatBytes, formatCount } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { copyLinks, download, downloadZip } from './actions';
import { useLibrary } from './library-model';
import { selectedCount, subjectOf } from './selection';
import { useSelectionSize } from './use-selection-size';
import classes from './SelectionBar.module.css';

/** What can be done with several rows at once; comes when more than one is selected. */
export function SelectionBar() {
  const { grid, rowCount } = useLibrary();
  const count = selectedCount(grid.selection, rowCount);
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
}

function Words({ count }: { readonly count: number }) {
  const { t } = useTranslation('library');
  const size = useSelectionSize();
  return (
    <span className={classes['words']} aria-live="polite">
      <strong>{t('selection.count', { count, formatted: formatCount(count) })}</strong>
      {size.kind === 'ready' && <span className={classes['size']}>{formatBytes(size.value.totalBytes)}</span>}
    </span>
  );
}

function Actions() {
  const { t } = useTranslation(['library', 'objects']);
  const { grid, view, remove } = useLibrary();
  const { selection } = grid;
  return (
    <>
      <Button size="xs" leftSection={<IconLink size={16} />} onClick={() => drop(copyLinks(selection, view))}>
        {t('action.copyLinks')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() => drop(download(selection, view))}
      >
        {t('action.download')}
      </Button>
      <IconButton variant="default" label={t('action.zip')} onClick={() => drop(downloadZip(selection, view))}>
        <IconFileZip size={17} stroke={1.7} />
      </IconButton>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolderShare size={16} />}
        onClick={() => askTarget(subjectOf(selection, view), true)}
      >
        {t('objects:menu.moveTo')}
      </Button>
      <Button
        size="xs"
        variant="default"
        className={classes['danger'] ?? ''}
        leftSection={<IconTrash size={16} />}
        onClick={() => remove(selection)}
      >
        {t('action.delete')}
      </Button>
      <IconButton label={t('selection.clear')} onClick={() => grid.clear()}>
        <IconX size={17} />
      </IconButton>
    </>
  );
}
