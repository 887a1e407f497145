import { fail, failure, type Failure } from '../../../../shared/failure';
import { keyProblem, nameOfKey, normalizeKey } from '../../../../shared/keys';
import { contentTypeOfName } from '../../../../shared/media';
import type { AddedTransfers } from '../../../../shared/transfer';
import { placeOf } from '../place';
import type { Queue } from '../queue/queue';
import type { CopyRecord } from '../journal/records';
import type { TransferBook } from '../transfer-book';
import type { CopyObject, CopyObjects, TransfersDeps } from '../transfers-api';

const SKIPPED_TOLD = 100;

interface AddingDeps {
  readonly house: Pick<TransfersDeps, 'profileOf' | 'clock' | 'randomId'>;
  readonly book: TransferBook;
  readonly queue: Queue;
}

/** Makes copies or moves of objects, each an item of the queue. What cannot be is left out and told. */
export async function addCopies(deps: AddingDeps, request: CopyObjects): Promise<AddedTransfers> {
  const { house, book, queue } = deps;
  const recordOf = recordMaker(house, request);
  const records: CopyRecord[] = [];
  const skipped: { path: string; failure: Failure }[] = [];
  for (const object of request.objects) {
    const problem = problemOf(request, object);
    if (problem === null) records.push(recordOf(object));
    else skipped.push({ path: object.key, failure: problem });
  }
  const [only] = skipped;
  if (only !== undefined && records.length === 0) fail(only.failure.code, only.failure.params);
  if (only === undefined && records.length === 0) fail('nothing-to-add');
  const [{ batchId } = { batchId: '' }] = records;
  queue.offer(await book.addWhole(batchId, records));
  return {
    added: records.length,
    totalBytes: records.reduce((sum, { size }) => sum + size, 0),
    skipped: skipped.slice(0, SKIPPED_TOLD),
    skippedCount: skipped.length,
    hidden: 0,
    mended: 0,
  };
}

function recordMaker(house: AddingDeps['house'], { from, to, move }: CopyObjects): (object: CopyObject) => CopyRecord {
  const source = house.profileOf(from) ?? fail('no-connection');
  const target = house.profileOf(to) ?? fail('no-connection');
  const batchId = house.randomId();
  const addedAt = house.clock.now();
  return ({ key, size, etag, targetKey, decision = null }) => ({
    id: house.randomId(),
    direction: 'copy',
    connectionId: to,
    ...placeOf(target),
    key: normalizeKey(targetKey),
    size,
    contentType: contentTypeOfName(nameOfKey(targetKey)),
    localPath: '',
    addedAt,
    rank: 0,
    batchId,
    status: { kind: 'open' },
    move,
    source: { connectionId: from, ...placeOf(source), key, etag },
    edit: null,
    relayed: false,
    decision,
    attempted: false,
    expected: null,
    beginning: null,
    multipart: null,
    step: { kind: 'copying' },
  });
}

function problemOf({ from, to }: CopyObjects, { key, targetKey }: CopyObject): Failure | null {
  // A folder's marker ends with the slash that a file's name must not have.
  const problem = keyProblem(targetKey.endsWith('/') ? targetKey.slice(0, -1) : targetKey);
  if (problem !== null) return failure('invalid-key', { name: nameOfKey(targetKey), key: targetKey, problem });
  const isItself = from === to && normalizeKey(key) === normalizeKey(targetKey);
  return isItself ? failure('same-object', { name: nameOfKey(key), key }) : null;
}
