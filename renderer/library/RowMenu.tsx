import { Menu } from '@mantine/core';
import {
  IconDownload,
  IconExternalLink,
  IconEye,
  IconFileSearch,
  IconFileZip,
  IconFolderOpen,
  IconFolderSymlink,
  IconLink,
  IconRefresh,
  IconSquareX,
  IconTrash,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { prefixOfKey } from '../../shared/keys';
import type { AssetRow } from '../../shared/library';
import { isOwnFile, type TransferItem } from '../../shared/transfer';
import { revealAsset } from '../navigation';
import { LinkItems } from '../links/LinkItems';
import { ObjectItems } from '../objects/ObjectItems';
import { Kbd } from '../ui/Kbd';
import { ReferenceItem } from './ReferenceItem';
import { useMay } from '../ui/rights';
import {
  cancelTransfer,
  copyLinks,
  download,
  downloadZip,
  openInBrowser,
  retryTransfer,
  revealTransfer,
} from './actions';
import { type MenuPlace, useLibrary, useLibraryFrame } from './library-model';
import { assetOf, rowId } from './row-id';
import { onlySelected, subjectOf } from './selection';

interface RowMenuProps {
  readonly place: MenuPlace | null;
  readonly close: () => void;
}

const ICON = { size: 17, stroke: 1.7 } as const;

/** The context menu of what is selected. */
export const RowMenu = memo(function RowMenu({ place, close }: RowMenuProps) {
  const { t } = useTranslation(['library', 'common']);
  const { handle } = useLibraryFrame();
  const shut = (): void => {
    close();
    handle.current?.focus();
  };
  return (
    <Menu opened={place !== null} onClose={shut} position="bottom-start" offset={2} withinPortal width={276} trapFocus>
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: place?.x ?? 0, top: place?.y ?? 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.label')}>
        <Items />
      </Menu.Dropdown>
    </Menu>
  );
});

function Items() {
  const { t } = useTranslation(['library', 'common']);
  const { grid, rows, live, open, remove } = useLibrary();
  const { selection } = grid;
  const only = onlySelected(selection);
  const asset = assetOf(only);
  const transfer = asset === null ? null : live(asset);
  const may = useMay();
  return (
    <>
      {only !== null && (
        <Menu.Item
          leftSection={only.kind === 'folder' ? <IconFolderOpen {...ICON} /> : <IconEye {...ICON} />}
          onClick={() => open(rows.source.find(rowId(only))?.index ?? grid.cursor, only)}
        >
          {t('menu.open')}
        </Menu.Item>
      )}
      {asset !== null && <AssetItems asset={asset} transfer={transfer} />}
      {transfer === null && <StoredItems />}
      {may.delete && (
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash {...ICON} />}
            rightSection={<Kbd shortcut="library.delete" />}
            c="var(--flow-bad)"
            onClick={() => remove(selection)}
          >
            {t('action.delete')}
          </Menu.Item>
        </>
      )}
    </>
  );
}

/** For what lies in the bucket already. */
function StoredItems() {
  const { t } = useTranslation(['library', 'common']);
  const { grid, view } = useLibrary();
  const { selection } = grid;
  return (
    <>
      <Menu.Item
        leftSection={<IconExternalLink {...ICON} />}
        rightSection={<Kbd shortcut="library.browse" />}
        onClick={() => drop(openInBrowser(selection, view))}
      >
        {t('action.openInBrowser')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLink {...ICON} />}
        rightSection={<Kbd shortcut="library.copy" />}
        onClick={() => drop(copyLinks(selection, view))}
      >
        {onlySelected(selection) === null ? t('action.copyLinks') : t('action.copyLink')}
      </Menu.Item>
      <LinkItems subject={subjectOf(selection, view)} />
      <Menu.Item leftSection={<IconDownload {...ICON} />} onClick={() => drop(download(selection, view))}>
        {t('action.download')}
      </Menu.Item>
      <Menu.Item leftSection={<IconFileZip {...ICON} />} onClick={() => drop(downloadZip(selection, view))}>
        {t('action.zip')}
      </Menu.Item>
      <Menu.Divider />
      <ObjectItems subject={subjectOf(selection, view)} />
    </>
  );
}

function AssetItems({ asset, transfer }: { readonly asset: AssetRow; readonly transfer: TransferItem | null }) {
  const { t } = useTranslation(['library', 'common']);
  const { view } = useLibrary();
  const { scope, search } = view;
  const elsewhere = scope.kind === 'smart' || search !== '' || prefixOfKey(asset.key) !== scope.prefix;
  return (
    <>
      {elsewhere && (
        <Menu.Item leftSection={<IconFolderSymlink {...ICON} />} onClick={() => revealAsset(asset)}>
          {t('menu.showInFolder')}
        </Menu.Item>
      )}
      {asset.media === 'image' && transfer === null && <ReferenceItem asset={asset} />}
      {transfer !== null && <TransferItems transfer={transfer} />}
    </>
  );
}

function TransferItems({ transfer }: { readonly transfer: TransferItem }) {
  const { t } = useTranslation(['library', 'common']);
  return (
    <>
      {transfer.state.kind === 'failed' && (
        <Menu.Item leftSection={<IconRefresh {...ICON} />} onClick={() => drop(retryTransfer(transfer))}>
          {t('common:action.retry')}
        </Menu.Item>
      )}
      {isOwnFile(transfer) && (
        <Menu.Item leftSection={<IconFileSearch {...ICON} />} onClick={() => drop(revealTransfer(transfer))}>
          {t('menu.revealLocal')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconSquareX {...ICON} />} onClick={() => drop(cancelTransfer(transfer))}>
        {t('menu.cancelUpload')}
      </Menu.Item>
    </>
  );
}
