import {
  IconCopy,
  IconCursorText,
  IconDownload,
  IconExternalLink,
  IconFileSettings,
  IconFileZip,
  IconFolderShare,
  IconLink,
  IconQrcode,
  IconTrash,
  IconZoomQuestion,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { offer, type OfferedAction } from '../objects/offered-actions';
import { askDiagnosis, askShare } from '../links/requests';
import { askEdit, askTarget, askZip } from '../objects/requests';
import { formatCount } from '../ui/format';
import { useMay } from '../ui/rights';
import { shownName } from '../ui/shown-name';
import { copyLinks, download, downloadZip, openInBrowser, renameSelection } from './actions';
import type { LibraryModel } from './library-model';
import { assetOf } from './row-id';
import { onlySelected, selectedCount, subjectOf } from './selection';

/** Offers the command palette what can be done with the selection: the same as its menu. */
export function useSelectionOffer({ grid, view, fileCount, live, remove }: LibraryModel): void {
  const { t } = useTranslation(['library', 'objects', 'links']);
  const { selection } = grid;
  const count = selectedCount(selection, fileCount);
  const may = useMay();
  useEffect(() => {
    const only = onlySelected(selection);
    const asset = assetOf(only);
    // What is still on its way is not in the bucket, and nothing can be done with it there.
    if (count === 0 || (asset !== null && live(asset) !== null)) return;
    const subject = subjectOf(selection, view);
    const links = only === null ? t('action.copyLinks') : t('action.copyLink');
    const moves = may.write && may.delete;
    const action = (
      id: string,
      label: string,
      icon: OfferedAction['icon'],
      shortcut: OfferedAction['shortcut'],
      run: () => void,
    ) => ({ id, label, icon, shortcut, run });
    offer({
      title: only === null ? t('selection.count', { count, formatted: formatCount(count) }) : shownName(only.name),
      actions: [
        action('copy-links', links, IconLink, 'library.copy', () => drop(copyLinks(selection, view))),
        action('share', t('links:menu.share'), IconQrcode, null, () => askShare(subject)),
        ...(asset === null
          ? []
          : [action('why', t('links:menu.why'), IconZoomQuestion, null, () => askDiagnosis(view.connectionId, asset))]),
        action('download', t('action.download'), IconDownload, null, () => drop(download(selection, view))),
        action('zip', t('action.zip'), IconFileZip, null, () => drop(downloadZip(selection, view))),
        action('browse', t('action.openInBrowser'), IconExternalLink, 'library.browse', () =>
          drop(openInBrowser(selection, view)),
        ),
        moves &&
          action('rename', t('objects:menu.rename'), IconCursorText, 'library.rename', () =>
            renameSelection(selection, view),
          ),
        may.write && action('edit', t('objects:menu.edit'), IconFileSettings, 'library.edit', () => askEdit(subject)),
        may.delete && action('move', t('objects:menu.moveTo'), IconFolderShare, null, () => askTarget(subject, true)),
        action('copy', t('objects:menu.copyTo'), IconCopy, null, () => askTarget(subject, false)),
        may.write && action('zip-in-bucket', t('objects:menu.zip'), IconFileZip, null, () => askZip(subject)),
        may.delete && action('delete', t('action.delete'), IconTrash, 'library.delete', () => remove(selection)),
      ].filter((one) => one !== false),
    });
    return () => offer(null);
  }, [selection, count, view, live, remove, may.write, may.delete, t]);
}
