import type { Entry } from '../entry';

/** A place in the line: where the entry stood when it took it. */
interface Place {
  readonly entry: Entry;
  readonly rank: number;
}

/**
 * Who is next: by rank, and among equals by the order of adding. One line a connection, so that those of a connection that
 * stands still are not asked again and again. What has left, moved on or was given another rank is left in and skipped.
 */
export class WaitingLine {
  readonly #lines = new Map<string, Heap>();

  push(entry: Entry): void {
    const { connectionId, rank } = entry.record;
    const line = this.#lines.get(connectionId) ?? new Heap();
    this.#lines.set(connectionId, line);
    line.push({ entry, rank });
  }

  /** The first of all connections that are open; null when there is none. */
  pop(isOpen: (connectionId: string) => boolean): Entry | null {
    for (;;) {
      const line = this.#nextLine(isOpen);
      const place = line?.pop() ?? null;
      if (place === null) return null;
      if (place.rank === place.entry.record.rank) return place.entry;
    }
  }

  #nextLine(isOpen: (connectionId: string) => boolean): Heap | null {
    let best: Heap | null = null;
    for (const [connectionId, line] of this.#lines) {
      if (line.first === undefined) this.#lines.delete(connectionId);
      else if (isOpen(connectionId) && (best?.first === undefined || isBefore(line.first, best.first))) best = line;
    }
    return best;
  }
}

class Heap {
  readonly #places: Place[] = [];

  get first(): Place | undefined {
    return this.#places[0];
  }

  push(place: Place): void {
    const places = this.#places;
    let at = places.length;
    places.push(place);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = places[parent];
      if (above === undefined || !isBefore(place, above)) break;
      places[at] = above;
      at = parent;
    }
    places[at] = place;
  }

  pop(): Place | null {
    const places = this.#places;
    const first = places[0];
    const last = places.pop();
    if (first === undefined || last === undefined) return null;
    if (places.length > 0) this.#sink(last);
    return first;
  }

  #sink(place: Place): void {
    const places = this.#places;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = isBefore(places[left + 1], places[left]) ? left + 1 : left;
      const below = places[child];
      if (below === undefined || !isBefore(below, place)) break;
      places[at] = below;
      at = child;
    }
    places[at] = place;
  }
}

function isBefore(a: Place | undefined, b: Place | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.rank === b.rank ? a.entry.sequence < b.entry.sequence : a.rank < b.rank;
}
