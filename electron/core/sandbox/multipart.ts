import { createHash } from 'node:crypto';
import { readDocument } from './body';
import { isoTime, requireBucket, uriEncode, xmlReply, type Call, type Reply } from './call';
import { parseRange } from './conditions';
import { demand, S3Error } from './errors';
import { pageOf } from './listing';
import { copyBytes, copyReply, copySource, receive, replace, storedHeaders } from './objects';
import type { Store } from './store';
import { partAddress, uploadAddress, type Change, type Part, type Upload } from './tables';
import { children, parseXml, texts, type ParsedXml } from './xml';

const MIN_PART = 5 * 1024 * 1024;
const MAX_PARTS = 10_000;
/** The lifecycle rule that every R2 bucket begins with. */
const EXPIRY = 7 * 24 * 3600_000;

const addressOf = ({ bucket, key }: Call, id: string): string => uploadAddress(bucket, key, id);

function findUpload(call: Call): Upload {
  requireBucket(call);
  const upload = call.store.tables.uploads.get(addressOf(call, call.query.get('uploadId') ?? ''));
  demand(upload !== undefined && call.now - upload.initiated <= EXPIRY, 'NoSuchUpload');
  return upload;
}

const partsOf = ({ tables }: Store, id: string): Part[] =>
  Array.from(tables.parts.within(`${id}/`), ([, part]) => part);

/** What it takes to be rid of an upload and its parts. */
function removal(store: Store, address: string, id: string): Change[] {
  const parts = partsOf(store, id).map(({ number }): Change => ['parts', partAddress(id, number), null]);
  return [['uploads', address, null], ...parts];
}

export async function abortExpired(store: Store, now: number): Promise<void> {
  for (const [address, { id, initiated }] of [...store.tables.uploads]) {
    if (now - initiated > EXPIRY) await store.commit(...removal(store, address, id));
  }
}

export async function createMultipartUpload(call: Call): Promise<Reply> {
  const { name } = requireBucket(call);
  const { key } = call;
  const id = call.store.random(48).toString('base64url');
  const upload = { id, key, initiated: call.now, headers: storedHeaders(call.headers) };
  await call.store.commit(['uploads', addressOf(call, id), upload]);
  return xmlReply('InitiateMultipartUploadResult', { UploadId: id, Bucket: name, Key: key });
}

