/** What R2 costs, in US dollars. Source: developers.cloudflare.com/r2/pricing, read 2026-11. A GB is 10⁹ bytes. */
export const R2_PRICES = {
  asOf: '2026-11',
  standard: { storagePerGbMonth: 0.015, classAPerMillion: 4.5, classBPerMillion: 0.36, retrievalPerGb: 0 },
  infrequent: { storagePerGbMonth: 0.01, classAPerMillion: 9, classBPerMillion: 0.9, retrievalPerGb: 0.01 },
  /** Each month and account, Standard storage only. */
  free: { storageGb: 10, classA: 1_000_000, classB: 10_000_000 },
  /** What is deleted, moved or replaced before is paid for as long as this. */
  infrequentMinimumDays: 30,
} as const;

export const STORAGE_CLASSES = ['standard', 'infrequent'] as const;
export type StorageClass = (typeof STORAGE_CLASSES)[number];

const GB = 1e9;
const MILLION = 1e6;

/** What an account used in a month. */
export interface MonthUse {
  /** Mean of the days' peaks. */
  readonly storedBytes: number;
  readonly classA: number;
  readonly classB: number;
  /** Bytes of objects that were read: paid for in Infrequent Access. */
  readonly readBytes: number;
}

/** Dollars. */
export interface MonthCost {
  readonly storage: number;
  readonly classA: number;
  readonly classB: number;
  readonly retrieval: number;
  readonly total: number;
}

/** A month's cost as R2 bills it: each unit rounded up to the next whole one (a GB-month, a million, a GB), less what is free. */
export function monthCost(use: MonthUse, storageClass: StorageClass): MonthCost {
  const price = R2_PRICES[storageClass];
  const free = storageClass === 'standard' ? R2_PRICES.free : { storageGb: 0, classA: 0, classB: 0 };
  const storage = billedUnits(use.storedBytes, GB, free.storageGb * GB) * price.storagePerGbMonth;
  const classA = billedUnits(use.classA, MILLION, free.classA) * price.classAPerMillion;
  const classB = billedUnits(use.classB, MILLION, free.classB) * price.classBPerMillion;
  const retrieval = billedUnits(use.readBytes, GB, 0) * price.retrievalPerGb;
  return { storage, classA, classB, retrieval, total: storage + classA + classB + retrieval };
}

/**
 * What a month costs where a share of what is stored (0 to 1) lies in Infrequent Access. Operations and reads are reckoned as Standard's
 * unless all of it does: which object each was for is not counted.
 */
export function splitMonthCost(use: MonthUse, infrequentShare: number): MonthCost {
  if (infrequentShare >= 1) return monthCost(use, 'infrequent');
  const infrequent = { storedBytes: use.storedBytes * infrequentShare, classA: 0, classB: 0, readBytes: 0 };
  const extra = monthCost(infrequent, 'infrequent').storage;
  const cost = monthCost({ ...use, storedBytes: use.storedBytes * (1 - infrequentShare) }, 'standard');
  return { ...cost, storage: cost.storage + extra, total: cost.total + extra };
}

/** Whole units beyond the free ones. */
function billedUnits(used: number, unit: number, free: number): number {
  return Math.max(0, Math.ceil(used / unit) - free / unit);
}

/** The share of the free storage that is used; above 1 when it is used up. */
export function freeStorageShare(bytes: number): number {
  return bytes / (R2_PRICES.free.storageGb * GB);
}

/** The list price of so many Class A operations (writes, lists), the free million left out of account; Standard. */
export function classACost(operations: number): number {
  return (operations * R2_PRICES.standard.classAPerMillion) / MILLION;
}

/** The list price of so many Class B operations (reads), the free ten million left out of account; Standard. Deleting costs nothing. */
export function classBCost(operations: number): number {
  return (operations * R2_PRICES.standard.classBPerMillion) / MILLION;
}
