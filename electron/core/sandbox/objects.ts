import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { R2_LIMITS } from '../../../shared/r2';
import { readBody, readDocument, type BodySource } from './body';
import { findObject, isoTime, xmlReply, type Call, type Reply } from './call';
import { isExcluded, parseRange } from './conditions';
import { demand, found } from './errors';
import { sha256 } from './sigv4';
import { identityOf, type Change, type Content, type KeptHeaders, type Segment, type StoredObject } from './tables';
import { texts } from './xml';

const META = 'x-amz-meta-';
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-storage-class|x-amz-meta-.*)$/;

/** What a write's headers say to keep with the object. */
export function storedHeaders(headers: IncomingHttpHeaders): KeptHeaders {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  const metadata = kept.filter(([name]) => name.startsWith(META));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - META.length + String(value).length, 0);
  demand(bytes <= R2_LIMITS.maxMetadataBytes, 'MetadataTooLarge');
  // The usual class is not named, and `aws-chunked` is how the body travelled, not what it is.
  const unsaid = ['x-amz-storage-class: STANDARD', 'content-encoding: aws-chunked'];
  const told = kept.filter(([name, value]) => !unsaid.includes(`${name}: ${String(value)}`));
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

/** Replaces what the key holds, together with `more`, if the request's conditions still hold now that its turn has come. */
export async function replace(call: Call, object: StoredObject, ...more: Change[]): Promise<void> {
  demand(!isExcluded(call.headers, findObject(call)?.etag), 'PreconditionFailed');
  await call.store.commit(['objects', identityOf(call.bucket, object.key), object], ...more);
}

/** The request's body, or another, in a new file. If `keep` does not make it one of a row, it goes again. */
export async function receive({ store, path }: Call, source: BodySource, keep: (content: Content) => Promise<void>) {
  const file = `${sha256(path)}-${randomBytes(8).toString('hex')}`;
  const received = { size: 0, etag: '' };
  try {
    await store.write(file, readBody(source, received));
    const content = { ...received, segments: [{ file, size: received.size }], modified: Date.now() };
    await keep(content);
    return content;
  } catch (error) {
    await store.discard([{ file, size: 0 }]);
    throw error;
  }
}

export async function putObject(call: Call): Promise<Reply> {
  const headers = storedHeaders(call.headers);
  // Once before the body, to spare the sender the upload, and again when it is here.
  demand(!isExcluded(call.headers, findObject(call)?.etag), 'PreconditionFailed');
  const { etag } = await receive(call, call, (content) => replace(call, { ...content, key: call.key, headers }));
  return { status: 200, headers: { etag: `"${etag}"` } };
}

export function copySource(call: Call): StoredObject {
  const source = decodeURIComponent(String(call.headers['x-amz-copy-source'])).replace(/^\//, '');
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(source) ?? [];
  demand(bucket !== undefined && key !== undefined, 'InvalidArgument', 'copy source bucket name');
  call.conduct.permit('read', bucket === call.ownBucket);
  return found(findObject({ ...call, bucket, key }), 'NoSuchKey');
}

/** What `receive` takes for a body: an object's bytes, or the range of them that UploadPartCopy asks for. */
export function bytesOf({ store, ...call }: Call, { segments, size }: StoredObject): BodySource {
  const { start, end } = parseRange(call.headers['x-amz-copy-source-range']?.toString(), size);
  const headers = { 'content-length': String(end - start + 1) };
  return { headers, payloadHash: 'UNSIGNED-PAYLOAD', chunks: store.read(segments, start, end) };
}

export const copyReply = (root: string, { etag, modified }: Content): Reply =>
  xmlReply(root, { ETag: `"${etag}"`, LastModified: isoTime(modified) });

export async function copyObject(call: Call): Promise<Reply> {
  const { key } = call;
  const source = copySource(call);
  demand(!isExcluded(call.headers, source.etag, 'x-amz-copy-source-'), 'PreconditionFailed');
  const isNew = call.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = isNew ? storedHeaders(call.headers) : source.headers;
  const copy = await receive(call, bytesOf(call, source), (content) => replace(call, { ...content, key, headers }));
  return copyReply('CopyObjectResult', copy);
}

/** The bytes of a part of a multipart upload, as a Range asks for them. */
function rangeOfPart(segments: readonly Segment[], number: number): string {
  const { size } = found(segments[number - 1], 'InvalidPart');
  const start = segments.slice(0, number - 1).reduce((sum, segment) => sum + segment.size, 0);
  return `bytes=${start}-${start + size - 1}`;
}

/** GetObject and HeadObject: Range and partNumber count for HEAD too. */
export function getObject(call: Call): Reply {
  const object = found(findObject(call), 'NoSuchKey');
  const { segments, size, etag, modified } = object;
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    ...object.headers,
    etag: `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (isExcluded(call.headers, etag)) return { status: 304, headers };
  const part = call.query.get('partNumber');
  const asked = part === null ? call.headers.range : rangeOfPart(segments, Number(part));
  const { start, end } = parseRange(asked, size);
  headers['content-length'] = String(end - start + 1);
  const body = call.method === 'HEAD' ? '' : call.store.read(segments, start, end);
  if (asked === undefined) return { status: 200, headers, body };
  headers['content-range'] = `bytes ${start}-${end}/${size}`;
  return { status: 206, headers, body };
}

/** Deleting what is not there is no error. */
export async function deleteObject({ store, bucket, key }: Call): Promise<Reply> {
  await store.commit(['objects', identityOf(bucket, key), null]);
  return { status: 204 };
}

/** R2 reports each key as deleted, those that never were too, and pays no heed to Quiet. */
export async function deleteObjects(call: Call): Promise<Reply> {
  const keys = texts(await readDocument(call), 'Key');
  demand(keys.length > 0 && keys.length <= R2_LIMITS.maxListKeys, 'MalformedXML');
  await call.store.commit(...keys.map((key) => ['objects', identityOf(call.bucket, key), null] as const));
  return xmlReply('DeleteResult', { Deleted: keys.map((Key) => ({ Key })) });
}
