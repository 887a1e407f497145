import { basename } from 'node:path';
import type { ConnectionProfile } from '../../shared/connection';
import { FailureError } from '../../shared/failure';
import type { AddedTransfers } from '../../shared/transfer';
import type { Note } from './note';

/** Where uploads by the icon go. */
export type TrayTarget = Pick<ConnectionProfile, 'id' | 'bucket' | 'rights'>;

/** What is said of such an upload outside the window. */
export interface TrayUploadWords {
  readonly readOnly: (bucket: string) => Note;
  readonly nothing: (hidden: number) => Note;
  /** `name`: one of those left out; `others`: whether any are on their way. */
  readonly leftOut: (leftOut: { readonly count: number; readonly name: string; readonly others: boolean }) => Note;
  /** Some may have been added before it. */
  readonly brokeOff: Note;
}

export interface TrayUploadDeps {
  /** null without a connection. */
  readonly target: () => TrayTarget | null;
  readonly add: (connectionId: string, paths: readonly string[]) => Promise<AddedTransfers>;
  readonly words: () => TrayUploadWords;
  readonly tell: (note: Note) => void;
  readonly showWindow: () => void;
}

/** Whether there is any use in offering it. */
export function mayUploadTo(target: TrayTarget | null): boolean {
  return target !== null && target.rights.write !== false;
}

/** Queues files for the bucket on show, and tells what will not come of it. Rejects with what is no expected failure. */
export async function uploadFromTray(paths: readonly string[], deps: TrayUploadDeps): Promise<void> {
  const target = deps.target();
  const words = deps.words();
  if (target === null) return deps.showWindow();
  if (!mayUploadTo(target)) return deps.tell(words.readOnly(target.bucket));
  try {
    const note = noteOf(await deps.add(target.id, paths), words);
    if (note !== null) deps.tell(note);
  } catch (error) {
    // The app ends: nobody waits for a word.
    if (error instanceof Error && error.name === 'AbortError') return;
    const isEmpty = error instanceof FailureError && error.failure.code === 'nothing-to-add';
    deps.tell(isEmpty ? words.nothing(0) : words.brokeOff);
    if (!(error instanceof FailureError)) throw error;
  }
}

/** What was queued is seen under the transfers, and its end is told when it is there. */
function noteOf({ added, hidden, skipped, skippedCount }: AddedTransfers, words: TrayUploadWords): Note | null {
  const [first] = skipped;
  if (first !== undefined) {
    const name = basename(first.path) || first.path;
    return words.leftOut({ count: skippedCount, name, others: added > 0 });
  }
  return added === 0 ? words.nothing(hidden) : null;
}
