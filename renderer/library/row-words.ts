import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import type { AssetRow, FolderRow, LibraryRow } from '../../shared/library';
import type { TransferItem } from '../../shared/transfer';
import { failureWords } from '../ui/failure-words';
import { formatBytes, formatClock, formatCount, formatDuration, formatPercent, formatTime } from '../ui/format';
import { shownName } from '../ui/shown-name';

/** `3 objects`. */
export function objectWords(count: number): string {
  return i18next.t('library:objects', { count, formatted: formatCount(count) });
}

/** `3 folders`. */
export function folderWords(count: number): string {
  return i18next.t('library:folders', { count, formatted: formatCount(count) });
}

export function sizeOf(row: AssetRow): string {
  return formatBytes(row.size);
}

/** `1536 × 1152`; null until the decoder has seen it. */
export function dimensionsOf(row: AssetRow): string | null {
  return row.width === null || row.height === null ? null : `${row.width} × ${row.height}`;
}

/** A `Cache-Control` header for people: `public, max-age=86400, immutable` → `1 day, immutable`. */
export function cacheWords(header: string): string {
  const parts = header.split(',').map((part) => part.trim());
  const words = parts.flatMap((part) => {
    const seconds = /^max-age=(\d+)$/i.exec(part)?.[1];
    if (seconds !== undefined) return [seconds === '0' ? part : formatDuration(Number(seconds))];
    return part === 'public' && parts.length > 1 ? [] : [part];
  });
  return words.join(', ');
}

/** How far a transfer is, between 0 and 1; null where it has no measure. */
export function shareOf({ state, size }: TransferItem): number | null {
  switch (state.kind) {
    case 'moving':
    case 'paused':
      return size === 0 ? 0 : Math.min(1, state.movedBytes / size);
    case 'verifying':
      return 1;
    case 'queued':
    case 'conflict':
    case 'waiting':
    case 'failed':
    case 'done':
    case 'skipped':
      return null;
    default:
      return assertNever(state);
  }
}

/** The state of a transfer in a word or two; null once there is nothing more to say. */
export function stateWords({ state }: TransferItem): string | null {
  const { t } = i18next;
  switch (state.kind) {
    case 'queued':
      return t('library:state.queued');
    case 'conflict':
      return t('library:state.conflict');
    case 'moving':
      return t('library:state.sending');
    case 'verifying':
      return t('library:state.verifying');
    case 'paused':
      return t('library:state.paused');
    case 'waiting':
      return state.until === null
        ? t('library:state.waits')
        : t('library:state.waiting', { time: formatTime(state.until) });
    case 'failed':
      return failureWords(state.failure).title;
    case 'done':
    case 'skipped':
      return null;
    default:
      return assertNever(state);
  }
}

/** The accessible name of a row: the file's name first, then what a glance would tell. */
export function rowLabel(row: LibraryRow, transfer: TransferItem | null): string {
  return row.kind === 'folder' ? folderLabel(row) : assetLabel(row, transfer);
}

function folderLabel(row: FolderRow): string {
  return [shownName(row.name), i18next.t('common:kind.folder'), objectWords(row.count)].join(', ');
}

function assetLabel(row: AssetRow, transfer: TransferItem | null): string {
  const parts = [shownName(row.name), i18next.t(`common:kind.${row.media}`), sizeOf(row)];
  if (row.durationMs !== null) parts.push(formatClock(row.durationMs));
  if (row.generated !== null) parts.push(i18next.t('library:madeWith', { model: row.generated.model }));
  const words = transfer === null ? null : stateWords(transfer);
  if (transfer !== null && words !== null) {
    const share = shareOf(transfer);
    parts.push(transfer.state.kind === 'failed' ? i18next.t('library:state.failed', { reason: words }) : words);
    if (share !== null) parts.push(formatPercent(share));
  }
  return parts.join(', ');
}
