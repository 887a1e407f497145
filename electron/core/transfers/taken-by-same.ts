import type { ObjectStore } from '../store/object-store';
import type { BufferPool } from './buffer-pool';
import { sourcePathOf } from './own-files';
import type { UploadRecord } from './records';
import { provenSame } from './same-content';
import { SourceFile } from './source-file';
import { headOrNull } from './store-questions';

/**
 * Whether the object that has an upload's key is proven to be the very file: the same size first, which costs nothing, then
 * MD5, or the parts' MD5s. What cannot be proven is not the same.
 */
export async function isTakenBySame(
  record: UploadRecord,
  takenSize: number,
  store: ObjectStore,
  buffers: BufferPool,
  signal: AbortSignal,
): Promise<boolean> {
  const source = await SourceFile.open(sourcePathOf(record));
  try {
    if (source.size !== takenSize) return false;
    const head = await headOrNull(store, record.key, signal);
    if (head === null || (await provenSame(source, head, buffers, signal)) === null) return false;
    await source.ensureUnchanged();
    return true;
  } finally {
    await source.close();
  }
}
