import { createHash } from 'node:crypto';
import type { ObjectStore } from '../store/object-store';
import type { SampleFile } from './samples';

/**
 * Puts the samples into a bucket that holds nothing; leaves any other alone, so that what a person deleted stays deleted as
 * long as anything is left. `stored` hears of each, for the history. Answers how many were put.
 */
export async function seedSandbox(
  store: ObjectStore,
  samples: AsyncIterable<SampleFile>,
  stored: (sample: SampleFile) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 }, signal);
  if (page.objects.length > 0) return 0;
  let count = 0;
  for await (const sample of samples) {
    const contentMd5 = createHash('md5').update(sample.bytes).digest('base64');
    const headers = { contentType: sample.contentType, cacheControl: null, metadata: {} };
    await store.put(sample.key, sample.bytes, { ...headers, contentMd5, condition: 'none' }, signal);
    await stored(sample);
    count += 1;
  }
  return count;
}
