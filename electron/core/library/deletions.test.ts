import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import type { ObjectStore } from '../store/object-store';
import { CONNECTION, namesIn, openTestBucket, type TestBucket, viewOf } from './library.test-support';

const COUNT = 5000;
const all = viewOf({ kind: 'smart', view: 'all' });
const selection = { kind: 'view', view: all, except: [] } as const;
let bucket: TestBucket;

beforeEach(async () => {
  bucket = await openTestBucket();
});

afterEach(async () => {
  await bucket.close();
});

async function fill(count: number): Promise<void> {
  for (let from = 0; from < count; from += 100)
    await Promise.all(Array.from({ length: 100 }, (_, n) => bucket.put(`${from + n}.png`, '')));
}

/** The store, with another way to delete. */
function storeWith(deleteMany: ObjectStore['deleteMany']): ObjectStore {
  return new Proxy(bucket.store, {
    get: (store, name) => {
      const value: unknown = name === 'deleteMany' ? deleteMany : Reflect.get(store, name);
      return typeof value === 'function' ? value.bind(store) : value;
    },
  });
}

describe('deleting many', () => {
  it(
    'tells how far it is, and ends when it is stopped: what is gone is gone, the rest stays',
    { timeout: 120_000 },
    async () => {
      await fill(COUNT);
      const { library, scanned, until } = bucket.library();
      await scanned();
      const deleting = library.delete(selection);
      const state = await until(({ deleting: [one] }) => (one?.done ?? 0) >= 1000);
      const [running] = state.deleting;
      expect(running).toMatchObject({ connectionId: CONNECTION, total: COUNT, failed: 0, stopping: false });
      library.stopDelete(running?.id ?? '');
      const { deleted, failedCount, stopped } = await deleting;
      expect({ failedCount, stopped }).toEqual({ failedCount: 0, stopped: true });
      expect(deleted).toBeGreaterThanOrEqual(1000);
      expect(deleted).toBeLessThan(COUNT);
      expect((await library.summary(all)).objectCount).toBe(COUNT - deleted);
      expect((await scanned()).objectCount).toBe(COUNT - deleted);
      expect(library.state().deleting).toEqual([]);
    },
  );

  it('keeps what a server refused to delete, and tells the first hundred of them', async () => {
    await fill(700);
    const refused = failure('access-denied');
    const { library, scanned } = bucket.library({
      storeOf: () =>
        storeWith(async (keys, signal) => {
          const fine = keys.filter((key) => key.startsWith('1'));
          const rest = keys.filter((key) => !key.startsWith('1'));
          const answers = await bucket.store.deleteMany(fine, signal);
          return [...answers, ...rest.map((key) => ({ key, deleted: false as const, failure: refused }))];
        }),
    });
    await scanned();
    const answer = await library.delete(selection);
    expect(answer).toMatchObject({ deleted: 111, failedCount: 589, stopped: false });
    expect(answer.failed).toHaveLength(100);
    expect(await namesIn(library, all)).toHaveLength(589);
  });

  it('ends with the batch that failed as a whole', async () => {
    await fill(1200);
    let batches = 0;
    const { library, scanned } = bucket.library({
      storeOf: () =>
        storeWith((keys, signal) => {
          batches += 1;
          if (batches === 2) return Promise.reject(new FailureError(failure('offline')));
          return bucket.store.deleteMany(keys, signal);
        }),
    });
    await scanned();
    const answer = await library.delete(selection);
    expect(answer).toMatchObject({ deleted: 500, failedCount: 700 });
    expect(batches).toBe(2);
    expect(await namesIn(library, all)).toHaveLength(700);
  });
});
