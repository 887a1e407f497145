import { basename } from 'node:path';
import { z } from 'zod';
import { failure, FAILURE_CODES, type Failure } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { ConversionStory, LocationStory, TransferItem, TransferState } from '../../../../shared/transfer';
import { headerEdit } from '../../../../shared/header-schemas';
import { conversion, locationRemoval } from '../../../../shared/upload-schemas';

/** What the journal keeps of a transfer, and what a start reads back: paths and keys, no secrets. */

const fingerprint = z.object({ size: z.number(), mtimeMs: z.number(), ino: z.number() });
/** Tells one state of a local file from another. */
export type Fingerprint = Readonly<z.infer<typeof fingerprint>>;

const status = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('held') }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(FAILURE_CODES),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    detail: z.string().nullable(),
  }),
]);

const common = {
  id: z.string(),
  connectionId: z.string(),
  bucket: z.string(),
  /** The server that the bucket is on (`serverOf`); null in journals of versions that kept its name alone. */
  server: z.string().nullable().default(null),
  key: z.string(),
  size: z.number(),
  contentType: z.string(),
  localPath: z.string(),
  addedAt: z.number(),
  /** What was added together. */
  batchId: z.string(),
  /** `open`: goes on by itself after a start. */
  status,
  /** The place in the line: the lowest is next. Given by the book; 0 in journals of versions that knew no order. */
  rank: z.number().default(0),
};

/** What a key is made of that is only known once its file has been read. */
const naming = z.object({
  folder: z.string(),
  template: z.string(),
  prefix: z.string(),
  lowerCase: z.boolean(),
  relative: z.string(),
  at: z.number(),
  uuid: z.string(),
  n: z.number(),
  /** Journals of versions that filled no number up have none. */
  digits: z.number().default(1),
  hash: z.null(),
  extension: z.string().nullable(),
});
export type Naming = Readonly<z.infer<typeof naming>>;

const uploadRecord = z.object({
  ...common,
  direction: z.literal('upload'),
  origin: z.enum(['files', 'pasted', 'generated', 'watched', 'script']),
  /** The type was told by who made the file, and is not looked up in its bytes. */
  typeIsKnown: z.boolean(),
  deleteWhenDone: z.boolean(),
  decision: z.enum(['replace', 'skip', 'skip-identical', 'keep-both', 'identical-or-both']).nullable(),
  /** A request that makes the object has been sent, so that an object under the key may be our own. */
  attempted: z.boolean(),
  /** When a multipart upload was asked for whose id did not come to be known, ms since 1970: it may be there all the same. */
  beginning: z.number().nullable().default(null),
  multipart: z.object({ uploadId: z.string(), partSize: z.number(), source: fingerprint }).nullable(),
  /** The source had changed since the upload began, and it began anew. */
  beganAnew: z.boolean().default(false),
  /** What the rules give it. */
  headers: z
    .object({ cacheControl: z.string().nullable(), metadata: z.record(z.string(), z.string()) })
    .default({ cacheControl: null, metadata: {} }),
  /** Until the file has got its key for good. */
  naming: naming.nullable().default(null),
  /** A picture that becomes another one on its way. */
  conversion: conversion.nullable().default(null),
  /** What came of it: another file, made of the local one as it was; or nothing, and the original goes. */
  converted: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('made'), path: z.string(), source: fingerprint }),
      z.object({ kind: z.literal('original'), code: z.enum(FAILURE_CODES) }),
    ])
    .nullable()
    .default(null),
  /** What it says of its place is not to come along. */
  removal: locationRemoval.nullable().default(null),
  /** What came of it: a copy without it; or nothing was there, as the file was then; or nobody can tell, and the original goes. */
  cleaned: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('removed'), path: z.string(), source: fingerprint }),
      z.object({ kind: z.literal('nothing'), source: fingerprint }),
      z.object({ kind: z.literal('kept'), code: z.enum(FAILURE_CODES) }),
    ])
    .nullable()
    .default(null),
});
export type UploadRecord = Readonly<z.infer<typeof uploadRecord>>;

const downloadRecord = z.object({
  ...common,
  direction: z.literal('download'),
  folder: z.string(),
  etag: z.string(),
  /** When the object was changed last, ms since 1970. */
  modified: z.number().nullable().default(null),
  decision: z.enum(['replace', 'skip-identical', 'keep-both']).nullable().default(null),
  /** The `.part` file, once it is ours. */
  partPath: z.string().nullable(),
  /** What of the `.part` file is there, where it comes in several ranges; null: all of it up to its end. */
  arrived: z
    .array(z.tuple([z.number(), z.number()]))
    .nullable()
    .default(null),
  /** The object had changed since the download began, and it began anew. */
  beganAnew: z.boolean().default(false),
  /** It is a ZIP file of many objects, listed in this file; `key` is made up and names where they come from. */
  zip: z.object({ list: z.string(), count: z.number() }).nullable().default(null),
  /** Whole, proven, and about to get its name: a file of that name with this fingerprint is ours. */
  whole: z
    .object({ file: fingerprint, verified: z.enum(['md5', 'parts', 'size']) })
    .nullable()
    .default(null),
});
export type DownloadRecord = Readonly<z.infer<typeof downloadRecord>>;

