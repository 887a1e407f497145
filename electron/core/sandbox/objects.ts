import type { IncomingHttpHeaders } from 'node:http';
import { createHash } from 'node:crypto';
import { readDocument, receive, xmlReply } from './call';
import type { Call, Reply } from './call';
import { isNotModified, parseRange, requireConditions } from './conditions';
import type { ByteRange } from './conditions';
import { notImplementedHeader, S3Error } from './errors';
import type { Segment, StoredObject } from './state';
import { decodePath } from './target';
import { childText, parseXml } from './xml';

const MAX_METADATA_BYTES = 8192;
const MAX_DELETE_KEYS = 1000;
const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
const META = 'x-amz-meta-';
const UNSUPPORTED =
  /^x-amz-(tagging|grant-.*|website-redirect-location|object-lock-.*|mfa|server-side-encryption-(customer|aws|context|bucket).*)$/;

/** Refuses what R2 refuses, and what this server would otherwise leave undone without a word. */
export function screenHeaders(headers: IncomingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (UNSUPPORTED.test(name)) throw notImplementedHeader(name, String(value));
  }
}

/** What a write's headers say to keep with the object. */
export function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (KEPT.includes(name)) kept[name] = String(value);
    if (!name.startsWith(META)) continue;
    kept[name] = String(value);
    bytes += name.length - META.length + String(value).length;
  }
  if (bytes > MAX_METADATA_BYTES) throw new S3Error('MetadataTooLarge');
  // `aws-chunked` is how the body travelled, not what it is.
  const encoding = (kept['content-encoding'] ?? '').split(',').map((one) => one.trim());
  kept['content-encoding'] = encoding.filter((one) => one !== 'aws-chunked').join(', ');
  if (kept['content-encoding'] === '') delete kept['content-encoding'];
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (storageClass === 'STANDARD_IA') kept['x-amz-storage-class'] = storageClass;
  else if (storageClass !== 'STANDARD') throw new S3Error('InvalidStorageClass');
  return kept;
}

/** Replaces what the key holds, if the request's conditions still hold when its turn comes. */
export async function replace(call: Call, object: StoredObject, commit: () => Promise<void>): Promise<void> {
  const { objects, name } = call.bucket;
  await call.store.exclusive(`${name}/${object.key.normalize('NFC')}`, async () => {
    const old = objects.get(object.key);
    requireConditions(call.headers, old);
    if (old !== undefined && call.now - old.modified < call.conduct.profile.sameKeyGap) {
      throw new S3Error('TooManyRequests');
    }
    await commit();
  });
}

async function put(call: Call, segment: Segment, etag: string, headers: Record<string, string>): Promise<void> {
  const segments = [segment];
  const object = { key: call.target.key, segments, size: segment.size, etag, modified: call.now, headers };
  try {
    await replace(call, object, () => call.store.commit({ op: 'put', bucket: call.bucket.name, object }));
  } catch (error) {
    await call.store.discard(segments);
    throw error;
  }
}

export async function putObject(call: Call): Promise<Reply> {
  const headers = storedHeaders(call.headers);
  // Once before the body, to spare the sender the upload, and again when it is here.
  requireConditions(call.headers, call.bucket.objects.get(call.target.key));
  const { file, result } = await receive(call, call.target.path);
  await put(call, { file, size: result.size }, result.md5, headers);
  return { status: 200, headers: { etag: `"${result.md5}"`, ...result.checksums } };
}

export function findObject(call: Call, key = call.target.key, bucket = call.bucket): StoredObject {
  const object = bucket.objects.get(key);
  if (object === undefined) throw new S3Error('NoSuchKey');
  return object;
}

export function copySource(call: Call): StoredObject {
  const source = decodePath(String(call.headers['x-amz-copy-source'])).replace(/^\//, '');
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1) throw new S3Error('InvalidArgument', 'copy source bucket name');
  const name = source.slice(0, slash);
  call.conduct.permit('read', name === call.bucket.name);
  return findObject(call, source.slice(slash + 1), call.store.bucket(name));
}

