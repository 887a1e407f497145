import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { consume, readDocument, type Body } from './body';
import { decodePath, findObject, isoTime, requireBucket, requireObject, xmlReply, type Call, type Reply } from './call';
import { isNotModified, parseRange, requireConditions, type OnMalformed } from './conditions';
import { demand } from './errors';
import { identityOf, type ByteRange, type Change, type Content, type KeptHeaders, type StoredObject } from './tables';
import { children, parseXml, texts } from './xml';

const MAX_METADATA_BYTES = 8192;
const MAX_DELETE_KEYS = 1000;
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|expires)$/;
const META = 'x-amz-meta-';

/** What a write's headers say to keep with the object. */
export function storedHeaders(headers: IncomingHttpHeaders): KeptHeaders {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const meta = entries.filter(([name]) => name.startsWith(META));
  const bytes = meta.reduce((sum, [name, value]) => sum + name.length - META.length + value.length, 0);
  demand(bytes <= MAX_METADATA_BYTES, 'MetadataTooLarge');
  const kept = Object.fromEntries([...meta, ...entries.filter(([name]) => KEPT.test(name))]);
  // `aws-chunked` is how the body travelled, not what it is.
  const encodings = (kept['content-encoding'] ?? '').split(',').map((one) => one.trim());
  kept['content-encoding'] = encodings.filter((one) => one !== 'aws-chunked').join(', ');
  if (kept['content-encoding'] === '') delete kept['content-encoding'];
  const storageClass = String(headers['x-amz-storage-class'] ?? 'STANDARD');
  demand(['STANDARD', 'STANDARD_IA'].includes(storageClass), 'InvalidStorageClass');
  if (storageClass === 'STANDARD_IA') kept['x-amz-storage-class'] = storageClass;
  return kept;
}

/** Replaces what the key holds, together with `more`, if the request's conditions still hold now that its turn has come. */
export async function replace(call: Call, object: StoredObject, ...more: Change[]): Promise<void> {
  const old = findObject(call, call.bucket, object.key);
  requireConditions(call.headers, old);
  const age = call.now - (old?.modified ?? -Infinity);
  demand(age >= call.conduct.profile.sameKeyGap, 'TooManyRequests');
  await call.store.commit(['objects', identityOf(call.bucket, object.key), object], ...more);
}

/** The request's body, or another, in a new file. */
export async function receive(call: Call, body: Body = call) {
  const { store, path, made, now } = call;
  const name = createHash('sha256').update(path).digest('hex');
  const file = `${name}-${store.random(8).toString('hex')}`;
  made.push({ file, size: 0 });
  const { size, etag, checksums } = await store.write(file, (sink) => consume(body, sink));
  return { content: { segments: [{ file, size }], size, etag, modified: now }, checksums };
}

export async function putObject(call: Call): Promise<Reply> {
  const headers = storedHeaders(call.headers);
  // Once before the body, to spare the sender the upload, and again when it is here.
  requireConditions(call.headers, findObject(call));
  const { content, checksums } = await receive(call);
  await replace(call, { ...content, key: call.key, headers });
  return { status: 200, headers: { etag: `"${content.etag}"`, ...checksums } };
}

export function copySource(call: Call): StoredObject {
  const source = decodePath(String(call.headers['x-amz-copy-source'])).replace(/^\//, '');
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(source) ?? [];
  demand(bucket !== undefined && key !== undefined, 'InvalidArgument', 'copy source bucket name');
  call.conduct.permit('read', bucket === call.ownBucket);
  return requireObject(call, bucket, key);
}

/** An object's bytes, or a range of them, in a new file. */
export function copyBytes(call: Call, { segments, size }: StoredObject, range = wholeOf(size)) {
  const headers = { 'content-length': String(range.end - range.start + 1) };
  const chunks = call.store.read(segments, range.start, range.end);
  return receive(call, { headers, payloadHash: 'UNSIGNED-PAYLOAD', chunks });
}

export function copyReply(root: string, { etag, modified }: Content): Reply {
  return xmlReply(root, { ETag: `"${etag}"`, LastModified: isoTime(modified) });
}

export async function copyObject(call: Call): Promise<Reply> {
  const directive = String(call.headers['x-amz-metadata-directive'] ?? 'COPY');
  const source = copySource(call);
  const old = { COPY: source.headers, REPLACE: {}, MERGE: source.headers }[directive];
  demand(old !== undefined, 'InvalidArgument', `metadata directive ${directive}.`);
  requireConditions(call.headers, source, 'x-amz-copy-source-');
  const headers = { ...old, ...(directive === 'COPY' ? {} : storedHeaders(call.headers)) };
  const { content } = await copyBytes(call, source);
  await replace(call, { ...content, key: call.key, headers });
  return copyReply('CopyObjectResult', content);
}

const wholeOf = (size: number): ByteRange => ({ start: 0, end: size - 1 });

function partRange({ segments }: StoredObject, number: number): ByteRange {
  const [segment] = segments.slice(number - 1);
  demand(number >= 1 && segment !== undefined, 'InvalidPart');
  const start = segments.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + segment.size - 1 };
}

/** GetObject and HeadObject: Range counts for HEAD too. */
export function getObject(call: Call, onMalformed: OnMalformed = 'refuse'): Reply {
  const { query } = call;
  const object = requireObject(call);
  const { segments, size, etag, modified } = object;
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream', ...object.headers };
  Object.assign(headers, {
    etag: `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    'accept-ranges': 'bytes',
  });
  if (isNotModified(call.headers, object)) return { status: 304, headers };
  for (const [name, value] of call.method === 'GET' ? query : []) {
    const [, header = ''] = name.split('response-');
    // On the wire as UTF-8, which Node takes for a header when it is told that the bytes are Latin-1.
    if (KEPT.test(header)) headers[header] = Buffer.from(value.replace(/[\r\n]/g, ' ')).toString('latin1');
  }
  const partNumber = query.get('partNumber');
  if (partNumber !== null) headers['x-amz-mp-parts-count'] = String(segments.length);
  const asked = parseRange(call.headers.range, size, onMalformed);
  const range = partNumber === null ? asked : partRange(object, Number(partNumber));
  const { start, end } = range ?? wholeOf(size);
  headers['content-length'] = String(end - start + 1);
  if (range !== undefined) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  return { status: range === undefined ? 200 : 206, headers, body: { segments, start, end } };
}

/** Deleting what is not there is no error. */
async function remove(call: Call, keys: readonly string[]): Promise<void> {
  const { name } = requireBucket(call);
  const identities = [...new Set(keys.map((key) => identityOf(name, key)))];
  const there = identities.filter((identity) => call.store.tables.objects.get(identity) !== undefined);
  if (there.length > 0) await call.store.commit(...there.map((identity) => ['objects', identity, null] as const));
}

export async function deleteObject(call: Call): Promise<Reply> {
  await remove(call, [call.key]);
  return { status: 204 };
}

/** R2 reports each key as deleted, those that never were too, and pays no heed to Quiet. */
export async function deleteObjects(call: Call): Promise<Reply> {
  const request = parseXml(await readDocument(call), 'Delete');
  const keys = children(request, 'Object').flatMap((object) => texts(object, 'Key').slice(0, 1));
  const [quiet = 'false'] = texts(request, 'Quiet');
  demand(keys.length > 0 && keys.length <= MAX_DELETE_KEYS && ['true', 'false'].includes(quiet), 'MalformedXML');
  await remove(call, keys);
  return xmlReply('DeleteResult', { Deleted: keys.map((Key) => ({ Key })) });
}