/** `connectionId`, `bucket`, `server` and `key` are those of the target. */
const copyRecord = z.object({
  ...common,
  direction: z.literal('copy'),
  /** The source goes once its copy is proven. */
  move: z.boolean(),
  /** `etag`: '' until it has been looked at. */
  source: z.object({
    connectionId: z.string(),
    bucket: z.string(),
    server: common.server,
    key: z.string(),
    etag: z.string(),
  }),
  decision: z.enum(['replace', 'skip-identical', 'keep-both']).nullable(),
  /** Source and target are one object, which is stored anew with other headers. */
  edit: headerEdit.nullable().default(null),
  /** Its bytes go through this machine, whatever the servers could do by themselves. */
  relayed: z.boolean().default(false),
  /** Source and target were seen to be two objects, and a request that makes the target has been sent. */
  attempted: z.boolean(),
  /** The ETag that the target will have if the server makes it as expected. */
  expected: z.string().nullable(),
  /** When a multipart upload was asked for whose id did not come to be known, ms since 1970: it may be there all the same. */
  beginning: z.number().nullable().default(null),
  multipart: z.object({ uploadId: z.string(), partSize: z.number() }).nullable(),
  step: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('copying') }),
    /** The target is there and is what the source was; of a move, the source is still to be removed. */
    z.object({ kind: z.literal('proven'), etag: z.string(), verified: z.enum(['md5', 'parts', 'size']) }),
  ]),
});
export type CopyRecord = Readonly<z.infer<typeof copyRecord>>;

/** Objects that become one ZIP file in their own bucket; `size` is how much goes into it, until it is made. */
const packRecord = z.object({
  ...common,
  direction: z.literal('pack'),
  /** What goes into it. */
  zip: z.object({ list: z.string(), count: z.number() }),
  decision: z.enum(['replace', 'skip-identical', 'keep-both']).nullable(),
  /** When a multipart upload was begun that may be there still, ms since 1970. */
  beginning: z.number().nullable(),
  /** What the server will have made when it answers to the last request: an object under the key that is this is ours. */
  expected: z.object({ etag: z.string(), size: z.number(), verified: z.enum(['md5', 'parts', 'size']) }).nullable(),
});
export type PackRecord = Readonly<z.infer<typeof packRecord>>;

export const transferRecord = z.discriminatedUnion('direction', [uploadRecord, downloadRecord, copyRecord, packRecord]);
export type TransferRecord = UploadRecord | DownloadRecord | CopyRecord | PackRecord;

export const orphanRecord = z.object({ connectionId: z.string(), key: z.string(), uploadId: z.string() });
/** A multipart upload of ours that is no longer wanted and must be aborted. */
export type Orphan = Readonly<z.infer<typeof orphanRecord>>;

export function itemOf(record: TransferRecord, assetId: string, state: TransferState): TransferItem {
  return {
    id: record.id,
    direction: record.direction,
    origin: record.direction === 'upload' ? record.origin : 'library',
    connectionId: record.connectionId,
    bucket: record.bucket,
    ...(record.server === null ? {} : { server: record.server }),
    key: record.key,
    assetId,
    name: nameOfKey(record.key),
    size: record.size,
    contentType: record.contentType,
    localPath: record.localPath,
    copy: record.direction === 'copy' ? copyOf(record) : null,
    addedAt: record.addedAt,
    ...zippedOf(record),
    ...((record.direction === 'upload' || record.direction === 'download') && record.beganAnew
      ? { beganAnew: true }
      : {}),
    ...(record.direction === 'upload' && record.conversion !== null ? { conversion: storyOf(record) } : {}),
    ...(record.direction === 'upload' ? locationOf(record) : {}),
    state,
  };
}

function zippedOf(record: TransferRecord): { readonly zipped?: number } {
  const zip = record.direction === 'download' || record.direction === 'pack' ? record.zip : null;
  return zip === null ? {} : { zipped: zip.count };
}

function copyOf({ move, source, edit }: CopyRecord): TransferItem['copy'] {
  const { connectionId, bucket, key } = source;
  return { move, connectionId, bucket, key, ...(edit === null ? {} : { edits: true }) };
}

function storyOf({ converted, localPath }: UploadRecord): ConversionStory {
  if (converted === null) return { kind: 'planned' };
  if (converted.kind === 'original') return converted;
  return { kind: 'made', fromName: basename(localPath), fromSize: converted.source.size };
}

/** What was drawn anew has no place to lose. */
function locationOf({ removal, cleaned, converted }: UploadRecord): { readonly location?: LocationStory } {
  if (removal === null || converted?.kind === 'made') return {};
  if (cleaned === null) return { location: { kind: 'planned' } };
  return { location: cleaned.kind === 'kept' ? cleaned : { kind: cleaned.kind } };
}

/** The multipart upload that a record has begun, as what is left when the record goes; null when there is none. */
export function orphanOf(record: TransferRecord): Orphan | null {
  if (record.direction === 'download' || record.direction === 'pack' || record.multipart === null) return null;
  return { connectionId: record.connectionId, key: record.key, uploadId: record.multipart.uploadId };
}

export function failedStatus(cause: Failure): TransferRecord['status'] {
  return { kind: 'failed', code: cause.code, params: { ...cause.params }, detail: cause.detail };
}

/** The state that a restored record begins with. */
export function stateOfStatus(record: TransferRecord): TransferState {
  const { status } = record;
  if (status.kind === 'open') return { kind: 'queued' };
  if (status.kind === 'held') return { kind: 'paused', movedBytes: 0 };
  return { kind: 'failed', failure: failure(status.code, status.params, status.detail) };
}