/** Copies bytes of an object into a new file. */
export async function copyBytes(call: Call, source: StoredObject, range: ByteRange) {
  const chunks = call.store.read(source, range.start, range.end);
  const { file, result } = await call.store.write(call.target.path, async (sink) => {
    const md5 = createHash('md5');
    for await (const chunk of chunks) {
      md5.update(chunk);
      await sink(chunk);
    }
    return md5.digest('hex');
  });
  return { segment: { file, size: range.end - range.start + 1 }, etag: result };
}

export async function copyObject(call: Call): Promise<Reply> {
  const directive = String(call.headers['x-amz-metadata-directive'] ?? 'COPY');
  const source = copySource(call);
  const headers = { COPY: source.headers, REPLACE: {}, MERGE: source.headers }[directive];
  if (headers === undefined) throw new S3Error('InvalidArgument', `metadata directive ${directive}.`);
  requireConditions(call.headers, source, 'x-amz-copy-source-');
  const own = directive === 'COPY' ? {} : storedHeaders(call.headers);
  const { segment, etag } = await copyBytes(call, source, { start: 0, end: source.size - 1 });
  await put(call, segment, etag, { ...headers, ...own });
  return xmlReply('CopyObjectResult', { ETag: `"${etag}"`, LastModified: new Date(call.now).toISOString() });
}

/** The headers of a read, on the S3 host and on the public one. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

export function serve(object: StoredObject, headers: Record<string, string>, range: ByteRange | undefined): Reply {
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const length = { 'content-length': String(end - start + 1) };
  if (range === undefined) return { status: 200, headers: { ...headers, ...length }, body: { object, start, end } };
  const contentRange = { 'content-range': `bytes ${start}-${end}/${object.size}` };
  return { status: 206, headers: { ...headers, ...length, ...contentRange }, body: { object, start, end } };
}

function partRange(object: StoredObject, partNumber: string): ByteRange {
  const index = Number(partNumber) - 1;
  const segment = object.segments[index];
  if (segment === undefined) throw new S3Error('InvalidPart');
  const start = object.segments.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + segment.size - 1 };
}

/** GetObject and HeadObject: Range counts for HEAD too. */
export function getObject(call: Call): Reply {
  const { query } = call.target;
  const object = findObject(call);
  const headers = objectHeaders(object);
  if (isNotModified(call.headers, object)) return { status: 304, headers };
  const partNumber = query.get('partNumber');
  const range = call.headers.range === undefined ? undefined : parseRange(call.headers.range, object.size);
  for (const name of KEPT) {
    const override = call.method === 'GET' ? query.get(`response-${name}`) : null;
    // On the wire as UTF-8, which Node takes for a header when it is told that the bytes are Latin-1.
    if (override !== null) headers[name] = Buffer.from(override.replace(/[\r\n]/g, ' ')).toString('latin1');
  }
  if (partNumber === null) return serve(object, headers, range);
  return serve(
    object,
    { ...headers, 'x-amz-mp-parts-count': String(object.segments.length) },
    partRange(object, partNumber),
  );
}

async function remove(call: Call, key: string): Promise<void> {
  const bucket = call.bucket.name;
  await call.store.exclusive(`${bucket}/${key.normalize('NFC')}`, async () => {
    if (call.bucket.objects.get(key) !== undefined) await call.store.commit({ op: 'delete', bucket, key });
  });
}

export async function deleteObject(call: Call): Promise<Reply> {
  await remove(call, call.target.key);
  return { status: 204 };
}

/** R2 reports each key as deleted, those that never were too, and pays no heed to Quiet. */
export async function deleteObjects(call: Call): Promise<Reply> {
  const request = parseXml(await readDocument(call), 'Delete');
  const keys = request.children
    .filter(({ name }) => name === 'Object')
    .map((object) => childText(object, 'Key'))
    .filter((key) => key !== undefined);
  const quiet = childText(request, 'Quiet') ?? 'false';
  if (keys.length === 0 || keys.length > MAX_DELETE_KEYS || !['true', 'false'].includes(quiet)) {
    throw new S3Error('MalformedXML');
  }
  await Promise.all(keys.map((key) => remove(call, key)));
  return xmlReply('DeleteResult', { Deleted: keys.map((Key) => ({ Key })) });
}
