import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { FailureError } from '../../../shared/failure';
import type { BegunMultipart, ListedMultipart, MultipartCompletion, ObjectHeaders, StoredPart } from './object-store';
import type { R2Client } from './r2-client';
import { bareEtag, mustHave } from './replies';

/** Of a thousand entries each: more than any bucket has. A server that goes on and on would be asked for ever. */
const MAX_PAGES = 200;

export async function createMultipart(
  client: R2Client,
  key: string,
  headers: ObjectHeaders,
  signal: AbortSignal,
): Promise<BegunMultipart> {
  const context = client.context(key);
  return client.call(context, signal, async (call) => {
    const reply = await client.questions.send(new CreateMultipartUploadCommand(client.objectInput(key, headers)), call);
    return { uploadId: mustHave(reply.UploadId, 'UploadId', context), requests: reply.$metadata.attempts ?? 1 };
  });
}

export async function listMultiparts(
  client: R2Client,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly ListedMultipart[]> {
  const context = client.context(null);
  const found: ListedMultipart[] = [];
  let from: { KeyMarker?: string; UploadIdMarker?: string } = {};
  let pages = 0;
  for (;;) {
    const command = new ListMultipartUploadsCommand({ Bucket: client.bucket, Prefix: prefix, ...from });
    const reply = await client.call(context, signal, (call) => client.questions.send(command, call));
    for (const upload of reply.Uploads ?? []) {
      found.push({
        key: mustHave(upload.Key, 'Key', context),
        uploadId: mustHave(upload.UploadId, 'UploadId', context),
        initiated: mustHave(upload.Initiated, 'Initiated', context).getTime(),
      });
    }
    if (!mustHave(reply.IsTruncated, 'IsTruncated', context)) return found;
    const next = {
      KeyMarker: mustHave(reply.NextKeyMarker, 'NextKeyMarker', context),
      UploadIdMarker: mustHave(reply.NextUploadIdMarker, 'NextUploadIdMarker', context),
    };
    if (next.UploadIdMarker === from.UploadIdMarker || ++pages > MAX_PAGES)
      return mustHave<never>(null, 'further uploads', context);
    from = next;
  }
}

export async function listParts(
  client: R2Client,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<readonly StoredPart[]> {
  const context = client.context(key);
  const parts: StoredPart[] = [];
  let marker: string | undefined;
  let pages = 0;
  do {
    const from = marker === undefined ? {} : { PartNumberMarker: marker };
    const command = new ListPartsCommand({ Bucket: client.bucket, Key: key, UploadId: uploadId, ...from });
    const reply = await client.call(context, signal, (call) => client.questions.send(command, call));
    for (const part of reply.Parts ?? []) {
      parts.push({
        partNumber: mustHave(part.PartNumber, 'PartNumber', context),
        size: mustHave(part.Size, 'Size', context),
        etag: bareEtag(mustHave(part.ETag, 'ETag', context)),
      });
    }
    const next = mustHave(reply.IsTruncated, 'IsTruncated', context)
      ? mustHave(reply.NextPartNumberMarker, 'NextPartNumberMarker', context)
      : undefined;
    if (next !== undefined && (next === marker || ++pages > MAX_PAGES))
      return mustHave<never>(null, 'further parts', context);
    marker = next;
  } while (marker !== undefined);
  return parts;
}

export async function completeMultipart(
  client: R2Client,
  upload: MultipartCompletion,
  signal: AbortSignal,
): Promise<{ etag: string }> {
  const parts = upload.parts.map((part) => ({ PartNumber: part.partNumber, ETag: `"${part.etag}"` }));
  const command = new CompleteMultipartUploadCommand({
    Bucket: client.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    MultipartUpload: { Parts: parts },
    ...(upload.condition === 'absent' ? { IfNoneMatch: '*' } : {}),
  });
  const context = client.context(upload.key);
  return client.call(context, signal, async (call) => {
    const reply = await client.questions.send(command, call);
    return { etag: bareEtag(mustHave(reply.ETag, 'ETag', context)) };
  });
}

export async function abortMultipart(
  client: R2Client,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new AbortMultipartUploadCommand({ Bucket: client.bucket, Key: key, UploadId: uploadId });
  try {
    await client.call(client.context(key), signal, (call) => client.questions.send(command, call));
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'no-such-upload') throw error;
  }
}
