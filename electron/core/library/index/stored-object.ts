import type { QueryResult } from 'node-sqlite3-wasm';
import { NO_SETTINGS, type GenerationFacts } from '../../../../shared/generation';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';

/** An object as it is kept. */
export interface StoredObject {
  readonly row: number;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
  /** null: what its name promises. */
  readonly contentType: string | null;
  /** null: the ETag. */
  readonly version: string | null;
  readonly facts: GenerationFacts | null;
  readonly probe: (Probe & { readonly version: string }) | null;
  /** Its public link has been seen to open. */
  readonly linked: boolean;
  /** In Infrequent Access, as it was last told. */
  readonly isInfrequent: boolean;
  /** What its file says of how it was made; null where nobody has looked. */
  readonly found: FoundProvenance | null;
}

export function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

// A version before this one wrote down less.
function factsOf(kept: GenerationFacts | null): GenerationFacts | null {
  return kept === null ? null : { ...NO_SETTINGS, ...kept };
}

export function keyOf({ key }: QueryResult): string {
  return Buffer.from(key as Uint8Array).toString();
}

/** What SQLite does not vouch for, which checks no contents: what cannot be read is found again, and must not end the index. */
function read<T>(json: unknown): T | null {
  try {
    return typeof json === 'string' ? (JSON.parse(json) as T) : null;
  } catch {
    return null;
  }
}

// What is read here was written here, in a file of this format.
export function objectOf(kept: QueryResult): StoredObject {
  const { row, size, etag, modified, type, version, facts, probe, linked, found, infrequent } =
    kept as unknown as Record<string, unknown>;
  return {
    row: Number(row),
    key: keyOf(kept),
    size: Number(size),
    etag: String(etag),
    modified: Number(modified),
    contentType: typeof type === 'string' ? type : null,
    version: typeof version === 'string' ? version : null,
    facts: factsOf(read<GenerationFacts>(facts)),
    probe: read<Probe & { version: string }>(probe),
    linked: Number(linked) === 1,
    isInfrequent: Number(infrequent) === 1,
    found: read<FoundProvenance>(found),
  };
}
