import { R2_LIMITS } from '../../../shared/r2';
import { isoTime, xmlReply, type Call, type Reply } from './call';
import { uriEncode } from './sigv4';
import { demand } from './errors';
import { fromBytes, placeOf, toBytes, type StoredObject, type Table } from './tables';

/** No place that begins with what stands before it comes after this, which is no byte. */
const BEYOND = '\u0100';

/**
 * The rows after the place `after` that begin with `prefix`, and in their order prefixes in place of what is rolled up in them. R2
 * says again how many were asked for, even where it gives fewer.
 */
export function listPage<Row>(rows: Table<Row>, prefix: string, after: string, asked: string | null, delimiter = '') {
  const limit = Number(asked ?? R2_LIMITS.maxListKeys);
  demand(limit >= 0, 'InvalidArgument');
  const [listed, prefixes]: [Row[], string[]] = [[], []];
  let last = after;
  const next = () => rows.within(prefix, last < prefix ? prefix : `${last}\0`).next().value;
  let found = next();
  const count = () => listed.length + prefixes.length;
  for (; found !== undefined && count() < Math.min(limit, R2_LIMITS.maxListKeys); found = next()) {
    const [place, row] = found;
    const cut = delimiter === '' ? -1 : place.indexOf(delimiter, prefix.length);
    const rolled = place.slice(0, cut + delimiter.length);
    if (cut === -1) listed.push(row);
    else prefixes.push(rolled);
    last = cut === -1 ? place : rolled + BEYOND;
  }
  return { rows: listed, prefixes, count: count(), last, truncated: found !== undefined, limit };
}

export function listObjectsV2({ query, bucket, store }: Call): Reply {
  demand(query.get('list-type') === '2', 'NotImplemented', 'ListObjects not implemented');
  const param = (name: string): string => query.get(name) ?? '';
  const encode = query.has('encoding-type') ? uriEncode : (text: string): string => text;
  const token = Buffer.from(param('continuation-token'), 'base64url').toString();
  const [prefix, start] = [placeOf(bucket, param('prefix')), token || placeOf(bucket, param('start-after'))];
  const page = listPage(store.tables.objects, prefix, start, query.get('max-keys'), toBytes(param('delimiter')));
  const describe = ({ key, size, modified, etag, headers }: StoredObject) => {
    const facts = { Key: encode(key), Size: size, LastModified: isoTime(modified), ETag: `"${etag}"` };
    return { ...facts, StorageClass: headers['x-amz-storage-class'] ?? 'STANDARD' };
  };
  return xmlReply('ListBucketResult', {
    Name: bucket,
    Contents: page.rows.map(describe),
    IsTruncated: page.truncated,
    CommonPrefixes: page.prefixes.map((place) => ({ Prefix: encode(fromBytes(place.slice(bucket.length + 1))) })),
    Prefix: encode(param('prefix')),
    NextContinuationToken: page.truncated ? Buffer.from(page.last).toString('base64url') : undefined,
    MaxKeys: page.limit,
    KeyCount: page.count,
    EncodingType: query.get('encoding-type') ?? undefined,
  });
}
