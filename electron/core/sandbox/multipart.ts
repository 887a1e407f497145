import { createHash, randomBytes } from 'node:crypto';
import { R2_LIMITS } from '../../../shared/r2';
import { readDocument } from './body';
import { isoTime, xmlReply, type Call, type Reply } from './call';
import { demand, found, S3Error } from './errors';
import { listPage } from './listing';
import { bytesOf, copyReply, copySource, receive, replace, storedHeaders } from './objects';
import type { Store } from './store';
import { identityOf, partAddress, uploadAddress, type Change, type Part, type Upload } from './tables';
import { elements, texts } from './xml';

const addressOf = ({ bucket, key, query }: Call): string => uploadAddress(bucket, key, query.get('uploadId') ?? '');

const findUpload = (call: Call): Upload => found(call.store.tables.uploads.get(addressOf(call)), 'NoSuchUpload');

/** What it takes to be rid of the request's upload and its parts. */
function removal(call: Call): Change[] {
  const { id } = findUpload(call);
  const places = Array.from(call.store.tables.parts.within(`${id}/`), ([place]) => place);
  return [['uploads', addressOf(call), null], ...places.map((place): Change => ['parts', place, null])];
}

export async function createMultipartUpload({ store, bucket, key, headers }: Call): Promise<Reply> {
  const id = randomBytes(48).toString('base64url');
  const upload = { id, key, initiated: Date.now(), headers: storedHeaders(headers) };
  await store.commit(['uploads', uploadAddress(bucket, key, id), upload]);
  return xmlReply('InitiateMultipartUploadResult', { UploadId: id, Bucket: bucket, Key: key });
}

/** UploadPart and UploadPartCopy. */
export async function uploadPart(call: Call): Promise<Reply> {
  const number = Number(call.query.get('partNumber'));
  const isPart = Number.isInteger(number) && number >= 1 && number <= R2_LIMITS.maxParts;
  demand(isPart, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive.');
  const address = partAddress(findUpload(call).id, number);
  const isCopy = 'x-amz-copy-source' in call.headers;
  const source = isCopy ? bytesOf(call, copySource(call)) : call;
  const content = await receive(call, source, (part) => {
    // The upload may have ended meanwhile.
    findUpload(call);
    return call.store.commit(['parts', address, { ...part, number }]);
  });
  return isCopy ? copyReply('CopyPartResult', content) : { status: 200, headers: { etag: `"${content.etag}"` } };
}

/** The parts that the request names, in the order of their numbers however it has them, or the rule of R2's that they break. */
function selectParts(store: Store, id: string, document: string): Part[] {
  const parts = elements(document, 'Part').map((wanted) => {
    const part = found(store.tables.parts.get(partAddress(id, Number(texts(wanted, 'PartNumber')[0]))), 'InvalidPart');
    demand(part.etag === texts(wanted, 'ETag')[0]?.replaceAll('"', ''), 'InvalidPart');
    return part;
  });
  demand(parts.length > 0, 'MalformedXML');
  demand(new Set(parts).size === parts.length, 'InvalidPart', 'There was a problem with the multipart upload.');
  parts.sort((a, b) => a.number - b.number);
  const sizes = parts.map(({ size }) => size);
  const last = sizes.pop() ?? 0;
  const [first = last] = sizes;
  demand(!sizes.some((size) => size < R2_LIMITS.minPartBytes), 'EntityTooSmall');
  const areEqual = last <= first && sizes.every((size) => size === first);
  demand(areEqual, 'InvalidPart', 'All non-trailing parts must have the same length.');
  return parts;
}

export async function completeMultipartUpload(call: Call): Promise<Reply> {
  const document = await readDocument(call);
  const { id, key, headers } = findUpload(call);
  const parts = selectParts(call.store, id, document);
  const md5 = createHash('md5').update(Buffer.from(parts.map((part) => part.etag).join(''), 'hex'));
  const etag = `${md5.digest('hex')}-${parts.length}`;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const segments = parts.flatMap((part) => part.segments);
  const ending = removal(call);
  try {
    await replace(call, { key, segments, size, etag, modified: Date.now(), headers }, ...ending);
  } catch (error) {
    // R2 ends an upload whose conditional Complete fails (release notes of 2023-08-11).
    if (error instanceof S3Error) await call.store.commit(...ending);
    throw error;
  }
  return xmlReply('CompleteMultipartUploadResult', { Bucket: call.bucket, Key: key, ETag: `"${etag}"` });
}

export async function abortMultipartUpload(call: Call): Promise<Reply> {
  await call.store.commit(...removal(call));
  return { status: 204 };
}

export function listParts(call: Call): Reply {
  const { store, query, bucket, key } = call;
  const { id } = findUpload(call);
  const after = partAddress(id, Number(query.get('part-number-marker')));
  const { rows, truncated, limit } = listPage(store.tables.parts, `${id}/`, after, query.get('max-parts'));
  const Part = rows.map(({ number, modified, etag, size }) => {
    return { PartNumber: number, LastModified: isoTime(modified), ETag: `"${etag}"`, Size: size };
  });
  const next = { IsTruncated: truncated, NextPartNumberMarker: rows.at(-1)?.number, MaxParts: limit };
  return xmlReply('ListPartsResult', { Bucket: bucket, Key: key, UploadId: id, ...next, Part });
}

export function listMultipartUploads({ store, query, bucket }: Call): Reply {
  const param = (name: string): string => query.get(name) ?? '';
  // A key marker alone is past all uploads of that key: no upload id is U+FFFF.
  const after = uploadAddress(bucket, param('key-marker'), param('upload-id-marker') || '\uffff');
  const prefix = identityOf(bucket, param('prefix'));
  const { rows, truncated, limit } = listPage(store.tables.uploads, prefix, after, query.get('max-uploads'));
  const Upload = rows.map(({ key, id, initiated }) => ({ Key: key, UploadId: id, Initiated: isoTime(initiated) }));
  const last = rows.at(-1);
  const next = { IsTruncated: truncated, NextKeyMarker: last?.key, NextUploadIdMarker: last?.id, MaxUploads: limit };
  return xmlReply('ListMultipartUploadsResult', { Bucket: bucket, Prefix: param('prefix'), ...next, Upload });
}
