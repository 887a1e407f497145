import { fail } from '../../../shared/failure';
import type { PageText } from '../../../shared/page-text';
import type { AssetSource } from './asset-source';
import { decodableAs } from './media-type';

/** Reads the text of a page of an untrusted document, in a sandbox. */
export interface PageReader {
  /** Throws a `FailureError`, or an `AbortError` when the signal fires. */
  pageText(job: PageTextJob, signal: AbortSignal): Promise<PageText>;
}

export interface PageTextJob {
  /** Asked at each read. */
  readonly source: () => AssetSource | Promise<AssetSource>;
  /** Bytes of the source. */
  readonly size: number;
  /** From 1. */
  readonly page: number;
}

export interface PageTextsDeps {
  readonly reader: PageReader;
  assetOf(assetId: string): Promise<AssetSource | null>;
}

/** The text of a page of a PDF. Throws a `FailureError` where there is no such page, or the file is no PDF. */
export async function pageTextOf({ reader, assetOf }: PageTextsDeps, assetId: string, page: number): Promise<PageText> {
  const known = (await assetOf(assetId)) ?? fail('not-found');
  if (decodableAs(known.contentType) !== 'pdf') fail('unsupported-media');
  // A file on its way may be in the bucket by the time it is read.
  const source = async (): Promise<AssetSource> => (await assetOf(assetId)) ?? known;
  return reader.pageText({ source, size: known.size, page }, new AbortController().signal);
}
