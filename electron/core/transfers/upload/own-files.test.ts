import { join } from 'node:path';
import { expect, it } from 'vitest';
import { transferRecord, type TransferRecord } from '../journal/records';
import { namesInUse, ownFiles, withOwnFilesIn } from './own-files';

const OLD = '/home/old/app';
const FOLDERS = {
  staged: '/home/new/app/transfers/pasted',
  zipLists: '/home/new/app/transfers/zips',
  handedOver: { script: '/home/new/app/incoming', generated: '/home/new/app/generation/outbox' },
};
const SOURCE = { size: 1, mtimeMs: 1, ino: 1 };

function recordOf(own: Readonly<Record<string, unknown>>): TransferRecord {
  return transferRecord.parse({
    id: 'a',
    connectionId: 'c',
    bucket: 'b',
    key: 'a.png',
    size: 7,
    contentType: 'image/png',
    localPath: '/photos/a.png',
    addedAt: 1,
    batchId: 'batch',
    status: { kind: 'open' },
    direction: 'upload',
    origin: 'files',
    typeIsKnown: false,
    deleteWhenDone: false,
    decision: null,
    attempted: false,
    multipart: null,
    ...own,
  });
}

function filesThen(own: Readonly<Record<string, unknown>>): readonly string[] {
  const record = withOwnFilesIn(FOLDERS, recordOf(own));
  return [record.localPath, ...ownFiles(record)].map((path) => path.replaceAll('\\', '/'));
}

it.each(['files', 'watched', 'script'])('a person’s own file stays where it was (%s)', (origin) => {
  expect(filesThen({ origin })).toEqual(['/photos/a.png']);
});

it('a pasted, sent or generated file is looked for in the folder of today', () => {
  const own = { deleteWhenDone: true, localPath: join(OLD, 'any', '1.png') };
  expect(filesThen({ ...own, origin: 'pasted' })[0]).toBe(`${FOLDERS.staged}/1.png`);
  expect(filesThen({ ...own, origin: 'script' })[0]).toBe(`${FOLDERS.handedOver.script}/1.png`);
  expect(filesThen({ ...own, origin: 'generated' })[0]).toBe(`${FOLDERS.handedOver.generated}/1.png`);
});

it('so is what was made of a person’s file', () => {
  const path = join(OLD, 'transfers', 'pasted', '1.webp');
  const converted = { kind: 'made', path, source: SOURCE };
  const cleaned = { kind: 'removed', path, source: SOURCE };
  expect(filesThen({ converted })).toEqual(['/photos/a.png', `${FOLDERS.staged}/1.webp`]);
  expect(filesThen({ cleaned })).toEqual(['/photos/a.png', `${FOLDERS.staged}/1.webp`]);
});

it('so is the list of a ZIP file, which itself stays where a person wants it', () => {
  const zip = { list: join(OLD, 'transfers', 'zips', '1.ndjson'), count: 1 };
  const download = { direction: 'download', folder: '/down', etag: '', partPath: '/down/a.part', zip };
  const list = `${FOLDERS.zipLists}/1.ndjson`;
  expect(filesThen({ ...download, localPath: '/down/a.zip' })).toEqual(['/down/a.zip', '/down/a.part', list]);
  expect(filesThen({ direction: 'pack', zip, beginning: null, expected: null })).toContain(list);
});

it('a name in use is told without its folder', () => {
  expect(namesInUse(recordOf({ origin: 'pasted', localPath: join(OLD, '1.png') }))).toContain('1.png');
});
