import { setMaxListeners } from 'node:events';
import { failure, FailureError } from '../../../shared/failure';
import { encodeKey } from '../../../shared/keys';
import { failureOfAnswer, thrownFor, type ErrorContext } from './errors';
import { ListingSyntaxError, readListing, type ListingDocument, type ListingEntry } from './listing-document';
import type { ListedObject, ListPage, ListRequest } from './object-store';
import { ask } from './r2-bodies';
import type { R2Client } from './r2-client';
import { bareEtag, listedKey, mustHave } from './replies';
import type { Answer } from './wire/exchange';
import { faultOf } from './wire/fault-document';

/** A thousand keys of the greatest length, each byte of them encoded, take 4 MiB. */
const MAX_BYTES = 32 * 1024 * 1024;

/** ListObjectsV2, by the lean wire: of a large bucket it is asked a thousand times. */
export async function listObjects(client: R2Client, request: ListRequest, signal: AbortSignal): Promise<ListPage> {
  const context = client.context(null);
  // Each request listens to its signal more than once, and a scan asks for many pages under one: that is no leak.
  setMaxListeners(0, signal);
  const path = client.addressing.bucketPath;
  const question = { method: 'GET' as const, path, query: queryOf(request), headers: {}, body: null };
  const answer = await ask(client, question, context, signal);
  const xml = await textOf(answer, context, signal);
  const document = listingOf(xml, context);
  if (document === null) throw new FailureError(failureOfAnswer(faultOf(xml, answer), context));
  return pageOf(document, context);
}

/** In the order of the names, as it is signed. */
function queryOf({ prefix, delimiter, continuationToken, startAfter = '', maxKeys }: ListRequest): string {
  const all = [
    ['continuation-token', continuationToken ?? ''],
    ['delimiter', delimiter],
    ['encoding-type', 'url'],
    ['list-type', '2'],
    ['max-keys', `${maxKeys}`],
    ['prefix', prefix],
    ['start-after', startAfter],
  ] as const;
  const told = all.filter(([, value]) => value !== '');
  return told.map(([name, value]) => `${name}=${encodeKey(value).replaceAll('/', '%2F')}`).join('&');
}

async function textOf({ body }: Answer, context: ErrorContext, signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) {
      bytes += chunk.length;
      pieces.push(Buffer.from(chunk));
      if (bytes > MAX_BYTES) throw unreadable('The answer is far too long', context);
    }
  } catch (error) {
    body.abandon();
    throw thrownFor(error, context, signal);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** null where the document is none. */
function listingOf(xml: string, context: ErrorContext): ListingDocument | null {
  // S3 may begin a 200 and then fail, and a login page has the same status.
  if (!/<ListBucketResult[\s>]/.test(xml)) {
    return /<Error[\s>]/.test(xml) ? null : mustHave<never>(null, 'ListBucketResult', context);
  }
  try {
    return readListing(xml);
  } catch (error) {
    if (!(error instanceof ListingSyntaxError)) throw error;
    throw unreadable(error.message, context);
  }
}

function unreadable(detail: string, { host, bucket }: ErrorContext): FailureError {
  return new FailureError(failure('unexpected-reply', { host, bucket }, detail));
}

function pageOf(document: ListingDocument, context: ErrorContext): ListPage {
  const { encoding, prefixes, nextToken } = document;
  const more = mustHave(document.isTruncated, 'IsTruncated', context) === 'true';
  return {
    objects: document.objects.map((entry) => objectOf(entry, encoding, context)),
    prefixes: prefixes.map((prefix) => listedKey(mustHave(prefix, 'Prefix', context), encoding)),
    continuationToken: more ? mustHave(nextToken, 'NextContinuationToken', context) : null,
  };
}

/** Infrequent Access, in S3's words (r2/buckets/storage-classes). */
const INFREQUENT = 'STANDARD_IA';

function objectOf(entry: ListingEntry, encoding: string, context: ErrorContext): ListedObject {
  const { key, size, etag, modified, storageClass } = entry;
  const time = Date.parse(modified);
  return {
    key: listedKey(mustHave(key, 'Key', context), encoding),
    size: mustHave(/^\d{1,15}$/.test(size.trim()) ? Number(size) : null, 'Size', context),
    etag: bareEtag(etag),
    modified: mustHave(Number.isNaN(time) ? null : time, 'LastModified', context),
    ...(storageClass.trim() === INFREQUENT && { storageClass: 'infrequent' as const }),
  };
}
