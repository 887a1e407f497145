import { fail } from '../../../shared/failure';
import { R2_LIMITS } from '../../../shared/r2';

const MIB = 1024 * 1024;

/** From this size on a file goes up in parts. */
export const MULTIPART_FROM_BYTES = 16 * MIB;
const DEFAULT_PART_BYTES = 16 * MIB;

/** Equal parts but the last, which is the rest and never empty. */
export interface PartPlan {
  readonly size: number;
  readonly partSize: number;
  readonly count: number;
}

/** The smallest parts, from 16 MiB up in whole MiB, of which 10,000 suffice. */
export function planParts(size: number): PartPlan {
  if (size > R2_LIMITS.maxObjectBytes) fail('too-large', { size, limit: R2_LIMITS.maxObjectBytes });
  const needed = Math.ceil(size / R2_LIMITS.maxParts / MIB) * MIB;
  return planWithPartSize(size, Math.max(DEFAULT_PART_BYTES, needed));
}

/** The plan of an upload that has begun: its part size is fixed for good. */
export function planWithPartSize(size: number, partSize: number): PartPlan {
  return { size, partSize, count: Math.max(1, Math.ceil(size / partSize)) };
}

/** Where part `number` (from 1) lies in the file. */
export function partAt(plan: PartPlan, number: number): { readonly offset: number; readonly length: number } {
  const offset = (number - 1) * plan.partSize;
  return { offset, length: Math.min(plan.partSize, plan.size - offset) };
}
