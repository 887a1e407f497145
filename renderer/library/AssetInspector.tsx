import { Button, Menu, UnstyledButton } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconExternalLink,
  IconFileSearch,
  IconFileZip,
  IconFolderSymlink,
  IconLink,
  IconPlayerPlayFilled,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { prefixOfKey } from '../../shared/keys';
import type { AssetRow } from '../../shared/library';
import { isOwnFile, type TransferItem } from '../../shared/transfer';
import { openFolder, revealAsset } from '../navigation';
import { LinkItems } from '../links/LinkItems';
import { ObjectItems } from '../objects/ObjectItems';
import { FailureNotice } from '../ui/FailureNotice';
import { formatClock } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { useMay } from '../ui/rights';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { copyLinks, download, downloadZip, openInBrowser, retryTransfer, revealTransfer } from './actions';
import { AssetFacts } from './AssetFacts';
import { useLibrary } from './library-model';
import { LinkLine } from './LinkLine';
import { NamesakeList } from './NamesakeList';
import { ReferenceItem } from './ReferenceItem';
import { nextSelection, NOTHING, subjectOf } from './selection';
import { Thumb } from './Thumb';
import { TileState } from './TileState';
import { shownName } from '../ui/shown-name';
import classes from './Inspector.module.css';

/** One file: its picture, its link, its facts, its prompt. */
export function AssetInspector({ row }: { readonly row: AssetRow }) {
  const { live } = useLibrary();
  const transfer = live(row);
  return (
    <>
      <Preview row={row} transfer={transfer} />
      <h2 className={classes['name']}>
        <MiddleTruncate text={row.name} tail={12} />
      </h2>
      <FolderLine row={row} />
      <Actions row={row} transfer={transfer} />
      <LinkState row={row} transfer={transfer} />
      <AssetFacts row={row} arrived={transfer === null} />
      <NamesakeList row={row} />
    </>
  );
}

/** Where a file lies, and the way there. */
export function FolderLine({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const { bucket } = useLibrary();
  const folder = prefixOfKey(row.key);
  return (
    <UnstyledButton
      className={classes['where'] ?? ''}
      aria-label={t('inspector.openFolder', { folder: folder === '' ? bucket : shownName(folder) })}
      onClick={() => openFolder(folder)}
    >
      {folder === '' ? bucket : shownName(folder)}
    </UnstyledButton>
  );
}

/** How a file's link is, or how far it has got to having one. */
export function LinkState({ row, transfer }: PartProps) {
  return transfer === null ? <LinkLine row={row} /> : <Under transfer={transfer} />;
}

/** What there is instead of a link while the file is on its way. */
function Under({ transfer }: { readonly transfer: TransferItem }) {
  const { t } = useTranslation(['library', 'common']);
  if (transfer.state.kind !== 'failed') return <p className={classes['link']}>{t('link.later')}</p>;
  return (
    <div className={classes['trouble']}>
      <FailureNotice failure={transfer.state.failure} />
      <Button fullWidth variant="default" mt={8} onClick={() => drop(retryTransfer(transfer))}>
        {t('common:action.retry')}
      </Button>
    </div>
  );
}

interface PartProps {
  readonly row: AssetRow;
  readonly transfer: TransferItem | null;
}

function Preview({ row, transfer }: PartProps) {
  const { t } = useTranslation('library');
  const { open, rows, grid } = useLibrary();
  const index = rows.source.find(`asset:${row.assetId}`)?.index ?? grid.cursor;
  const shape = row.width !== null && row.height !== null ? row.width / row.height : 4 / 3;
  return (
    <UnstyledButton
      className={classes['stage'] ?? ''}
      style={{ aspectRatio: String(Math.min(2, Math.max(0.8, shape))) }}
      aria-label={t('inspector.view', { name: shownName(row.name) })}
      onClick={() => open(index, row)}
    >
      <Thumb row={row} size="large" whole />
      {row.media === 'video' && (
        <span className={classes['play']} aria-hidden>
          <IconPlayerPlayFilled size={22} />
        </span>
      )}
      {row.durationMs !== null && transfer === null && (
        <span className={classes['duration']}>{formatClock(row.durationMs)}</span>
      )}
      {transfer !== null && <TileState transfer={transfer} again={false} />}
    </UnstyledButton>
  );
}

function Actions({ row, transfer }: PartProps) {
  const { t } = useTranslation('library');
  const { view, remove } = useLibrary();
  const only = nextSelection(NOTHING, { kind: 'only', row });
  const may = useMay();
  return (
    <div className={classes['actions']}>
      <Button
        flex="1 0 auto"
        leftSection={<IconLink size={18} stroke={1.8} />}
        disabled={transfer !== null}
        onClick={() => drop(copyLinks(only, view))}
      >
        {t('action.copyLink')}
      </Button>
      <div className={classes['others']}>
        <IconButton
          variant="default"
          size={36}
          label={t('action.download')}
          disabled={transfer !== null}
          onClick={() => drop(download(only, view))}
        >
          <IconDownload size={18} stroke={1.7} />
        </IconButton>
        {may.delete && (
          <IconButton variant="default" size={36} label={t('action.delete')} onClick={() => remove(only)}>
            <IconTrash size={18} stroke={1.7} />
          </IconButton>
        )}
        <More row={row} transfer={transfer} />
      </div>
    </div>
  );
}

function More({ row, transfer }: PartProps) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  return (
    <Menu position="bottom-end" width={276} withinPortal>
      <Menu.Target>
        <Button variant="default" w={36} px={0} aria-label={t('inspector.more')}>
          <IconDots size={18} stroke={1.7} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {transfer === null && (
          <Menu.Item
            leftSection={<IconExternalLink size={17} stroke={1.7} />}
            onClick={() => drop(openInBrowser(nextSelection(NOTHING, { kind: 'only', row }), view))}
          >
            {t('action.openInBrowser')}
          </Menu.Item>
        )}
        {transfer === null && <LinkItems subject={subjectOf(nextSelection(NOTHING, { kind: 'only', row }), view)} />}
        {transfer === null && (
          <Menu.Item
            leftSection={<IconFileZip size={17} stroke={1.7} />}
            onClick={() => drop(downloadZip(nextSelection(NOTHING, { kind: 'only', row }), view))}
          >
            {t('action.zip')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconFolderSymlink size={17} stroke={1.7} />} onClick={() => revealAsset(row)}>
          {t('menu.showInFolder')}
        </Menu.Item>
        {transfer === null && row.media === 'image' && <ReferenceItem asset={row} />}
        {transfer === null && (
          <>
            <Menu.Divider />
            <ObjectItems subject={subjectOf(nextSelection(NOTHING, { kind: 'only', row }), view)} />
          </>
        )}
        {transfer !== null && isOwnFile(transfer) && (
          <Menu.Item
            leftSection={<IconFileSearch size={17} stroke={1.7} />}
            onClick={() => drop(revealTransfer(transfer))}
          >
            {t('menu.revealLocal')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
