import type { Call, Reply } from './call';
import { xmlReply } from './call';
import { S3Error } from './errors';
import { compareKeys, partition } from './key-index';
import type { StoredObject } from './state';
import { uriEncode } from './target';
import type { XmlElement } from './xml';

const MAX_KEYS = 1000;

export type Entry = { readonly kind: 'key' | 'prefix'; readonly name: string };

export interface Page {
  readonly entries: readonly Entry[];
  readonly truncated: boolean;
}

/** A page of the sorted `keys`, all of a rolled-up prefix counting as one entry. `after` is the last entry of the page before. */
export function listPage(
  keys: readonly string[],
  options: {
    readonly prefix: string;
    readonly delimiter: string;
    readonly after: Entry | undefined;
    readonly limit: number;
  },
): Page {
  const { prefix, delimiter, after, limit } = options;
  const key = (index: number): string => keys[index] ?? '';
  const beyond = (start: string, from: number): number =>
    partition(from, keys.length, (i) => !key(i).startsWith(start));
  let at = partition(0, keys.length, (i) => compareKeys(key(i), prefix) >= 0);
  if (after !== undefined) at = partition(at, keys.length, (i) => compareKeys(key(i), after.name) > 0);
  if (after?.kind === 'prefix') at = beyond(after.name, at);

  const end = partition(at, keys.length, (i) => !key(i).startsWith(prefix));
  const entries: Entry[] = [];
  while (at < end && entries.length < limit) {
    const cut = delimiter === '' ? -1 : key(at).indexOf(delimiter, prefix.length);
    if (cut === -1) entries.push({ kind: 'key', name: key(at++) });
    else {
      const name = key(at).slice(0, cut + delimiter.length);
      entries.push({ kind: 'prefix', name });
      at = beyond(name, at);
    }
  }
  return { entries, truncated: at < end };
}

const PARAMS = new Set(
  'list-type prefix delimiter continuation-token start-after max-keys encoding-type fetch-owner x-id'.split(' '),
);

/** R2 floors fractions, and says the number again as it was asked even where it gives fewer. */
export function parseMaximum(value: string | null): number {
  if (value === null) return MAX_KEYS;
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number) || number < 0) throw new S3Error('InvalidMaxKeys');
  return Math.floor(number);
}

function formatToken({ kind, name }: Entry): string {
  return kind.slice(0, 1) + Buffer.from(name).toString('base64url');
}

function parseToken(token: string | null): Entry | undefined {
  if (token === null) return undefined;
  const [kind, name] = [token.slice(0, 1), Buffer.from(token.slice(1), 'base64url').toString()];
  if (kind !== 'k' && kind !== 'p')
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect.');
  return { kind: kind === 'p' ? 'prefix' : 'key', name };
}

function screenParams(query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (PARAMS.has(name) || name.startsWith('X-Amz-')) continue;
    throw new S3Error('NotImplemented', `ListObjectsV2 search parameter ${name} not implemented`);
  }
  const encoding = query.get('encoding-type') ?? 'url';
  if (encoding !== 'url') {
    throw new S3Error('NotImplemented', `Unrecognized encoding-type "${encoding}" not implemented`);
  }
}

function describe(object: StoredObject, encode: (name: string) => string, query: URLSearchParams): XmlElement {
  return {
    Key: encode(object.key),
    Size: object.size,
    LastModified: new Date(object.modified).toISOString(),
    ETag: `"${object.etag}"`,
    StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
    Owner: query.get('fetch-owner') === 'true' ? { ID: 'sandbox', DisplayName: 'sandbox' } : undefined,
  };
}

export function listObjectsV2({ target: { query }, bucket }: Call): Reply {
  screenParams(query);
  const param = (name: string): string | undefined => query.get(name) ?? undefined;
  const [prefix, delimiter, startAfter] = [param('prefix') ?? '', param('delimiter'), param('start-after')];
  const encode = param('encoding-type') === 'url' ? uriEncode : (name: string): string => name;
  const maxKeys = parseMaximum(query.get('max-keys'));
  const page = listPage(bucket.objects.sortedKeys(), {
    prefix,
    delimiter: delimiter ?? '',
    after:
      parseToken(query.get('continuation-token')) ??
      (startAfter === undefined ? undefined : { kind: 'key', name: startAfter }),
    limit: Math.min(maxKeys, MAX_KEYS),
  });
  const names = (kind: Entry['kind']): string[] =>
    page.entries.filter((entry) => entry.kind === kind).map(({ name }) => name);
  const last = page.entries.at(-1);
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Contents: names('key').flatMap((key) => {
      const object = bucket.objects.get(key);
      return object === undefined ? [] : [describe(object, encode, query)];
    }),
    IsTruncated: page.truncated,
    CommonPrefixes: names('prefix').map((name) => ({ Prefix: encode(name) })),
    Prefix: encode(prefix),
    Delimiter: delimiter === undefined ? undefined : encode(delimiter),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: param('continuation-token'),
    NextContinuationToken: page.truncated && last !== undefined ? formatToken(last) : undefined,
    MaxKeys: maxKeys,
    KeyCount: page.entries.length,
    EncodingType: param('encoding-type'),
  });
}
