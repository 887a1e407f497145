import { fail } from '../../../../shared/failure';
import { normalizeKey } from '../../../../shared/keys';
import type { AddedTransfers } from '../../../../shared/transfer';
import type { AddingDownloads } from './adding-downloads';
import { ZIP_TYPE } from '../zip/pack';
import { keepList } from './placing';
import type { PackRecord } from '../journal/records';
import { Tally } from './tally';
import { placeOf } from '../place';
import type { PackRequest } from '../transfers-api';
import { uploadProblem } from './upload-problem';
import { MAX_PACKED_BYTES } from '../zip/zip-size';

/** Makes one transfer that packs all objects into one ZIP file in their bucket. */
export async function addPack(
  deps: Pick<AddingDownloads, 'house' | 'book' | 'queue' | 'lists' | 'listings'>,
  request: PackRequest,
  signal: AbortSignal,
): Promise<AddedTransfers | null> {
  const { house, book, queue } = deps;
  const profile = house.profileOf(request.connectionId) ?? fail('no-connection');
  const key = normalizeKey(request.key);
  const problem = uploadProblem(key, 0);
  if (problem !== null) fail(problem.code, problem.params);
  const id = house.randomId();
  const kept = await keepList(deps, id, request.objects, signal);
  if (kept === null) return null;
  const { list, count, size, packed } = kept;
  if (packed > MAX_PACKED_BYTES) fail('too-large', { size: packed, limit: MAX_PACKED_BYTES });
  const record: PackRecord = {
    id,
    direction: 'pack',
    connectionId: profile.id,
    ...placeOf(profile),
    key,
    size,
    contentType: ZIP_TYPE,
    localPath: '',
    addedAt: house.clock.now(),
    batchId: house.randomId(),
    status: { kind: 'open' },
    rank: 0,
    zip: { list, count },
    decision: null,
    beginning: null,
    expected: null,
  };
  queue.offer(await book.add([record]));
  const tally = new Tally();
  tally.add(size);
  return tally.result();
}
