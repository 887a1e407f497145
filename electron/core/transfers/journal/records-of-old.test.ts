import { expect, it } from 'vitest';
import { applyLine, dropUnfinished, emptyState, journalLine } from './journal-state';
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
    server: null,
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

it('a name that an older version had begun keeps its number as it was', () => {
  const { folder: _, etag: __, partPath: ___, ...common } = OLD_DOWNLOAD;
  const own = { typeIsKnown: false, deleteWhenDone: false, decision: null, attempted: false, multipart: null };
  const plan = { folder: '', template: '{n}-{hash}', prefix: '', lowerCase: false };
  const naming = { ...plan, relative: 'a.png', at: 1, uuid: 'u', n: 7, hash: null, extension: null };
  const read = transferRecord.parse({ ...common, direction: 'upload', origin: 'files', ...own, naming });
  expect(read).toMatchObject({ naming: { n: 7, digits: 1 } });
});

it('a batch between "begin" and "whole" counts as it did', () => {
  const record = { ...OLD_DOWNLOAD, batchId: 'half' };
  const lines = [
    { kind: 'begin', batchId: 'half' },
    { kind: 'put', record },
    { kind: 'begin', batchId: 'batch' },
    { kind: 'put', record: { ...OLD_DOWNLOAD, id: 'd2' } },
    { kind: 'whole', batchId: 'batch' },
  ];
  const state = emptyState();
  for (const line of lines) applyLine(state, journalLine.parse(line));
  dropUnfinished(state);
  expect([...state.records.keys()]).toEqual(['d2']);
});

it('a copy that an older version wrote down goes on, and edits nothing', () => {
  const { folder: _, etag: __, partPath: ___, ...common } = OLD_DOWNLOAD;
  const source = { connectionId: 'c', bucket: 'b', key: 'b.png', etag: 'e' };
  const own = { move: true, source, decision: null, attempted: false, expected: null, multipart: null };
  const old = { ...common, direction: 'copy', ...own, step: { kind: 'copying' } };
  expect(transferRecord.parse(old)).toMatchObject({
    ...old,
    server: null,
    source: { ...source, server: null },
    edit: null,
    beginning: null,
  });
});
