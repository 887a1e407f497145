import { expect, it } from 'vitest';
import { withPlace } from './record-changes';
import { transferRecord, type CopyRecord, type UploadRecord } from './records';

const PLACE = { bucket: 'b', server: 'https://new.test' };
const MULTIPART = { uploadId: 'u', partSize: 5 };
const COMMON = {
  id: 't1',
  connectionId: 'c',
  bucket: 'b',
  server: 'https://old.test',
  key: 'a.png',
  size: 7,
  contentType: 'image/png',
  localPath: '',
  addedAt: 1,
  batchId: 'batch',
  status: { kind: 'open' },
  decision: null,
  attempted: true,
  beginning: 5,
};

it('an upload to another bucket knows nothing of what it had begun in the one before', () => {
  const multipart = { ...MULTIPART, source: { size: 7, mtimeMs: 1, ino: 1 } };
  const own = { direction: 'upload', origin: 'files', typeIsKnown: false, deleteWhenDone: false, multipart };
  const before = transferRecord.parse({ ...COMMON, ...own }) as UploadRecord;
  const anew = { attempted: false, beginning: null, multipart: null };
  expect(withPlace(before, PLACE)).toEqual({ ...before, ...PLACE, ...anew });
});

it('a move to another bucket has proven nothing there, and keeps its source', () => {
  const source = { connectionId: 'd', bucket: 's', server: 'https://source.test', key: 'b.png', etag: 'e' };
  const step = { kind: 'proven', etag: 'e', verified: 'md5' };
  const own = { direction: 'copy', move: true, source, expected: 'e', multipart: MULTIPART, step };
  const before = transferRecord.parse({ ...COMMON, ...own }) as CopyRecord;
  const anew = { attempted: false, beginning: null, multipart: null, expected: null, step: { kind: 'copying' } };
  expect(withPlace(before, PLACE)).toEqual({ ...before, ...PLACE, ...anew });
});
