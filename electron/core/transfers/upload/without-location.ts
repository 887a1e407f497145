import { basename } from 'node:path';
import { failure, FailureError } from '../../../../shared/failure';
import { extensionOf } from '../../../../shared/media';
import { removeLocation } from '../../location/remove-location';
import { fingerprintNow, isThere } from '../local-state';
import { removeQuietly } from '../download/part-file';
import type { Preparation } from './preparation';
import type { UploadRecord } from '../journal/records';
import { isSame } from '../source-file';

type ToClean = UploadRecord & { readonly removal: NonNullable<UploadRecord['removal']> };

/** Has a copy made that names no place, where the rule says so and the file names one. What was drawn anew names none. */
export async function withoutLocation(preparation: Preparation, signal: AbortSignal): Promise<void> {
  const record = preparation.record();
  if (!needsCleaning(record) || (await isCleaned(record))) return;
  const { id, localPath, removal } = record;
  const extension = extensionOf(localPath);
  const name = `cleaned-${id}${extension === '' ? '' : `.${extension}`}`;
  try {
    const keepCopy: Parameters<typeof removeLocation>[1] = (edits) =>
      preparation.staging.keepCopy(name, localPath, edits, signal);
    const outcome = await removeLocation(localPath, keepCopy, signal);
    if (signal.aborted && outcome.kind === 'removed') await removeQuietly(outcome.path);
    signal.throwIfAborted();
    await preparation.mark({ cleaned: outcome });
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'location-unclear') throw error;
    const { code, detail } = error.failure;
    if (removal.otherwise === 'fail') {
      const words = failure('location-not-removed', { name: basename(localPath) }, detail);
      throw new FailureError(words, { cause: error });
    }
    await preparation.mark({ cleaned: { kind: 'kept', code } });
  }
}

function needsCleaning(record: UploadRecord): record is ToClean {
  return record.removal !== null && record.converted?.kind !== 'made' && record.cleaned?.kind !== 'kept';
}

/** The file may have changed since it was looked at. */
async function isCleaned({ cleaned, localPath }: ToClean): Promise<boolean> {
  if (cleaned === null || cleaned.kind === 'kept') return false;
  if (!isSame(cleaned.source, await fingerprintNow(localPath))) return false;
  return cleaned.kind === 'nothing' || isThere(cleaned.path);
}
