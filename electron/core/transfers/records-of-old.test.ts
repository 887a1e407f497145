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
  expect(read).toMatchObject({
    ...OLD_DOWNLOAD,
    modified: null,
    decision: null,
    arrived: null,
    beganAnew: false,
    zip: null,
    whole: null,
  });
});

it('an upload that an older version wrote down goes on, with the headers and the name that it had', () => {
  const { folder: _, etag: __, partPath: ___, ...common } = OLD_DOWNLOAD;
  const own = { typeIsKnown: false, deleteWhenDone: false, decision: null, attempted: false, multipart: null };
  const old = { ...common, direction: 'upload', origin: 'files', ...own };
  expect(transferRecord.parse(old)).toMatchObject({
    ...old,
    headers: { cacheControl: null, metadata: {} },
    naming: null,
    conversion: null,
    converted: null,
    removal: null,
    cleaned: null,
    beginning: null,
  });
});
