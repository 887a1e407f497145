import { basename } from 'node:path';
import { failure, FailureError, type FailureCode } from '../../../../shared/failure';
import { contentTypeOfName } from '../../../../shared/media';
import { nameUpload, needsHash } from '../../../../shared/upload-names';
import { contentHash } from './content-hash';
import { fingerprintNow, isThere } from '../local-state';
import { sourcePathOf } from './own-files';
import { removeQuietly } from '../download/part-file';
import type { Fingerprint, UploadRecord } from '../journal/records';
import { isSame } from '../source-file';
import type { Preparation } from './preparation';
import { withoutLocation } from './without-location';

type ToConvert = UploadRecord & { readonly conversion: NonNullable<UploadRecord['conversion']> };

/** What a decoder says of pictures that it will never convert. */
const HOPELESS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'not-a-picture',
  'picture-too-large',
  'animated-picture',
  'timeout',
  'unexpected',
]);

/**
 * Converts a picture or takes its location out where its rule says so, and settles the name of what depends on its content. Answers the key that the file
 * goes to from here on, null when it stays. What was done already is not done again, unless the file has changed since.
 */
export async function prepare(preparation: Preparation, signal: AbortSignal): Promise<string | null> {
  const record = preparation.record();
  if (needsConversion(record)) await convert(preparation, record, signal);
  await withoutLocation(preparation, signal);
  return settleName(preparation, signal);
}

function needsConversion(record: UploadRecord): record is ToConvert {
  return record.conversion !== null && record.converted?.kind !== 'original';
}

async function convert(preparation: Preparation, record: ToConvert, signal: AbortSignal): Promise<void> {
  const { converted, localPath, conversion } = record;
  const source = await fingerprintNow(localPath);
  if (converted?.kind === 'made' && isSame(converted.source, source) && (await isThere(converted.path))) return;
  try {
    const { format, quality, maxSide } = conversion;
    const contentType = contentTypeOfName(basename(localPath));
    const job = { path: localPath, size: source.size, contentType, format, quality, maxSide };
    const picture = await preparation.converter.convert(job, signal);
    if (!isSame(await fingerprintNow(localPath), source)) throw fileChanged(localPath);
    await keep(preparation, record, picture, source, signal);
  } catch (error) {
    if (!(error instanceof FailureError) || !isHopeless(error)) throw error;
    const { code } = error.failure;
    if (conversion.otherwise === 'fail') {
      throw new FailureError(failure('not-converted', { name: basename(localPath) }, code), { cause: error });
    }
    await preparation.mark({ converted: { kind: 'original', code } });
  }
}

async function keep(
  { staging, mark }: Preparation,
  { id, conversion }: ToConvert,
  picture: Uint8Array,
  source: Fingerprint,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const path = await staging.keep(`converted-${id}.${conversion.format}`, picture);
  if (signal.aborted) await removeQuietly(path);
  signal.throwIfAborted();
  await mark({ converted: { kind: 'made', path, source } });
}

/** One that is to be tried again after a while is not hopeless. */
function isHopeless({ failure: { code, retry } }: FailureError): boolean {
  return HOPELESS.has(code) && retry.kind !== 'after';
}

async function settleName(preparation: Preparation, signal: AbortSignal): Promise<string | null> {
  const record = preparation.record();
  const { naming, key, converted } = record;
  if (naming === null) return null;
  const hash = needsHash(naming.template) ? await contentHash(sourcePathOf(record), preparation.buffers, signal) : null;
  const extension = converted?.kind === 'original' ? null : naming.extension;
  const settled = nameUpload(naming.folder, naming, { ...naming, hash, extension }).key;
  if (settled !== key) return settled;
  await preparation.mark({ naming: null });
  return null;
}

function fileChanged(path: string): FailureError {
  return new FailureError(failure('file-changed', { name: basename(path) }));
}
