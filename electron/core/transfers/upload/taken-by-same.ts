import { sourcePathOf } from './own-files';
import type { UploadRecord } from '../journal/records';
import { compare, type Comparing } from './same-content';
import type { Comparison } from '../proof';
import { SourceFile } from '../source-file';
import { headOrNull } from '../store-questions';

/** Whether the object that has an upload's key is the very file. `takenSize`: as it was when the key was found taken. */
export async function compareTaken(
  record: UploadRecord,
  takenSize: number,
  how: Comparing,
  signal: AbortSignal,
): Promise<Comparison> {
  const source = await SourceFile.open(sourcePathOf(record));
  try {
    if (source.size !== takenSize) return 'different';
    const head = await headOrNull(how.store, record.key, signal);
    if (head === null) return 'unknown';
    const comparison = await compare(source, record.key, head, how, signal);
    if (comparison === 'same') await source.ensureUnchanged();
    return comparison;
  } finally {
    await source.close();
  }
}
