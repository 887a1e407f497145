import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';

type SeenProbe = Probe & { readonly version: string };

/** What was found in files before they were objects, by the rows that they will have. */
export class EarlyFinds {
  readonly #probes = new Map<number, SeenProbe>();
  readonly #found = new Map<number, FoundProvenance>();

  setProbe(row: number, probe: SeenProbe): void {
    this.#probes.set(row, probe);
  }

  setFound(row: number, found: FoundProvenance): void {
    this.#found.set(row, found);
  }

  probe(row: number): SeenProbe | null {
    return this.#probes.get(row) ?? null;
  }

  found(row: number): FoundProvenance | null {
    return this.#found.get(row) ?? null;
  }

  drop(row: number): void {
    this.#probes.delete(row);
    this.#found.delete(row);
  }
}

/** The one that speaks of this version; null where none does. */
export function ofVersion<T extends { readonly version: string }>(version: string, ...found: (T | null)[]): T | null {
  return found.find((one) => one?.version === version) ?? null;
}
