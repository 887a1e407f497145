import { isoTime, requireBucket, uriEncode, xmlReply, type Call, type Reply } from './call';
import { demand } from './errors';
import { fromBytes, placeOf, toBytes, type StoredObject, type Table } from './tables';

const MAX_KEYS = 1000;
export const OWNER = { ID: 'sandbox', DisplayName: 'sandbox' };
const PARAMS =
  /^(list-type|prefix|delimiter|continuation-token|start-after|max-keys|encoding-type|fetch-owner|x-id|X-Amz-.*)$/;

/** No place that begins with `prefix` comes after this, which is no byte. */
const beyond = (prefix: string): string => `${prefix}\u0100`;

/** The rows after the place `after` that begin with `prefix`, all of a rolled-up prefix counting as one entry. */
export function listPage<Row>(
  rows: Table<Row>,
  { prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number },
) {
  // A rolled-up prefix has no row.
  const entries: { place: string; row?: Row }[] = [];
  let last = after;
  let found = rows.within(prefix, after < prefix ? prefix : `${after}\0`).next().value;
  while (found !== undefined && entries.length < limit) {
    const [place, row] = found;
    const cut = delimiter === '' ? -1 : place.indexOf(delimiter, prefix.length);
    const rolled = place.slice(0, cut + delimiter.length);
    entries.push(cut === -1 ? { place, row } : { place: rolled });
    last = cut === -1 ? place : beyond(rolled);
    found = rows.within(prefix, `${last}\0`).next().value;
  }
  return { entries, last, truncated: found !== undefined };
}

/** R2 floors fractions, and says the number again as it was asked even where it gives fewer. */
function parseMaximum(value: string | null): number {
  const number = value?.trim() === '' ? NaN : Number(value ?? MAX_KEYS);
  demand(Number.isFinite(number) && number >= 0, 'InvalidMaxKeys');
  return Math.floor(number);
}

/** The first page of `rows`; `last` is its last row, if more come after it. */
export function pageOf<Row>(rows: readonly Row[], maximum: string | null) {
  const limit = Math.min(parseMaximum(maximum), MAX_KEYS);
  const page = rows.slice(0, limit);
  const truncated = rows.length > page.length;
  return { page, limit, truncated, last: truncated ? page.at(-1) : undefined };
}

function parseToken(token: string): string {
  const place = Buffer.from(token, 'base64url').toString();
  demand(place.startsWith('/'), 'InvalidArgument', 'The continuation token provided is incorrect.');
  return place.slice(1);
}

const formatToken = (place: string): string => Buffer.from(`/${place}`).toString('base64url');

function screenParams(query: URLSearchParams): void {
  demand(query.get('list-type') === '2', 'NotImplemented', 'ListObjects not implemented');
  for (const name of query.keys()) {
    demand(PARAMS.test(name), 'NotImplemented', `ListObjectsV2 search parameter ${name} not implemented`);
  }
  const encoding = query.get('encoding-type') ?? 'url';
  demand(encoding === 'url', 'NotImplemented', `Unrecognized encoding-type "${encoding}" not implemented`);
}

export function listObjectsV2(call: Call): Reply {
  const { query } = call;
  screenParams(query);
  const { name } = requireBucket(call);
  const param = (parameter: string): string | undefined => query.get(parameter) ?? undefined;
  const [prefix = '', delimiter, startAfter] = [param('prefix'), param('delimiter'), param('start-after')];
  const [token, maxKeys] = [param('continuation-token'), parseMaximum(query.get('max-keys'))];
  const encode = query.has('encoding-type') ? uriEncode : (text: string): string => text;
  const start = startAfter === undefined ? '' : placeOf(name, startAfter);
  const { entries, last, truncated } = listPage(call.store.tables.objects, {
    prefix: placeOf(name, prefix),
    delimiter: toBytes(delimiter ?? ''),
    after: token === undefined ? start : parseToken(token),
    limit: Math.min(maxKeys, MAX_KEYS),
  });
  const owner = query.get('fetch-owner') === 'true' ? { Owner: OWNER } : {};
  const describe = ({ key, size, modified, etag, headers }: StoredObject) => {
    const facts = { Key: encode(key), Size: size, LastModified: isoTime(modified), ETag: `"${etag}"` };
    return { ...facts, StorageClass: headers['x-amz-storage-class'] ?? 'STANDARD', ...owner };
  };
  const nameOf = (place: string): string => encode(fromBytes(place.slice(name.length + 1)));
  return xmlReply('ListBucketResult', {
    Name: name,
    Contents: entries.flatMap(({ row }) => (row === undefined ? [] : [describe(row)])),
    IsTruncated: truncated,
    CommonPrefixes: entries.flatMap(({ place, row }) => (row === undefined ? [{ Prefix: nameOf(place) }] : [])),
    Prefix: encode(prefix),
    Delimiter: delimiter && encode(delimiter),
    StartAfter: startAfter && encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: truncated && entries.length > 0 ? formatToken(last) : undefined,
    MaxKeys: maxKeys,
    KeyCount: entries.length,
    EncodingType: param('encoding-type'),
  });
}
