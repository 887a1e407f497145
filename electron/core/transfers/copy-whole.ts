import type { ObjectHead, ObjectHeaders } from '../store/object-store';
import type { CopyJob, Made } from './copy-job';
import { wrongCopy } from './copy-proof';
import { isMd5Etag, md5Of } from './md5';
import { readObjectInto } from './read-object';

/** One request, and the server does the rest. */
export async function copyWhole(job: CopyJob, source: ObjectHead, signal: AbortSignal): Promise<Made> {
  const { key, source: from } = job.record();
  await job.mark({ attempted: true, expected: source.etag });
  const request = { source: { bucket: from.bucket, key: from.key, etag: source.etag }, key, condition: job.condition };
  const { etag } = await job.target.copy(request, signal);
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

/** What a target is stored with: all that its source was. */
export function headersOf(job: CopyJob, source: ObjectHead): ObjectHeaders {
  const { cacheControl, metadata, others } = source;
  return { contentType: job.record().contentType, cacheControl, metadata, ...(others === undefined ? {} : { others }) };
}
