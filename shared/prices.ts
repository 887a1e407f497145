/** What R2 costs, Standard storage, in US dollars. Source: developers.cloudflare.com/r2/pricing, read 2026-10. */
export const R2_PRICES = {
  asOf: '2026-10',
  /** A GB is 10⁹ bytes. */
  storagePerGbMonth: 0.015,
  classAPerMillion: 4.5,
  classBPerMillion: 0.36,
  free: { storageGb: 10, classA: 1_000_000, classB: 10_000_000 },
} as const;

const GB = 1e9;

/** What a month of storing so many bytes costs; R2 rounds up to whole GB-months beyond the free ten. */
export function storageCostPerMonth(bytes: number): number {
  const billed = Math.max(0, Math.ceil(bytes / GB) - R2_PRICES.free.storageGb);
  return billed * R2_PRICES.storagePerGbMonth;
}

/** The share of the free storage that is used; above 1 when it is used up. */
export function freeStorageShare(bytes: number): number {
  return bytes / (R2_PRICES.free.storageGb * GB);
}

/** The list price of so many Class A operations (writes, lists), the free million left out of account. */
export function classACost(operations: number): number {
  return (operations * R2_PRICES.classAPerMillion) / 1_000_000;
}

/** The same of so many Class B operations (reads). Deleting costs nothing. */
export function classBCost(operations: number): number {
  return (operations * R2_PRICES.classBPerMillion) / 1_000_000;
}
