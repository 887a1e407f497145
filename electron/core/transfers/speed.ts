const BUCKET_MS = 500;
const BUCKETS = 16;

/** Bytes a second, averaged over the last eight seconds, or over as long as it has run. */
export class Speedometer {
  readonly #buckets = new Map<number, number>();
  #startedAt: number | null = null;

  add(bytes: number, now: number): void {
    this.#startedAt ??= now;
    const bucket = Math.floor(now / BUCKET_MS);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + bytes);
    this.#forget(bucket);
  }

  /** Begins the measuring, so that the wait for the first bytes counts. */
  begin(now: number): void {
    this.#startedAt ??= now;
  }

  rate(now: number): number {
    if (this.#startedAt === null) return 0;
    this.#forget(Math.floor(now / BUCKET_MS));
    let bytes = 0;
    for (const part of this.#buckets.values()) bytes += part;
    const span = Math.min(Math.max(now - this.#startedAt, BUCKET_MS), BUCKET_MS * BUCKETS);
    return Math.round((bytes / span) * 1000);
  }

  reset(): void {
    this.#buckets.clear();
    this.#startedAt = null;
  }

  #forget(current: number): void {
    for (const bucket of this.#buckets.keys()) if (bucket <= current - BUCKETS) this.#buckets.delete(bucket);
  }
}
