import { expect, it } from 'vitest';
import { transferRecord } from './records';

/** As 0.1.0 wrote it. */
const OLD_DOWNLOAD = {
  id: 'd1',
  connectionId: 'c',
  bucket: 'b',
  key: 'a.png',
  size: 7,
  contentType: 'image/png',
  localPath: '/down/a.png',
  addedAt: 1,
  batchId: 'batch',
  status: { kind: 'open' },
  direction: 'download',
  folder: '/down',
  etag: 'e',
  partPath: '/down/a.png.part',
};

it('a download that an older version wrote down goes on', () => {
  const read = transferRecord.parse(OLD_DOWNLOAD);
  expect(read).toMatchObject({ ...OLD_DOWNLOAD, modified: null, decision: null, arrived: null, whole: null });
});
