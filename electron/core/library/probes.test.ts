import { expect, it } from 'vitest';
import { assetIdOf } from './asset-id';
import { indexHere } from './index/index-line.test-support';
import type { IndexLine } from './index/index-messages';
import { CONNECTION, openTestBucket } from './library.test-support';

it('what a picture showed is told to its own bucket alone: the index of another one stays at rest', async () => {
  const bucket = await openTestBucket();
  try {
    await bucket.put('a.png');
    let told = 0;
    const startIndex = (): IndexLine => {
      const line = indexHere();
      return {
        ...line,
        post: (message) => {
          if (message.kind === 'call' && message.method === 'enterProbe') told += 1;
          line.post(message);
        },
      };
    };
    const { library, scanned } = bucket.library({ startIndex });
    await library.open('other');
    await scanned();
    const assetId = assetIdOf(CONNECTION, 'a.png');
    const source = await library.assetOf(assetId);
    if (source === null) throw new Error('It is not known.');
    library.probes.rememberProbe(assetId, source, { kind: 'seen', width: 4, height: 3, durationMs: null });
    expect(await library.probes.probe(assetId, source.version)).toMatchObject({ width: 4 });
    expect(told).toBe(1);
  } finally {
    await bucket.close();
  }
});
