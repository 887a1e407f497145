const BUCKET_MS = 500;
const BUCKETS = 16;

/** Bytes a second, averaged over the last eight seconds, or over as long as it has run. */
export class Speedometer {
  readonly #buckets = new Map<number, number>();
  #startedAt: number | null = null;

  add(bytes: number, now: number): void {
    const bucket = this.#goOn(now);
    this.#startedAt ??= now;
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + bytes);
  }

  /** Begins the measuring, so that the wait for the first bytes counts. */
  begin(now: number): void {
    this.#startedAt ??= now;
  }

  rate(now: number): number {
    this.#goOn(now);
    if (this.#startedAt === null) return 0;
    let bytes = 0;
    for (const part of this.#buckets.values()) bytes += part;
    const span = Math.min(Math.max(now - this.#startedAt, BUCKET_MS), BUCKET_MS * BUCKETS);
    return Math.round((bytes / span) * 1000);
  }

  reset(): void {
    this.#buckets.clear();
    this.#startedAt = null;
  }

  /** Forgets what is too long ago, or all where the clock has been set back; answers the bucket of this moment. */
  #goOn(now: number): number {
    const current = Math.floor(now / BUCKET_MS);
    if ([...this.#buckets.keys()].some((bucket) => bucket > current) || (this.#startedAt ?? now) > now) this.reset();
    for (const bucket of this.#buckets.keys()) if (bucket <= current - BUCKETS) this.#buckets.delete(bucket);
    return current;
  }
}
