import { expect, it } from 'vitest';
import { assetIdOf } from './asset-id';
import { codeOf } from '../store/failures.test-support';
import { indexHere } from './index/index-line.test-support';
import { CONNECTION, folder, openTestBucket } from './library.test-support';

it('what is no connection costs no index, and one that goes under a question is told as gone', async () => {
  const bucket = await openTestBucket();
  try {
    await bucket.put('a.png');
    let indexes = 0;
    let isKnown = true;
    const startIndex = () => {
      indexes += 1;
      return indexHere();
    };
    const { library, scanned } = bucket.library({
      startIndex,
      knows: (connectionId) => connectionId === CONNECTION && isKnown,
    });
    await scanned();
    expect(await codeOf(async () => library.summary(folder('', { connectionId: 'other' })))).toBe('no-connection');
    expect(await codeOf(async () => library.refresh('other'))).toBe('no-connection');
    const asked = codeOf(async () => {
      for (;;) await library.summary(folder(''));
    });
    const forgotten = library.forget(CONNECTION);
    isKnown = false;
    await forgotten;
    expect(['no-connection', 'not-found']).toContain(await asked);
    expect(indexes).toBe(1);
    await library.close();
  } finally {
    await bucket.close();
  }
});

it('a picture that still passes by when its connection has gone makes no index of it anew', async () => {
  const bucket = await openTestBucket();
  try {
    await bucket.put('a.png');
    let indexes = 0;
    let isKnown = true;
    const startIndex = () => {
      indexes += 1;
      return indexHere();
    };
    const { library, scanned } = bucket.library({ startIndex, knows: () => isKnown });
    await scanned();
    const source = await library.assetOf(assetIdOf(CONNECTION, 'a.png'));
    const onlooker = source === null ? null : library.passing(source);
    isKnown = false;
    await library.forget(CONNECTION);
    onlooker?.see(Buffer.from('a.png'));
    onlooker?.end();
    // As long as it takes to look at it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(onlooker).not.toBeNull();
    expect(indexes).toBe(1);
    await library.close();
  } finally {
    await bucket.close();
  }
});

it('an asset is nowhere while its connection is being removed, and to ask for it is no mistake', async () => {
  const bucket = await openTestBucket();
  try {
    await bucket.put('a.png');
    let isKnown = true;
    const { library, scanned } = bucket.library({ knows: () => isKnown });
    await scanned();
    const assetId = assetIdOf(CONNECTION, 'a.png');
    expect(await library.assetOf(assetId)).not.toBeNull();
    isKnown = false;
    expect(await library.assetOf(assetId)).toBeNull();
    await library.recheck(assetId);
    await library.close();
  } finally {
    await bucket.close();
  }
});
