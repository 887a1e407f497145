import { fail } from '../../../../shared/failure';
import { contentTypeOfName } from '../../../../shared/media';
import type { AddedTransfers } from '../../../../shared/transfer';
import { placeOf } from '../place';
import type { Queue } from '../queue/queue';
import type { CopyRecord } from '../journal/records';
import type { TransferBook } from '../transfer-book';
import type { EditObjects, ListedObject, TransfersDeps } from '../transfers-api';

interface AddingDeps {
  readonly house: Pick<TransfersDeps, 'profileOf' | 'clock' | 'randomId'>;
  readonly book: TransferBook;
  readonly queue: Queue;
}

/** Makes edits of objects' headers, each an item of the queue. The markers of folders are left alone. */
export async function addEdits(deps: AddingDeps, request: EditObjects, signal: AbortSignal): Promise<AddedTransfers> {
  const { house, book, queue } = deps;
  const recordOf = recordMaker(house, request);
  // By its key: a file and the folder that it lies in may be selected together.
  const objects = new Map<string, ListedObject>();
  for await (const batch of request.objects(signal)) {
    for (const object of batch) if (!object.key.endsWith('/')) objects.set(object.key, object);
  }
  const records: readonly CopyRecord[] = [...objects.values()].map(recordOf);
  const [first] = records;
  if (first === undefined) fail('nothing-to-add');
  queue.offer(await book.addWhole(first.batchId, records));
  const totalBytes = records.reduce((sum, { size }) => sum + size, 0);
  return { added: records.length, totalBytes, skipped: [], skippedCount: 0, hidden: 0, mended: 0 };
}

function recordMaker(house: AddingDeps['house'], request: EditObjects): (object: ListedObject) => CopyRecord {
  const { connectionId, edit } = request;
  const place = placeOf(house.profileOf(connectionId) ?? fail('no-connection'));
  const batchId = house.randomId();
  const addedAt = house.clock.now();
  return ({ key, size, etag }) => ({
    id: house.randomId(),
    direction: 'copy',
    connectionId,
    ...place,
    key,
    size,
    contentType: edit.contentType ?? contentTypeOfName(key),
    localPath: '',
    addedAt,
    rank: 0,
    batchId,
    status: { kind: 'open' },
    move: false,
    source: { connectionId, ...place, key, etag },
    edit,
    relayed: false,
    decision: null,
    attempted: false,
    expected: null,
    beginning: null,
    multipart: null,
    step: { kind: 'copying' },
  });
}
