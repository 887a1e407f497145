import type { LibraryView } from '../../shared/library';
import type { TransferItem } from '../../shared/transfer';
import { ask } from '../bridge';
import { copyLinks as copyLinksOf } from '../links/copy-links';
import { openLinks } from '../objects/object-actions';
import { askRename, askRenameMany } from '../objects/requests';
import { notify } from '../ui/notify';
import { tellFetching } from '../ui/upload';
import { assetOf } from './row-id';
import { onlySelected, subjectOf, toLibrarySelections, type Selection } from './selection';

/** Puts the links of a selection on the clipboard and says what they are good for. Of files and folders together, the files'. */
export async function copyLinks(selection: Selection, view: LibraryView): Promise<void> {
  const [first] = toLibrarySelections(selection, view);
  if (first !== undefined) await copyLinksOf([first]);
}

/** Asks for a folder and queues the downloads of a selection. */
export function download(selection: Selection, view: LibraryView): Promise<void> {
  return fetchAll('library.download', selection, view);
}

/** Asks for a name and queues a ZIP file of a selection. */
export function downloadZip(selection: Selection, view: LibraryView): Promise<void> {
  return fetchAll('library.zip', selection, view);
}

async function fetchAll(
  command: 'library.download' | 'library.zip',
  selection: Selection,
  view: LibraryView,
): Promise<void> {
  const selections = toLibrarySelections(selection, view);
  if (selections.length === 0) return;
  const result = await ask(command, { selections });
  if (!result.ok) notify.failure(result.failure);
  else if (result.value !== null) tellFetching(result.value);
}

/** Opens the links of a selection in the system's browser. */
export async function openInBrowser(selection: Selection, view: LibraryView): Promise<void> {
  const parts = toLibrarySelections(selection, view);
  const asset = assetOf(onlySelected(selection));
  if (asset === null) return parts.length === 0 ? undefined : openLinks(parts);
  const result = await ask('links.open', { connectionId: view.connectionId, assetId: asset.assetId });
  if (!result.ok) notify.failure(result.failure);
}

/** Asks for another name, or for a pattern of several. */
export function renameSelection(selection: Selection, view: LibraryView): void {
  const only = onlySelected(selection);
  if (only === null) askRenameMany(subjectOf(selection, view));
  else askRename(view.connectionId, only);
}

/** Tries a failed upload again. */
export async function retryTransfer(transfer: TransferItem): Promise<void> {
  const result = await ask('transfers.retry', { which: [transfer.id] });
  if (!result.ok) notify.failure(result.failure);
}

export async function cancelTransfer(transfer: TransferItem): Promise<void> {
  const result = await ask('transfers.cancel', { which: [transfer.id] });
  if (!result.ok) notify.failure(result.failure);
}

/** Shows the local file of a transfer in the system's file manager. */
export async function revealTransfer(transfer: TransferItem): Promise<void> {
  const result = await ask('app.revealTransfer', { transferId: transfer.id });
  if (!result.ok) notify.failure(result.failure);
}
