import { failure, FailureError } from '../../../shared/failure';
import { removeQuietly } from '../transfers/download/part-file';
import type { Fingerprint } from '../transfers/journal/records';
import { SourceFile } from '../transfers/source-file';
import { clean } from './clean';
import { Uncleanable } from './editable';
import { type Edit, FileBytes } from './file-bytes';

/** `nothing`: the file says nothing of a place, and can go as it is. */
export type LocationOutcome =
  | { readonly kind: 'nothing'; readonly source: Fingerprint }
  | { readonly kind: 'removed'; readonly source: Fingerprint; readonly path: string };

/** Makes a copy of a file with some of its bytes replaced, and answers its path. */
export type KeepCopy = (edits: readonly Edit[]) => Promise<string>;

/**
 * Looks for what a picture or a film says of its place, and has a copy made without it. The copy is looked at again before it
 * counts. Throws `FailureError`: `location-unclear` where it cannot be told what the file says; `file-changed`.
 */
export async function removeLocation(path: string, keepCopy: KeepCopy, signal: AbortSignal): Promise<LocationOutcome> {
  const file = await SourceFile.open(path);
  try {
    const edits = await editsFor(file, signal);
    const source = file.fingerprint;
    if (edits.length === 0) return { kind: 'nothing', source };
    const copy = await keepCopy(edits);
    try {
      await file.ensureUnchanged();
      await ensureClean(copy, signal);
    } catch (error) {
      await removeQuietly(copy);
      throw error;
    }
    return { kind: 'removed', source, path: copy };
  } finally {
    await file.close();
  }
}

async function ensureClean(path: string, signal: AbortSignal): Promise<void> {
  const file = await SourceFile.open(path);
  try {
    if ((await editsFor(file, signal)).length > 0) throw unclear('something was left');
  } finally {
    await file.close();
  }
}

async function editsFor(file: SourceFile, signal: AbortSignal): Promise<readonly Edit[]> {
  const bytes = new FileBytes(file, signal);
  try {
    await clean(bytes);
  } catch (error) {
    throw error instanceof Uncleanable ? unclear(error.reason) : error;
  }
  return bytes.edits;
}

function unclear(detail: string): FailureError {
  return new FailureError(failure('location-unclear', {}, detail));
}
