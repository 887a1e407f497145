import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { countingProxy } from '../support/counting-proxy';
import { Desk, expect, test } from '../support/desk';

const CLIP = path.resolve(import.meta.dirname, '../../build/samples/first-light.mp4');
const GIBIBYTE = 1024 ** 3;
/** Of a gibibyte. What is on its way in sockets when the reader has enough counts too: 8.4 million bytes were seen. */
const MOST_READ = 16 * 1024 ** 2;

/** The sample with its `moov` behind a gibibyte of nothing, as a camera writes it; what lies in `mdat` stays in its place. */
async function writeLargeFilm(file: string): Promise<void> {
  const clip = await readFile(CLIP);
  const at = clip.indexOf('moov') - 4;
  const moov = clip.subarray(at, at + clip.readUInt32BE(at));
  const head = Buffer.from(clip);
  head.write('free', at + 4, 'latin1');
  const gap = Buffer.alloc(8);
  gap.writeUInt32BE(GIBIBYTE, 0);
  gap.write('free', 4, 'latin1');
  const handle = await open(file, 'w');
  try {
    await handle.write(Buffer.concat([head, gap]), 0, undefined, 0);
    await handle.write(moov, 0, undefined, head.length + GIBIBYTE);
  } finally {
    await handle.close();
  }
}

test(
  'the poster of a film of a gibibyte takes some megabytes of it',
  { tag: '@long' },
  async ({ app, bucket, folder }) => {
    test.slow();
    const file = path.join(folder, 'long.mp4');
    await writeLargeFilm(file);
    await bucket.putFile('long.mp4', file);
    const proxy = await countingProxy(bucket.address.endpoint);
    try {
      const desk = new Desk(app);
      await desk.connect({ ...bucket.address, endpoint: proxy.endpoint });
      const poster = await desk.drawnSize('long.mp4');
      expect(poster.width).toBeGreaterThan(100);
      expect(proxy.received()).toBeLessThan(MOST_READ);
    } finally {
      await app.quit();
      await proxy.close();
    }
  },
);
