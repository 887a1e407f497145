import {
  type CheckLineName,
  type CheckOutcome,
  type ConnectionCheck,
  type ConnectionDraft,
  type ConnectionRights,
  UNKNOWN_RIGHTS,
} from '../../../shared/connection';
import { FailureError, type Failure } from '../../../shared/failure';
import type { ObjectStore } from '../store/object-store';

/** What a check has shown of the token's rights; nothing where it did not reach the bucket. */
export function rightsOf({ lines, listsBuckets }: ConnectionCheck): ConnectionRights {
  const outcome = (name: CheckLineName): CheckOutcome | undefined => lines.find((one) => one.name === name)?.outcome;
  const reached = outcome('list')?.kind === 'passed' || outcome('read')?.kind === 'passed';
  if (!reached) return UNKNOWN_RIGHTS;
  const write = rightOf(outcome('write'));
  // R2 has no token that may delete and not write; without a probe it cannot be tried.
  return { write, delete: write === false ? false : rightOf(outcome('delete')), listBuckets: listsBuckets };
}

function rightOf(outcome: CheckOutcome | undefined): boolean | null {
  if (outcome?.kind === 'passed') return true;
  return outcome?.kind === 'failed' && isRefusal(outcome.failure) ? false : null;
}

/** The token may not do this at all; a lock on some of the objects says nothing of it. */
function isRefusal({ code, detail }: Failure): boolean {
  return code === 'access-denied' && detail?.startsWith('ObjectLockedByBucketPolicy') !== true;
}

/** What rights are found of. */
export type KeysOfBucket = Pick<ConnectionDraft, 'address' | 'bucket' | 'accessKeyId'>;

/** The rights were found with these keys, for this bucket. */
export function sameKeys(a: KeysOfBucket, b: KeysOfBucket): boolean {
  const textOf = ({ address, bucket, accessKeyId }: KeysOfBucket): string =>
    JSON.stringify([address, bucket, accessKeyId]);
  return textOf(a) === textOf(b);
}

/** Makes a store tell when its server refuses what only another token may do. */
export function tellRefusals(store: ObjectStore, tell: (rights: Partial<ConnectionRights>) => void): ObjectStore {
  const watch =
    <A extends readonly unknown[], T>(refused: Partial<ConnectionRights>, ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await ask(...args);
      } catch (error) {
        if (error instanceof FailureError && isRefusal(error.failure)) tell(refused);
        throw error;
      }
    };
  const write = { write: false };
  store.put = watch(write, store.put.bind(store));
  store.putStream = watch(write, store.putStream.bind(store));
  store.createMultipart = watch(write, store.createMultipart.bind(store));
  store.delete = watch({ delete: false }, store.delete.bind(store));
  const deleteMany = store.deleteMany.bind(store);
  store.deleteMany = watch({ delete: false }, async (keys, signal) => {
    const answers = await deleteMany(keys, signal);
    if (answers.some((one) => !one.deleted && isRefusal(one.failure))) tell({ delete: false });
    return answers;
  });
  return store;
}
