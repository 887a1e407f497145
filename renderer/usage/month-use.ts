import type { ConnectionProfile } from '../../shared/connection';
import { monthCost, splitMonthCost, type MonthCost, type MonthUse, type StorageClass } from '../../shared/prices';
import {
  accountOfHost,
  classTotals,
  daysFrom,
  daysOfBucket,
  hostOfAddress,
  monthEnd,
  type BucketDay,
} from '../../shared/usage';

/** Whose use is on show: one connection's bucket, or all that the app has counted. */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'one'; readonly profile: ConnectionProfile };

export function daysInScope(days: readonly BucketDay[], scope: Scope): readonly BucketDay[] {
  return scope.kind === 'all' ? days : daysOfBucket(days, scope.profile);
}

/** A bucket on a day on which nothing was asked of it. */
export function emptyDay({ address, bucket }: ConnectionProfile): BucketDay {
  const host = hostOfAddress(address);
  return { day: '', host, bucket, counts: {}, unbilled: 0, readBytes: 0, storedBytes: null };
}

/** One bucket, with its days. */
export interface BucketUse {
  readonly host: string;
  readonly bucket: string;
  readonly days: readonly BucketDay[];
}

export function byBucket(days: readonly BucketDay[]): readonly BucketUse[] {
  return [...grouped(days, ({ host, bucket }) => `${host}/${bucket}`).values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ host: first.host, bucket: first.bucket, days: all }];
  });
}

function grouped<Name>(days: readonly BucketDay[], nameOf: (day: BucketDay) => Name): Map<Name, BucketDay[]> {
  const groups = new Map<Name, BucketDay[]>();
  for (const day of days) groups.set(nameOf(day), [...(groups.get(nameOf(day)) ?? []), day]);
  return groups;
}

/** What a bucket holds over a month. */
export interface StoredOverMonth {
  /** Mean of the days' peaks: what R2 bills. Days to come, and days that were not seen, count as the ones beside them. */
  readonly mean: number;
  readonly latest: number;
}

/** null where nothing is known of what is stored. */
export function storedOverMonth(days: readonly BucketDay[], month: string): StoredOverMonth | null {
  const peaks = new Map(days.map(({ day, storedBytes }) => [day, storedBytes]));
  const first = days.toSorted((a, b) => (a.day < b.day ? -1 : 1)).find(({ storedBytes }) => storedBytes !== null);
  if (first === undefined || first.storedBytes === null) return null;
  const all = daysFrom(`${month}-01`, monthEnd(month));
  let held = first.storedBytes;
  let sum = 0;
  for (const day of all) {
    held = peaks.get(day) ?? held;
    sum += held;
  }
  return { mean: sum / all.length, latest: held };
}

/** What a set of buckets used in a month. `days` are those of the month. */
export function monthUseOf(days: readonly BucketDay[], month: string): MonthUse {
  const { A, B } = classTotals(days);
  const stored = byBucket(days).map((bucket) => storedOverMonth(bucket.days, month)?.mean ?? 0);
  const readBytes = days.reduce((sum, one) => sum + one.readBytes, 0);
  return { storedBytes: stored.reduce((sum, bytes) => sum + bytes, 0), classA: A, classB: B, readBytes };
}

/** In which class a month is reckoned: all of it in one, or as it is stored (`share`: 0 to 1, of the bytes). */
export type Reckoning =
  | { readonly kind: 'all-in'; readonly storageClass: StorageClass }
  | { readonly kind: 'as-stored'; readonly infrequentShare: number };

function costOf(use: MonthUse, reckoning: Reckoning): MonthCost {
  return reckoning.kind === 'all-in'
    ? monthCost(use, reckoning.storageClass)
    : splitMonthCost(use, reckoning.infrequentShare);
}

/** The cost of a month at R2; null where nothing of it is at R2. What is free is free once for each account. */
export function costOfMonth(days: readonly BucketDay[], month: string, reckoning: Reckoning): MonthCost | null {
  const accounts = [...grouped(days, ({ host }) => accountOfHost(host))].filter(([account]) => account !== null);
  if (accounts.length === 0) return null;
  return accounts
    .map(([, own]) => costOf(monthUseOf(own, month), reckoning))
    .reduce((sum, cost) => ({
      storage: sum.storage + cost.storage,
      classA: sum.classA + cost.classA,
      classB: sum.classB + cost.classB,
      retrieval: sum.retrieval + cost.retrieval,
      total: sum.total + cost.total,
    }));
}

/** The days that are asked for: all of the month, and for the one under way the 30 days up to today as well. */
export function rangeOf(month: string, today: string): { readonly first: string; readonly last: string } {
  const isNow = today.startsWith(month);
  const [thirty = today] = daysFrom(dayBefore(today, 29), today);
  const start = `${month}-01`;
  return isNow ? { first: thirty < start ? thirty : start, last: today } : { first: start, last: monthEnd(month) };
}

/** The days of the chart: the last 30, or a month that is over. */
export function chartDays(month: string, today: string): readonly string[] {
  return today.startsWith(month) ? daysFrom(dayBefore(today, 29), today) : daysFrom(`${month}-01`, monthEnd(month));
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
