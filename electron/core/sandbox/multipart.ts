import { createHash } from 'node:crypto';
import { readDocument, receive, xmlReply } from './call';
import type { Call, Reply } from './call';
import { parseRange } from './conditions';
import { S3Error } from './errors';
import { compareKeys } from './key-index';
import { parseMaximum } from './listing';
import { copyBytes, copySource, replace, storedHeaders } from './objects';
import type { Part, Segment, State } from './state';
import type { Store } from './storage';
import { uriEncode } from './target';
import { childText, parseXml } from './xml';
import type { ParsedXml } from './xml';

const MIN_PART = 5 * 1024 * 1024;
const MAX_PARTS = 10_000;
/** The lifecycle rule that every R2 bucket begins with. */
const EXPIRY = 7 * 24 * 3600_000;

type LiveUpload = State['uploads'] extends Map<string, infer T> ? T : never;

function findUpload(call: Call): LiveUpload {
  const upload = call.store.state.uploads.get(call.target.query.get('uploadId') ?? '');
  const same = upload?.bucket === call.bucket.name && upload.key.normalize('NFC') === call.target.key.normalize('NFC');
  if (upload === undefined || !same || call.now - upload.initiated > EXPIRY) throw new S3Error('NoSuchUpload');
  return upload;
}

export async function abortExpired(store: Store, now: number): Promise<void> {
  for (const { id, initiated } of [...store.state.uploads.values()]) {
    if (now - initiated > EXPIRY) await store.commit({ op: 'abort-upload', id });
  }
}

export async function createMultipartUpload(call: Call): Promise<Reply> {
  const { key } = call.target;
  const id = call.store.random(48).toString('base64url');
  const headers = storedHeaders(call.headers);
  const upload = { id, bucket: call.bucket.name, key, initiated: call.now, headers };
  await call.store.commit({ op: 'create-upload', upload });
  return xmlReply('InitiateMultipartUploadResult', { UploadId: id, Bucket: call.bucket.name, Key: key });
}

function parsePartNumber(call: Call): number {
  const number = Number(call.target.query.get('partNumber') || NaN);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PARTS) return number;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive.');
}

async function putPart(call: Call, work: () => Promise<{ segment: Segment; etag: string }>): Promise<Part> {
  const number = parsePartNumber(call);
  const { id, parts } = findUpload(call);
  let part: Part;
  try {
    part = { ...(await work()), modified: call.now };
  } catch (error) {
    // R2 has let go of the part by the time that its replacement fails (its "multipart objects" page).
    if (parts.has(number)) await call.store.commit({ op: 'lose-part', id, number });
    throw error;
  }
  await call.store.commit({ op: 'put-part', id, number, part });
  findUpload(call);
  return part;
}

export async function uploadPart(call: Call): Promise<Reply> {
  let checksums: Readonly<Record<string, string>> = {};
  const part = await putPart(call, async () => {
    const { file, result } = await receive(call, call.target.path);
    checksums = result.checksums;
    return { segment: { file, size: result.size }, etag: result.md5 };
  });
  return { status: 200, headers: { etag: `"${part.etag}"`, ...checksums } };
}

export async function uploadPartCopy(call: Call): Promise<Reply> {
  const part = await putPart(call, () => {
    const source = copySource(call);
    const header = call.headers['x-amz-copy-source-range'];
    const range = header === undefined ? { start: 0, end: source.size - 1 } : parseRange(String(header), source.size);
    return copyBytes(call, source, range);
  });
  return xmlReply('CopyPartResult', { ETag: `"${part.etag}"`, LastModified: new Date(call.now).toISOString() });
}

function parsePart(node: ParsedXml): { readonly number: number; readonly etag: string } {
  const number = Number(childText(node, 'PartNumber') || NaN);
  const etag = childText(node, 'ETag');
  if (node.name !== 'Part' || !Number.isInteger(number) || etag === undefined) throw new S3Error('MalformedXML');
  return { number, etag: etag.trim().replace(/^"|"$/g, '') };
}

/** The parts that the request names, in the order of their numbers however it has them, or the rule of R2's that they break. */
function selectParts(upload: LiveUpload, document: string): Part[] {
  const wanted = parseXml(document, 'CompleteMultipartUpload')
    .children.map(parsePart)
    .sort((a, b) => a.number - b.number);
  if (wanted.length === 0) throw new S3Error('MalformedXML');
  if (new Set(wanted.map(({ number }) => number)).size < wanted.length) {
    throw new S3Error('InvalidPart', 'There was a problem with the multipart upload.');
  }
  const parts = wanted.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag !== etag) throw new S3Error('InvalidPart');
    return part;
  });
  const sizes = parts.map(({ segment }) => segment.size);
  const last = sizes.pop() ?? 0;
  const [first = last] = sizes;
  if (sizes.some((size) => size < MIN_PART)) throw new S3Error('EntityTooSmall');
  if (sizes.some((size) => size !== first) || last > first) {
    throw new S3Error('InvalidPart', 'All non-trailing parts must have the same length.');
  }
  return parts;
}