/** UploadPart and UploadPartCopy. */
export async function uploadPart(call: Call): Promise<Reply> {
  const { store, query, headers } = call;
  const number = Number(query.get('partNumber') || NaN);
  const isPart = Number.isInteger(number) && number >= 1 && number <= MAX_PARTS;
  demand(isPart, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive.');
  const address = partAddress(findUpload(call).id, number);
  const isCopy = 'x-amz-copy-source' in headers;
  try {
    const { content, checksums } = await (isCopy ? copyRange(call) : receive(call));
    findUpload(call);
    await store.commit(['parts', address, { ...content, number }]);
    if (isCopy) return copyReply('CopyPartResult', content);
    return { status: 200, headers: { etag: `"${content.etag}"`, ...checksums } };
  } catch (error) {
    // R2 has let go of the part by the time that its replacement fails (its "multipart objects" page).
    if (store.tables.parts.get(address) !== undefined) await store.commit(['parts', address, null]);
    throw error;
  }
}

async function copyRange(call: Call) {
  const source = copySource(call);
  return copyBytes(call, source, parseRange(call.headers['x-amz-copy-source-range']?.toString(), source.size));
}

function parsePart(node: ParsedXml): { readonly number: number; readonly etag: string } {
  const [number, [etag]] = [Number(texts(node, 'PartNumber')[0] || NaN), texts(node, 'ETag')];
  demand(Number.isInteger(number) && etag !== undefined, 'MalformedXML');
  return { number, etag: etag.trim().replace(/^"|"$/g, '') };
}

/** The parts that the request names, in the order of their numbers however it has them, or the rule of R2's that they break. */
function selectParts(store: Store, id: string, document: string): Part[] {
  const wanted = children(parseXml(document, 'CompleteMultipartUpload'), 'Part').map(parsePart);
  demand(wanted.length > 0, 'MalformedXML');
  const distinct = new Set(wanted.map(({ number }) => number)).size === wanted.length;
  demand(distinct, 'InvalidPart', 'There was a problem with the multipart upload.');
  const parts = wanted.map(({ number, etag }) => {
    const part = store.tables.parts.get(partAddress(id, number));
    demand(part !== undefined && part.etag === etag, 'InvalidPart');
    return part;
  });
  parts.sort((a, b) => a.number - b.number);
  const sizes = parts.map(({ size }) => size);
  const last = sizes.pop() ?? 0;
  const [first = last] = sizes;
  const small = sizes.some((size) => size < MIN_PART);
  demand(!small, 'EntityTooSmall');
  const equal = last <= first && sizes.every((size) => size === first);
  demand(equal, 'InvalidPart', 'All non-trailing parts must have the same length.');
  return parts;
}

export async function completeMultipartUpload(call: Call): Promise<Reply> {
  findUpload(call);
  const document = await readDocument(call);
  const { store, bucket } = call;
  const { id, key, headers } = findUpload(call);
  const parts = selectParts(store, id, document);
  const md5 = createHash('md5').update(Buffer.from(parts.map((part) => part.etag).join(''), 'hex'));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const segments = parts.flatMap((part) => part.segments);
  const etag = `${md5.digest('hex')}-${parts.length}`;
  const rest = removal(store, addressOf(call, id), id);
  try {
    await replace(call, { key, segments, size, etag, modified: call.now, headers }, ...rest);
  } catch (error) {
    // Release notes of 2023-08-11: a Complete whose condition fails ends the upload.
    if (error instanceof S3Error && error.code === 'PreconditionFailed') await store.commit(...rest);
    throw error;
  }
  const location = `http://${call.headers.host}/${bucket}/${uriEncode(key)}`;
  const content = { Bucket: bucket, Key: key, ETag: `"${etag}"`, Location: location };
  return xmlReply('CompleteMultipartUploadResult', content);
}

export async function abortMultipartUpload(call: Call): Promise<Reply> {
  const { id } = findUpload(call);
  await call.store.commit(...removal(call.store, addressOf(call, id), id));
  return { status: 204 };
}

export function listParts(call: Call): Reply {
  const { id } = findUpload(call);
  const { query, bucket, key } = call;
  const marker = Number(query.get('part-number-marker') ?? 0);
  const rest = partsOf(call.store, id).filter(({ number }) => number > marker);
  const { page, limit, truncated, last } = pageOf(rest, query.get('max-parts'));
  const asked = { Bucket: bucket, Key: key, UploadId: id, PartNumberMarker: marker, MaxParts: limit };
  const Part = page.map(({ number, modified, etag, size }) => {
    return { PartNumber: number, LastModified: isoTime(modified), ETag: `"${etag}"`, Size: size };
  });
  const next = { IsTruncated: truncated, NextPartNumberMarker: last?.number };
  return xmlReply('ListPartsResult', { ...asked, ...next, Part, StorageClass: 'STANDARD' });
}

export function listMultipartUploads(call: Call): Reply {
  const { query } = call;
  const { name } = requireBucket(call);
  const unsupported = 'ListMultipartUploads search parameter delimiter not implemented';
  demand(!query.has('delimiter'), 'NotImplemented', unsupported);
  const param = (parameter: string): string => query.get(parameter) ?? '';
  const [prefix, keyMarker, idMarker] = [param('prefix'), param('key-marker'), param('upload-id-marker')];
  // A key marker alone is past all uploads of that key: no upload id is U+FFFF.
  const after = keyMarker === '' ? undefined : uploadAddress(name, keyMarker, idMarker || '\uffff');
  const rest = Array.from(call.store.tables.uploads.within(`${name}/`, after), ([, upload]) => upload).filter(
    ({ key, id, initiated }) => key.startsWith(prefix) && id !== idMarker && call.now - initiated <= EXPIRY,
  );
  const { page, limit, truncated, last } = pageOf(rest, query.get('max-uploads'));
  const asked = { Bucket: name, Prefix: prefix, KeyMarker: keyMarker, UploadIdMarker: idMarker, MaxUploads: limit };
  const next = { IsTruncated: truncated, NextKeyMarker: last?.key, NextUploadIdMarker: last?.id };
  const Upload = page.map(({ key, id, initiated }) => {
    return { Key: key, UploadId: id, Initiated: isoTime(initiated), StorageClass: 'STANDARD' };
  });
  return xmlReply('ListMultipartUploadsResult', { ...asked, ...next, Upload });
}
