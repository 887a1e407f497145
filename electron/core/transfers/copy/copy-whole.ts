import { edited } from '../../../../shared/header-edit';
import type { ObjectHead, ObjectHeaders, OtherHeaders } from '../../store/object-store';
import type { CopyJob, Made } from './copy-job';
import { wrongCopy } from './copy-proof';
import { isMd5Etag, md5Of } from '../md5/md5';
import { readObjectInto } from './read-object';

/** One request, and the server does the rest. `headers`: what it is stored with in place of what its source is. */
export async function copyWhole(
  job: CopyJob,
  source: ObjectHead,
  signal: AbortSignal,
  headers?: ObjectHeaders,
): Promise<Made> {
  const { key, source: from } = job.record();
  await job.mark({ attempted: true, expected: source.etag });
  const { condition, target } = job;
  const request = { source: { bucket: from.bucket, key: from.key, etag: source.etag }, key, condition };
  const { etag } = await target.copy({ ...request, ...(headers === undefined ? {} : { headers }) }, signal);
  job.progress.copied(source.size);
  return { etag, verified: 'size' };
}

/** A small object through the memory of this machine, from one server to another. */
export async function streamWhole(job: CopyJob, source: ObjectHead, signal: AbortSignal): Promise<Made> {
  const { key, source: from } = job.record();
  const lease = await job.buffers.take(source.size, signal);
  let sent = false;
  try {
    const { bytes } = lease;
    await readObjectInto(job.source, { key: from.key, etag: source.etag, range: null }, bytes, signal);
    const md5 = await md5Of(bytes);
    if (isMd5Etag(source.etag) && md5.hex !== source.etag)
      throw wrongCopy(key, `MD5 ${md5.hex} of what was read, ETag ${source.etag}`);
    await job.mark({ attempted: true, expected: md5.hex });
    const options = { ...headersOf(job, source), contentMd5: md5.base64, condition: job.condition };
    const { etag } = await job.target.put(key, bytes, options, signal);
    sent = true;
    job.progress.moved(source.size);
    return { etag, verified: etag === md5.hex ? 'md5' : 'size' };
  } finally {
    lease.giveBack(sent);
  }
}

/** What a target is stored with: all that its source was, but for what is edited. */
export function headersOf(job: CopyJob, source: ObjectHead): ObjectHeaders {
  const { contentType, edit } = job.record();
  const { cacheControl, metadata, others } = source;
  const kept = { contentType, cacheControl, metadata };
  if (edit !== null) return { ...edited({ ...kept, contentType: source.contentType }, edit), ...present(others) };
  // What one server calls its classes of storage, another may refuse.
  return { ...kept, ...present(others === undefined ? undefined : { ...others, storageClass: null }) };
}

function present(others: OtherHeaders | undefined): { readonly others?: OtherHeaders } {
  return others === undefined ? {} : { others };
}
