import { app } from 'electron';
import { R2_LIMITS } from '../../shared/r2';
import { R2_COPIES, type CopyLimits } from '../core/transfers/copy/copy-job';

/**
 * How large objects are copied on the server. A run from the source tree may lower it (`FLOW_MEDIA_COPY_PART_BYTES`), so that
 * the torture sees copies in parts without objects of 5 GiB.
 */
export function copyLimits(): CopyLimits {
  const bytes = Number(process.env['FLOW_MEDIA_COPY_PART_BYTES']);
  const isGiven = Number.isInteger(bytes) && bytes >= R2_LIMITS.minPartBytes && bytes <= R2_COPIES.partBytes;
  return isGiven && !app.isPackaged ? { inPartsAbove: bytes, partBytes: bytes } : R2_COPIES;
}
