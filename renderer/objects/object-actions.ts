import i18next from 'i18next';
import type { HeaderEdit } from '../../shared/header-edit';
import { nameOfKey, prefixOfKey } from '../../shared/keys';
import {
  type CopyTarget,
  type LibraryRow,
  type LibrarySelection,
  MAX_OPENED,
  type MovedTransfers,
  type SelectionSize,
} from '../../shared/library';
import type { LinkWish } from '../../shared/link';
import type { RenamePattern } from '../../shared/renames';
import type { Result } from '../../shared/result';
import type { AddedTransfers } from '../../shared/transfer';
import { ask } from '../bridge';
import { navigate } from '../navigation';
import { confirm } from '../ui/confirm';
import { failureWords } from '../ui/failure-words';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import { sentences } from '../ui/sentences';
import { shownName } from '../ui/shown-name';
import type { Subject } from './requests';
import { undoAction } from './undo';

const counted = (count: number) => ({ count, formatted: formatCount(count) });

/** The folders that a part of a selection is beside: a search finds a folder and the files in it, and these go with it. */
function besides(part: LibrarySelection, parts: readonly LibrarySelection[]): readonly string[] {
  if (part.kind === 'folders') return [];
  return parts.flatMap((other) => (other.kind === 'folders' ? other.prefixes : []));
}

/** How much a selection is, in all its parts. */
export async function measure(parts: readonly LibrarySelection[]): Promise<Result<SelectionSize>> {
  let sum: SelectionSize = { count: 0, totalBytes: 0 };
  for (const selection of parts) {
    const result = await ask('library.measure', { selection, besides: besides(selection, parts) });
    if (!result.ok) return result;
    sum = { count: sum.count + result.value.count, totalBytes: sum.totalBytes + result.value.totalBytes };
  }
  return { ok: true, value: sum };
}

/** Deletes a selection and says what went and what did not. */
export async function deleteAll(parts: readonly LibrarySelection[]): Promise<void> {
  const { t } = i18next;
  let deleted = 0;
  let stopped = false;
  for (const selection of parts) {
    if (stopped) break;
    const result = await ask('library.delete', { selection });
    if (!result.ok) return notify.failure(result.failure);
    deleted += result.value.deleted;
    ({ stopped } = result.value);
    const [first] = result.value.failed;
    if (first !== undefined) {
      const title = t('objects:deleted.failed', counted(result.value.failedCount));
      notify.bad({ title, text: `${shownName(first.key)}: ${failureWords(first.failure).title}` });
    }
  }
  if (stopped) notify.info({ title: t('objects:deleted.stopped', counted(deleted)), text: t('objects:deleted.rest') });
  else if (deleted > 0) notify.good({ title: t('objects:deleted.title', counted(deleted)) });
}

export async function stopDelete(deletionId: string): Promise<void> {
  const result = await ask('library.stopDelete', { deletionId });
  if (!result.ok) notify.failure(result.failure);
}

/** Queues copies or moves of all parts of a selection, and tells of them as one. */
export async function send(parts: readonly LibrarySelection[], target: CopyTarget, move: boolean): Promise<void> {
  const sent: (AddedTransfers | MovedTransfers)[] = [];
  for (const selection of parts) {
    const wish = { selection, target, besides: besides(selection, parts) };
    const result = await (move ? ask('library.moveTo', wish) : ask('library.copyTo', wish));
    if (result.ok) sent.push(result.value);
    // All of it lies in the folders, and goes with them.
    else if (result.failure.code !== 'nothing-to-add' || wish.besides.length === 0) {
      notify.failure(result.failure);
      break;
    }
  }
  if (sent.length > 0) tellSent(sent, move ? 'objects:sent.moving' : 'objects:sent.copying');
}

/** Queues the renames of a preview; `changed` where they would come out otherwise by now, and nothing was done. */
export async function renameAll(
  parts: readonly LibrarySelection[],
  pattern: RenamePattern,
  digest: string,
): Promise<'sent' | 'changed' | 'failed'> {
  const result = await ask('library.renameAll', { selections: parts, pattern, digest });
  if (!result.ok) {
    notify.failure(result.failure);
    return 'failed';
  }
  if (result.value === null) return 'changed';
  tellSent([result.value], 'objects:sent.renaming');
  return 'sent';
}

