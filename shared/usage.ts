import { assertNever } from './assert';
import type { ConnectionAddress } from './connection';
import { parseR2Host, r2Endpoint } from './r2';

/** What an operation costs: writing and listing (A), reading (B), or nothing. */
export type OperationClass = 'A' | 'B' | 'free';

/**
 * The operations of R2's S3 API by class. Source: developers.cloudflare.com/r2/pricing, read 2026-11. That page does not name
 * DeleteObjects, DeleteBucketCors and the like; deletes are free, so these are taken to be.
 */
export const OPERATION_CLASSES = {
  ListBuckets: 'A',
  PutBucket: 'A',
  ListObjects: 'A',
  PutObject: 'A',
  CopyObject: 'A',
  CreateMultipartUpload: 'A',
  CompleteMultipartUpload: 'A',
  UploadPart: 'A',
  UploadPartCopy: 'A',
  ListMultipartUploads: 'A',
  ListParts: 'A',
  PutBucketCors: 'A',
  PutBucketEncryption: 'A',
  PutBucketLifecycleConfiguration: 'A',
  HeadBucket: 'B',
  HeadObject: 'B',
  GetObject: 'B',
  GetBucketCors: 'B',
  GetBucketEncryption: 'B',
  GetBucketLifecycleConfiguration: 'B',
  GetBucketLocation: 'B',
  DeleteObject: 'free',
  DeleteObjects: 'free',
  DeleteBucket: 'free',
  DeleteBucketCors: 'free',
  AbortMultipartUpload: 'free',
} as const satisfies Readonly<Record<string, OperationClass>>;

/**
 * R2 does not bill what fails at authentication or authorization (401, 403), and bills other refusals, such as 404 or 412
 * (developers.cloudflare.com/r2/pricing, FAQ, 2026-11). Of its own failures (5xx) and of 429 it does not say; they did nothing,
 * and are taken to be free.
 */
export function isBilled(status: number): boolean {
  return status < 500 && status !== 401 && status !== 403 && status !== 429;
}

export type OperationName = keyof typeof OPERATION_CLASSES;
export const OPERATION_NAMES = Object.keys(OPERATION_CLASSES) as readonly OperationName[];

export type OperationCounts = { readonly [N in OperationName]?: number };

/** What the app asked of one bucket on one day. */
export interface BucketDay {
  /** `2026-11-29`, by UTC, as Cloudflare counts. */
  readonly day: string;
  /** The host of its S3 API, with a port where there is one; `SANDBOX_HOST` for the sandbox bucket. */
  readonly host: string;
  /** '' for what is asked of no bucket (ListBuckets). */
  readonly bucket: string;
  /** What R2 bills, and what it gives for nothing. */
  readonly counts: OperationCounts;
  /** Requests that were refused or failed, and that R2 does not bill. */
  readonly unbilled: number;
  /** Bytes of objects that were read. */
  readonly readBytes: number;
  /** The most that was known to be stored on that day, bytes; null where it was not known. */
  readonly storedBytes: number | null;
}

/** The sandbox has another port with each start. */
export const SANDBOX_HOST = 'sandbox';

/** What is kept besides the days, for the page: it asks for them again when `revision` grows. */
export interface UsageState {
  readonly revision: number;
  /** The file of counts was damaged: where it was put, and whether anything of it could be read. */
  readonly damage: { readonly keptAs: string; readonly lost: 'some' | 'all' } | null;
}

export const EMPTY_USAGE: UsageState = { revision: 0, damage: null };

/** What Cloudflare has counted of a bucket, whoever asked. */
export interface CloudflareUsage {
  readonly stored: {
    readonly bytes: number;
    readonly objects: number;
    /** Multipart uploads that are not finished. */
    readonly uploads: number;
    /** ms since 1970. */
    readonly at: number;
  } | null;
  readonly operations: readonly { readonly name: string; readonly status: number; readonly requests: number }[];
}

/** The host by which the days of a connection go. */
export function hostOfAddress(address: ConnectionAddress): string {
  switch (address.kind) {
    case 'r2':
      return hostOf(r2Endpoint(address.accountId, address.jurisdiction));
    case 'endpoint':
      return hostOf(address.endpoint);
    case 'sandbox':
      return SANDBOX_HOST;
    default:
      return assertNever(address);
  }
}

/** One that a damaged file gives is its own name. */
function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

/** The Cloudflare account that pays for a host; null for other servers. */
export function accountOfHost(host: string): string | null {
  return parseR2Host(host)?.accountId ?? null;
}

/** `2026-11-29`, by UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const DAY = 86_400_000;

/** The days from one to another, both included, in their order. */
export function daysFrom(first: string, last: string): readonly string[] {
  const from = Date.parse(`${first}T00:00:00Z`);
  const count = Math.max(0, Math.round((Date.parse(`${last}T00:00:00Z`) - from) / DAY) + 1);
  return Array.from({ length: count }, (_, index) => dayOf(from + index * DAY));
}

export interface ClassTotals {
  readonly A: number;
  readonly B: number;
  readonly free: number;
}

/** The operations that Cloudflare has counted, by class; of an operation that is not known here it is not known what it costs. */
export function cloudflareTotals({ operations }: CloudflareUsage): ClassTotals {
  const totals = { A: 0, B: 0, free: 0 };
  for (const { name, status, requests } of operations) {
    const known = OPERATION_NAMES.find((one) => one === name);
    if (known !== undefined && isBilled(status)) totals[OPERATION_CLASSES[known]] += requests;
  }
  return totals;
}

/** How many operations of each class. */
export function classTotals(days: readonly BucketDay[]): ClassTotals {
  const totals = { A: 0, B: 0, free: 0 };
  for (const { counts } of days)
    for (const name of OPERATION_NAMES) totals[OPERATION_CLASSES[name]] += counts[name] ?? 0;
  return totals;
}

/** The days of a connection's bucket. */
export function daysOfBucket(
  days: readonly BucketDay[],
  { address, bucket }: { readonly address: ConnectionAddress; readonly bucket: string },
): readonly BucketDay[] {
  const host = hostOfAddress(address);
  return days.filter((one) => one.host === host && one.bucket === bucket);
}

/** The last day of a month (`2026-11`). */
export function monthEnd(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dayOf(Date.UTC(year, number, 0));
}

/** The month before or after. */
export function monthBeside(month: string, step: -1 | 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dayOf(Date.UTC(year, number - 1 + step, 1)).slice(0, 7);
}
