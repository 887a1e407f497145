import { writeFile } from 'node:fs/promises';
import type { ConnectionProfile } from '../../../shared/connection';
import { daysOfBucket, monthEnd, type BucketDay, type CloudflareUsage } from '../../../shared/usage';
import { cloudflareUsage, KEPT_MS, type CloudflareUsageOptions } from '../store/cloudflare-graphql';
import { writing } from '../transfers/file-failure';
import type { Meter } from './meter';
import { usageCsv } from './usage-csv';

export interface UsageOptions {
  readonly meter: Meter;
  /** Fails with `no-connection`. */
  readonly profileOf: (connectionId: string) => ConnectionProfile;
  readonly cloudflare: CloudflareUsageOptions;
  readonly now: () => number;
}

export interface ExportWish {
  readonly first: string;
  readonly last: string;
  /** null: of all. */
  readonly connectionId: string | null;
}

/** What the app has used, for the page. */
export class Usage {
  constructor(private readonly options: UsageOptions) {}

  days(first: string, last: string): readonly BucketDay[] {
    return this.options.meter.days(first, last);
  }

  async writeCsv(path: string, { first, last, connectionId }: ExportWish): Promise<void> {
    const all = this.days(first, last);
    const days = connectionId === null ? all : daysOfBucket(all, this.options.profileOf(connectionId));
    // Excel takes a file without this mark for one in the system's old code page.
    await writing(path, () => writeFile(path, `\uFEFF${usageCsv(days)}`));
  }

  /**
   * The month (`2026-11`) by Cloudflare's own count; null without an API token, for other servers, and for a month of which
   * Cloudflare has not kept all: a part would pass for the whole.
   */
  async byCloudflare(connectionId: string, month: string): Promise<CloudflareUsage | null> {
    const { address, bucket } = this.options.profileOf(connectionId);
    if (address.kind !== 'r2') return null;
    const { accountId, jurisdiction } = address;
    const from = Date.parse(`${month}-01T00:00:00Z`);
    const now = this.options.now();
    if (from < now - KEPT_MS) return null;
    const until = Math.min(Date.parse(`${monthEnd(month)}T23:59:59Z`), now);
    const question = { connectionId, accountId, jurisdiction, bucket, from, until };
    return cloudflareUsage(this.options.cloudflare, question, new AbortController().signal);
  }
}