/** Queues an edit of what files are served with; true when it is on its way. */
export async function editHeaders(parts: readonly LibrarySelection[], edit: HeaderEdit): Promise<boolean> {
  const result = await ask('library.editHeaders', { selections: parts, edit });
  if (result.ok) tellSent([result.value], 'objects:sent.editing');
  else notify.failure(result.failure);
  return result.ok;
}

/** Queues a ZIP file of a selection in its bucket; true when it is on its way. */
export async function zipInBucket(parts: readonly LibrarySelection[], key: string): Promise<boolean> {
  const result = await ask('library.zipInBucket', { selections: parts, key });
  if (!result.ok) notify.failure(result.failure);
  else if (result.value !== null) {
    const action = { label: i18next.t('objects:sent.show'), run: () => navigate('transfers') };
    notify.good({ title: i18next.t('objects:zip.sent', { name: shownName(nameOfKey(key)) }), action });
  }
  return result.ok;
}

/** At most this many pages open in the browser without a question. */
const OPENED_UNASKED = 5;

/** Opens the links of files in the system's browser, without a wish the best; asks before it opens many. */
export async function openLinks(parts: readonly LibrarySelection[], wish: LinkWish | null = null): Promise<void> {
  const { t } = i18next;
  const size = await measure(parts);
  if (!size.ok) return notify.failure(size.failure);
  const { count } = size.value;
  if (count > MAX_OPENED) {
    const text = t('objects:browser.tooManyHelp', counted(MAX_OPENED));
    return notify.info({ title: t('objects:browser.tooMany', counted(count)), text });
  }
  const question = {
    title: t('objects:browser.title', counted(count)),
    text: t('objects:browser.text'),
    confirm: t('objects:browser.do', counted(count)),
  };
  if (count > OPENED_UNASKED && !(await confirm(question))) return;
  const result = await ask('links.openAll', { selections: parts, wish });
  if (!result.ok) notify.failure(result.failure);
}

/** A second one of each, beside the first. */
export async function duplicate({ connectionId, parts, only, prefix }: Subject): Promise<void> {
  await send(parts, { connectionId, prefix: only === null ? prefix : placeOfRow(only) }, false);
}

/** True when it is on its way, or has that name already. */
export async function rename(connectionId: string, row: LibraryRow, newName: string): Promise<boolean> {
  const what =
    row.kind === 'folder'
      ? ({ kind: 'folder', prefix: row.prefix } as const)
      : ({ kind: 'asset', assetId: row.assetId } as const);
  const result = await ask('library.rename', { connectionId, what, newName });
  if (!result.ok) notify.failure(result.failure);
  else if (result.value !== null) tellRenamed(result.value, row, newName);
  return result.ok;
}

/** The folder that a file or a folder lies in. */
export function placeOfRow(row: LibraryRow): string {
  return prefixOfKey(row.kind === 'folder' ? row.prefix.slice(0, -1) : row.key);
}

type SentWords = 'objects:sent.moving' | 'objects:sent.copying' | 'objects:sent.renaming' | 'objects:sent.editing';

function tellRenamed(moved: MovedTransfers, row: LibraryRow, name: string): void {
  const { undoId } = moved;
  if (row.kind === 'folder' || undoId === null) return tellSent([moved], 'objects:sent.moving');
  const title = i18next.t('objects:sent.renamed', { name: shownName(name) });
  notify.good({ title, action: undoAction([undoId]), stays: true });
}

function tellSent(sent: readonly (AddedTransfers | MovedTransfers)[], words: SentWords): void {
  const { t } = i18next;
  const sum = (name: 'added' | 'skippedCount'): number => sent.reduce((total, one) => total + one[name], 0);
  const title = t(words, counted(sum('added')));
  const undoIds = sent.flatMap((one) => ('undoId' in one && one.undoId !== null ? [one.undoId] : []));
  const show = { label: t('objects:sent.show'), run: () => navigate('transfers') };
  const action = undoIds.length === 0 ? show : undoAction(undoIds);
  const [first] = sent.flatMap(({ skipped }) => skipped);
  if (first === undefined) return notify.good({ title, action, stays: undoIds.length > 0 });
  const text = sentences(t('objects:sent.leftOut', counted(sum('skippedCount'))), failureWords(first.failure).help);
  notify.info({ title, text, action });
}