export async function completeMultipartUpload(call: Call): Promise<Reply> {
  const { id, key, headers } = findUpload(call);
  const document = await readDocument(call);
  const etag = await call.store.exclusive(`upload/${id}`, async () => {
    const parts = selectParts(findUpload(call), document);
    const segments = parts.map(({ segment }) => segment);
    const md5 = createHash('md5').update(Buffer.from(parts.map((part) => part.etag).join(''), 'hex'));
    const size = segments.reduce((sum, segment) => sum + segment.size, 0);
    const object = { key, segments, size, etag: `${md5.digest('hex')}-${parts.length}`, modified: call.now, headers };
    try {
      await replace(call, object, () => call.store.commit({ op: 'complete-upload', id, object }));
    } catch (error) {
      // Release notes of 2023-08-11: a Complete whose condition fails ends the upload.
      if (error instanceof S3Error && error.code === 'PreconditionFailed') await abort(call, id);
      throw error;
    }
    return object.etag;
  });
  const location = `http://${call.headers.host}/${call.bucket.name}/${uriEncode(key)}`;
  const content = { Bucket: call.bucket.name, Key: key, ETag: `"${etag}"`, Location: location };
  return xmlReply('CompleteMultipartUploadResult', content);
}

async function abort(call: Call, id: string): Promise<void> {
  await call.store.commit({ op: 'abort-upload', id });
}

export async function abortMultipartUpload(call: Call): Promise<Reply> {
  await abort(call, findUpload(call).id);
  return { status: 204 };
}

export function listParts(call: Call): Reply {
  const { id, parts } = findUpload(call);
  const { query } = call.target;
  const marker = Number(query.get('part-number-marker') ?? 0);
  const limit = Math.min(parseMaximum(query.get('max-parts')), 1000);
  const rest = [...parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = rest.slice(0, limit);
  const truncated = rest.length > page.length;
  return xmlReply('ListPartsResult', {
    Bucket: call.bucket.name,
    Key: call.target.key,
    UploadId: id,
    PartNumberMarker: marker,
    NextPartNumberMarker: truncated ? page.at(-1)?.[0] : undefined,
    MaxParts: limit,
    IsTruncated: truncated,
    Part: page.map(([number, part]) => ({
      PartNumber: number,
      LastModified: new Date(part.modified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.segment.size,
    })),
    StorageClass: 'STANDARD',
  });
}

export function listMultipartUploads(call: Call): Reply {
  const { query } = call.target;
  if (query.has('delimiter')) {
    throw new S3Error('NotImplemented', 'ListMultipartUploads search parameter delimiter not implemented');
  }
  const [prefix, keyMarker, idMarker] = ['prefix', 'key-marker', 'upload-id-marker'].map(
    (name) => query.get(name) ?? '',
  );
  const order = (key: string, id: string, key2: string, id2: string): number =>
    compareKeys(key, key2) || compareKeys(id, id2);
  const limit = Math.min(parseMaximum(query.get('max-uploads')), 1000);
  const rest = [...call.store.state.uploads.values()]
    .filter(({ bucket, initiated }) => bucket === call.bucket.name && call.now - initiated <= EXPIRY)
    .filter(({ key }) => key.startsWith(prefix ?? ''))
    // A key marker alone is past all uploads of that key: no upload id is U+FFFF.
    .filter(({ key, id }) => keyMarker === '' || order(key, id, keyMarker ?? '', idMarker || '\uffff') > 0)
    .sort((a, b) => order(a.key, a.id, b.key, b.id));
  const page = rest.slice(0, limit);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  return xmlReply('ListMultipartUploadsResult', {
    Bucket: call.bucket.name,
    KeyMarker: keyMarker,
    UploadIdMarker: idMarker,
    NextKeyMarker: last?.key,
    NextUploadIdMarker: last?.id,
    MaxUploads: limit,
    IsTruncated: rest.length > page.length,
    Prefix: prefix,
    Upload: page.map(({ key, id, initiated }) => ({
      Key: key,
      UploadId: id,
      Initiated: new Date(initiated).toISOString(),
      StorageClass: 'STANDARD',
    })),
  });
}
